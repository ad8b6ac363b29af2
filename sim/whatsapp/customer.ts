import { createHash } from 'node:crypto';

const USER_ID = /^[A-Z]{2}\.(ENT\.)?[A-Za-z0-9]{1,128}$/;
const PHONE = /^\+?\d{5,20}$/;

/** Whether this is a business-scoped user id (`CC.…` or `CC.ENT.…`). */
export const isUserId = (value: string): boolean => USER_ID.test(value);

export const isPhone = (value: string): boolean => PHONE.test(value);

/** What the platform makes of `to`: everything but digits is dropped, even the letters of a user id. */
export const digitsOf = (value: string): string => value.replace(/\D/g, '');

/** The business-scoped user id of the customer with this phone: always the same, and the phone cannot be read off it. */
export function userIdOf(phone: string): string {
  const hash = createHash('sha256').update(phone).digest('hex').slice(0, 16);
  return `US.${BigInt(`0x${hash}`).toString().padStart(20, '0')}`;
}
