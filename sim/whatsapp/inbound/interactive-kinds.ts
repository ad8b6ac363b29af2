import { unixSeconds, type JsonObject } from '../../records.js';
import type { Kind } from './draft.js';

/** An answer to something the business sent, which it quotes. */
const answer =
  (type: string, content: (text: string | undefined) => JsonObject): Kind =>
  ({ text, target }) => ({
    type: 'interactive',
    payload: { type, [type]: content(text) },
    more: { context: { id: target.ours } },
  });

const flowAnswer = (responseJson: string): Kind =>
  answer('nfm_reply', (text) => ({ name: 'flow', body: 'Sent', response_json: text ?? responseJson }));

/** What a customer answers by tapping; `text` is the title they see. */
export const interactiveKinds: Record<string, Kind> = {
  /** Quick reply of a template. */
  button: ({ text = 'Yes', target }) => ({
    type: 'button',
    payload: { payload: text, text },
    more: { context: { id: target.ours } },
  }),
  button_reply: answer('button_reply', (text = 'Yes') => ({ id: `button-${text}`, title: text })),
  list_reply: answer('list_reply', (text = 'Monday') => ({ id: `row-${text}`, title: text, description: '9 to 5' })),
  nfm_reply: flowAnswer(JSON.stringify({ flow_token: 'token-1', day: 'Monday' })),
  /** Its `response_json` does not parse. */
  broken_nfm_reply: flowAnswer('{"flow_token":"token-1","day":'),
  call_permission_reply: answer('call_permission_reply', (text = 'accept') => ({
    response: text,
    is_permanent: false,
    expiration_timestamp: Number(unixSeconds()) + 7 * 86_400,
    response_source: 'user_action',
  })),
  /** Seen: the type without the object it names. */
  empty_interactive: () => ({ type: 'interactive' }),
};
