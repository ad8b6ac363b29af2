/** "This message is currently unavailable": the first messages through an ad, or with the phone app beside us. */
const CONTENT_NOT_AVAILABLE = 131_060;

/** Whether the platform's errors about a message say that its words are lost to us. They may have any shape. */
export function isContentHidden(errors: unknown): boolean {
  const list: unknown[] = Array.isArray(errors) ? errors : [errors];
  return list.some((error) => Number((error as { code?: unknown } | null | undefined)?.code) === CONTENT_NOT_AVAILABLE);
}
