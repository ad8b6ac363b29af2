import type { JsonObject } from '../../records.js';
import { type BusinessNumber, identity } from '../webhook-bodies.js';
import type { CustomerInput } from './customer-message.js';

const SAMPLE_GROUP = 'Y2FwaV9ncm91cDoxNTU1MDEwMDAwMToxMjAzNjM0MDQ2';
const SAMPLE_AD = {
  source_url: 'https://fb.me/1abcDEF',
  source_id: '120210000000000001',
  source_type: 'ad',
  headline: 'Spring sale',
  body: 'Everything must go',
  media_type: 'image',
  image_url: 'https://scontent.example/ad.jpg',
  ctwa_clid: 'ARAkLkA8rmlFeiCktEJQ',
};

/** The group a message was written in; undefined for a direct one. */
export const groupOf = ({ group }: CustomerInput): string | undefined =>
  group === undefined || group === false ? undefined : group === true ? SAMPLE_GROUP : group;

/** What stands beside the words: the quoted message, how often it was forwarded, the ad, the group. */
export function surroundingsOf(input: CustomerInput, number: BusinessNumber): JsonObject {
  const { replyTo, forwarded, referral } = input;
  const context = {
    ...(replyTo !== undefined && { from: number.displayPhoneNumber, id: replyTo }),
    ...(forwarded === true && { forwarded: true }),
    ...(forwarded === 'frequently' && { frequently_forwarded: true }),
  };
  const ad = typeof referral === 'object' ? { ...SAMPLE_AD, ...referral } : SAMPLE_AD;
  const group = groupOf(input);
  return {
    ...(Object.keys(context).length > 0 && { context }),
    ...(referral !== undefined && referral !== false && { referral: ad }),
    ...(group !== undefined && { group_id: group }),
  };
}

/** Every name under which the customer's window is open after this message. */
export function namesHeard(customer: string, { userId }: CustomerInput, group: string | undefined): string[] {
  if (group !== undefined) return [group];
  return Object.values(identity(customer, 'phone', 'user_id', { ...(userId !== undefined && { userId }) })).map(String);
}
