/**
 * What an error asks of the sender: `back-off` and send again, nothing was sent; `care`, the message may have gone out;
 * `never` send it again as it is; only a `template` may be sent; a new `token` or permission is needed; a `person` has
 * to look.
 */
export type ErrorAction = 'back-off' | 'care' | 'never' | 'template' | 'token' | 'person';

/** What the error is about: this message, all to this customer, all of the number for a while, or the whole account. */
export type ErrorConcern = 'message' | 'customer' | 'number' | 'account';

export interface PlatformError {
  action: ErrorAction;
  concerns: ErrorConcern;
  meaning: string;
}

/** The user has stopped marketing messages of this business. */
export const MARKETING_STOPPED = 131_050;
/** More than 24 hours since the customer's last message. */
export const WINDOW_CLOSED = 131_047;

type Codes = number | readonly [from: number, to: number];
type Row = readonly [codes: Codes, action: ErrorAction, concerns: ErrorConcern, meaning: string];

/**
 * The platform's errors; a range includes both its ends. Source: Cloud API, error codes. What concerns the account or its
 * token stops every message alike, so nothing else is sent until it is over.
 */
const TABLE: readonly Row[] = [
  [0, 'token', 'account', 'the access token is expired or revoked'],
  [1, 'care', 'message', 'a bad call, or an unknown fault of the platform'],
  [2, 'back-off', 'number', 'the platform is down or overloaded'],
  [3, 'person', 'account', 'the app lacks the capability'],
  [4, 'back-off', 'number', 'the app has reached its limit of calls'],
  [10, 'token', 'account', 'the permission is missing'],
  [33, 'person', 'account', 'the business number was deleted'],
  [100, 'never', 'message', 'a parameter is wrong or unknown'],
  [190, 'token', 'account', 'the access token is expired or invalid'],
  [[200, 299], 'token', 'account', 'a permission is not granted'],
  [368, 'person', 'account', 'the account is blocked for a while for violating a policy'],
  [613, 'never', 'message', 'a limit of calls (voice)'],
  [80_007, 'back-off', 'number', 'the business account has reached its rate limit'],
  [130_403, 'never', 'message', 'the business has blocked this user'],
  [130_429, 'back-off', 'number', 'the number has reached its throughput'],
  [130_472, 'never', 'message', 'the user is in an experiment that withholds marketing'],
  [130_497, 'never', 'message', 'the business may not write to this country'],
  [131_000, 'care', 'message', 'something went wrong'],
  [131_005, 'token', 'account', 'access is denied'],
  [131_008, 'never', 'message', 'a required parameter is missing'],
  [131_009, 'never', 'message', 'the value of a parameter is invalid'],
  [131_016, 'back-off', 'number', 'the service is away for a while'],
  [131_021, 'never', 'message', 'sender and recipient are the same'],
  [131_026, 'person', 'message', 'the message cannot be delivered to this customer'],
  [131_030, 'never', 'message', 'the recipient is not in the allow-list of the test number'],
  [131_031, 'person', 'account', 'the account is locked'],
  [131_037, 'person', 'account', 'the display name is not approved'],
  [131_042, 'person', 'account', 'there is a problem with the payment'],
  [131_044, 'person', 'message', 'there is a problem with the payment of calls'],
  [131_045, 'person', 'account', 'the number is not registered'],
  [WINDOW_CLOSED, 'template', 'message', 'the customer last wrote more than 24 hours ago'],
  [131_048, 'person', 'number', 'too many messages of the number were reported as spam'],
  [131_049, 'never', 'message', 'withheld to keep the user from too much marketing'],
  [MARKETING_STOPPED, 'never', 'message', 'the user has stopped marketing of this business'],
  [131_051, 'never', 'message', 'the type of message is not supported'],
  [131_052, 'never', 'message', "the customer's medium cannot be fetched"],
  [131_053, 'never', 'message', 'the medium cannot be taken'],
  [131_055, 'never', 'message', 'the method is not allowed'],
  [131_056, 'back-off', 'customer', 'too many messages to this customer'],
  [131_057, 'back-off', 'number', 'the number is in maintenance'],
  [131_060, 'never', 'message', 'the content is not available'],
  [131_062, 'never', 'message', 'this kind of message needs the phone of the customer'],
  [131_063, 'never', 'message', 'marketing templates are switched off for this account'],
  [131_064, 'person', 'message', 'the limit for this kind of message is reached'],
  [132_000, 'never', 'message', 'the number of template parameters is wrong'],
  [132_001, 'never', 'message', 'the template is missing or not approved'],
  [132_005, 'never', 'message', 'the filled text of the template is too long'],
  [132_007, 'person', 'message', 'the template violates a policy'],
  [132_008, 'never', 'message', 'the value of a template parameter is not acceptable'],
  [132_012, 'never', 'message', 'the format of a template parameter is wrong'],
  [132_015, 'never', 'message', 'the template is paused'],
  [132_016, 'never', 'message', 'the template is disabled'],
  [132_018, 'never', 'message', 'the template parameters are invalid'],
  [132_068, 'never', 'message', 'the flow is blocked'],
  [132_069, 'back-off', 'message', 'the flow is throttled'],
  [133_000, 'person', 'message', 'an earlier deregistration is incomplete'],
  [133_004, 'back-off', 'number', 'the registration server is away'],
  [133_005, 'person', 'message', 'the two-step PIN is wrong'],
  [133_006, 'person', 'account', 'the number must be verified again'],
  [133_008, 'person', 'message', 'too many tries of the two-step PIN'],
  [133_009, 'person', 'message', 'the two-step PIN was tried too fast'],
  [133_010, 'person', 'account', 'the number is not registered on the Cloud API'],
  [133_015, 'back-off', 'number', 'the number was deleted a moment ago'],
  [133_016, 'never', 'message', 'too many tries to register the number'],
  [134_011, 'never', 'message', 'the terms of payments are not accepted'],
  [[134_100, 134_102], 'never', 'message', 'a fault of the marketing API'],
  [135_000, 'never', 'message', 'a generic error, often a malformed request'],
  [137_000, 'never', 'message', 'the identity of the user has changed'],
  [[138_000, 138_999], 'never', 'message', 'a fault of a voice call'],
  [[139_100, 139_103], 'never', 'message', 'a fault of the block list'],
  [[2_388_000, 2_388_999], 'never', 'message', 'a limit of template management or onboarding'],
];

/** Whatever is not in the table is not tried again, and a person looks. */
const UNKNOWN: PlatformError = { action: 'person', concerns: 'message', meaning: 'an error we do not know' };

/** What an error of the platform means; null stands for one without a code. */
export function platformErrorOf(code: number | null): PlatformError {
  const row = code === null ? undefined : TABLE.find(([codes]) => isAmong(codes, code));
  if (row === undefined) return UNKNOWN;
  const [, action, concerns, meaning] = row;
  return { action, concerns, meaning };
}

const isAmong = (codes: Codes, code: number): boolean =>
  typeof codes === 'number' ? codes === code : code >= codes[0] && code <= codes[1];
