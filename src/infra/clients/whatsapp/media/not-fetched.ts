/** Whether another try may bring the file; `perhaps` is worth a few. */
export type Again = 'never' | 'perhaps' | 'surely';

/** A customer's file did not come. The message is for people and the assistant: no address, no token. */
export class NotFetched extends Error {
  constructor(
    message: string,
    readonly again: Again,
    options?: ErrorOptions,
  ) {
    super(message, options);
  }
}
