const USER_ID = /^[A-Z]{2}\.(ENT\.)?[A-Za-z0-9]{1,128}$/;
const PHONE = /^\+?\d{5,20}$/;

/** Whether this is a business-scoped user id (`CC.…` or `CC.ENT.…`). */
export const isUserId = (value: string): boolean => USER_ID.test(value);

export const isPhone = (value: string): boolean => PHONE.test(value);

/** What the platform makes of `to`: everything but digits is dropped, even the letters of a user id. */
export const digitsOf = (value: string): string => value.replace(/\D/g, '');

/** The business-scoped user id of the customer with this phone: always the same, and the phone does not show in it. */
export function userIdOf(phone: string): string {
  const scattered = BigInt.asUintN(64, BigInt(phone) * 6_364_136_223_846_793_005n + 1_442_695_040_888_963_407n);
  return `US.${scattered.toString().padStart(20, '0')}`;
}
