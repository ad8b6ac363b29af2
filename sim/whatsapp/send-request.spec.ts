import { describe, expect, it } from 'vitest';
import { GraphError } from './graph-error.js';
import { checkSendRequest } from './send-request.js';

const PHONE = '+919876543210';
const message = (type: string, content: unknown, more: object = {}) => ({
  messaging_product: 'whatsapp',
  to: PHONE,
  type,
  [type]: content,
  ...more,
});
const interactive = (content: object) => message('interactive', { body: { text: 'Choose' }, ...content });
const buttons = (...titles: string[]) => ({
  type: 'button',
  action: { buttons: titles.map((title, at) => ({ type: 'reply', reply: { id: String(at), title } })) },
});
const row = (id: number | string, more: object = {}) => ({ id: String(id), title: 'A row', ...more });
const list = (...sections: object[]) => ({ type: 'list', action: { button: 'See all', sections } });
const link = 'https://shop.example/a.jpg';
const ofLength = (length: number) => 'x'.repeat(length);

/** The code it is refused with; null when it passes. */
function codeOf(body: unknown): number | null {
  try {
    checkSendRequest(body);
    return null;
  } catch (error) {
    return (error as GraphError).code;
  }
}

describe('The body of a send', () => {
  it.each<[string, object]>([
    ['a text of 4,096 characters', message('text', { body: ofLength(4_096), preview_url: true })],
    ['an image by link', message('image', { link, caption: ofLength(1_024) })],
    ['a document by id', message('document', { id: '123', filename: 'a.pdf', caption: 'A' })],
    ['a voice note', message('audio', { id: '123', voice: true })],
    ['a sticker', message('sticker', { id: '123' })],
    ['a location', message('location', { latitude: 52.5, longitude: '13.4', name: 'Here' })],
    [
      'contacts',
      message('contacts', [{ name: { formatted_name: 'Ben', first_name: 'Ben' }, phones: [{ phone: '+1' }] }]),
    ],
    ['a reaction', message('reaction', { message_id: 'wamid.1', emoji: '👍🏽' })],
    ['a reaction taken back', message('reaction', { message_id: 'wamid.1', emoji: '' })],
    ['a quote', message('text', { body: 'x' }, { context: { message_id: 'wamid.1' } })],
    ['three buttons', interactive(buttons('a', 'b', ofLength(20)))],
    ['buttons below an image', interactive({ ...buttons('a'), header: { type: 'image', image: { link } } })],
    ['a list of ten rows', interactive(list({ rows: Array.from({ length: 10 }, (_, at) => row(at)) }))],
    [
      'a link button',
      interactive({ type: 'cta_url', action: { name: 'cta_url', parameters: { display_text: 'Go', url: link } } }),
    ],
    ['a question for the place', interactive({ type: 'location_request_message', action: { name: 'send_location' } })],
    [
      'a question for the phone',
      interactive({ type: 'request_contact_info', action: { name: 'request_contact_info' } }),
    ],
    ['a kind of which only the name is known', interactive({ type: 'product', action: {} })],
    ['a text to a group', message('text', { body: 'x' }, { recipient_type: 'group', to: 'Y2FwaV9ncm91cDox' })],
    [
      'a read mark that types',
      { messaging_product: 'whatsapp', status: 'read', message_id: 'w', typing_indicator: { type: 'text' } },
    ],
  ])('passes with %s', (_what, body) => {
    expect(() => checkSendRequest(body)).not.toThrow();
  });

  it.each<[string, number, object]>([
    ['a caption of 1,025 characters', 131009, message('image', { link, caption: ofLength(1_025) })],
    ['a caption below audio', 100, message('audio', { link, caption: 'Listen' })],
    ['a file name on an image', 100, message('image', { link, filename: 'a.jpg' })],
    ['neither id nor link', 131008, message('image', { caption: 'A' })],
    ['both id and link', 131009, message('image', { id: '1', link })],
    ['a link that is none', 131009, message('image', { link: 'ftp://shop.example/a.jpg' })],
    ['a media id with letters', 131009, message('image', { id: '../1' })],
    ['an unknown key', 100, message('text', { body: 'x' }, { colour: 'red' })],
    ['no longitude', 131008, message('location', { latitude: 1 })],
    ['a latitude of 91', 131009, message('location', { latitude: 91, longitude: 1 })],
    ['no contact', 131009, message('contacts', [])],
    ['a contact with a formatted name alone', 131008, message('contacts', [{ name: { formatted_name: 'Ben' } }])],
    ['a title on two lines', 131009, interactive(buttons('a\nb'))],
    ['a contact without name', 131008, message('contacts', [{ phones: [] }])],
    ['a word as reaction', 131009, message('reaction', { message_id: 'w', emoji: 'ok' })],
    ['two emoji', 131009, message('reaction', { message_id: 'w', emoji: '👍👍' })],
    [
      'a reaction that quotes',
      131009,
      message('reaction', { message_id: 'w', emoji: '👍' }, { context: { message_id: 'v' } }),
    ],
    ['a reaction to nothing', 131008, message('reaction', { emoji: '👍' })],
    ['a template without language', 131008, message('template', { name: 'a' })],
    ['an interactive message of no kind', 131008, message('interactive', { body: { text: 'x' }, action: {} })],
    ['one of an unknown kind', 131009, interactive({ type: 'poll', action: {} })],
    ['no body', 131008, message('interactive', buttons('a'))],
    [
      'a body of 1,025 characters',
      131009,
      message('interactive', { ...buttons('a'), body: { text: ofLength(1_025) } }),
    ],
    ['a footer of 61 characters', 131009, interactive({ ...buttons('a'), footer: { text: ofLength(61) } })],
    [
      'a header of 61 characters',
      131009,
      interactive({ ...buttons('a'), header: { type: 'text', text: ofLength(61) } }),
    ],
    ['four buttons', 131009, interactive(buttons('a', 'b', 'c', 'd'))],
    ['a button of 21 characters', 131009, interactive(buttons(ofLength(21)))],
    ['two buttons of one title', 131009, interactive(buttons('a', 'a'))],
    ['a row of 25 characters', 131009, interactive(list({ rows: [row(1, { title: ofLength(25) })] }))],
    ['a row text of 73 characters', 131009, interactive(list({ rows: [row(1, { description: ofLength(73) })] }))],
    ['a row id of 201 characters', 131009, interactive(list({ rows: [row(ofLength(201))] }))],
    ['two sections without title', 131008, interactive(list({ rows: [row(1)] }, { rows: [row(2)] }))],
    [
      'eleven rows in two sections',
      131009,
      interactive(
        list(
          { title: 'a', rows: Array.from({ length: 6 }, (_, at) => row(at)) },
          { title: 'b', rows: Array.from({ length: 5 }, (_, at) => row(at + 6)) },
        ),
      ),
    ],
    [
      'an image above a list',
      131009,
      interactive({ ...list({ rows: [row(1)] }), header: { type: 'image', image: { link } } }),
    ],
    [
      'a link button of 21 characters',
      131009,
      interactive({
        type: 'cta_url',
        action: { name: 'cta_url', parameters: { display_text: ofLength(21), url: link } },
      }),
    ],
    ['a reaction to a group', 100, message('reaction', { message_id: 'w', emoji: '👍' }, { recipient_type: 'group' })],
    [
      'a read mark with another indicator',
      131009,
      { messaging_product: 'whatsapp', status: 'read', message_id: 'w', typing_indicator: { type: 'voice' } },
    ],
  ])('is refused for %s: %i', (_what, code, body) => {
    expect(codeOf(body)).toBe(code);
  });

  it('is refused in words that name the place', () => {
    const problem = (body: object): unknown => {
      try {
        return checkSendRequest(body);
      } catch (error) {
        return (error as GraphError).toBody();
      }
    };
    expect(problem(message('audio', { link, caption: 'Listen' }))).toMatchObject({
      error: { error_data: { details: 'Unexpected key "caption" on param "audio".' } },
    });
    expect(problem(message('image', {}))).toMatchObject({
      error: { error_data: { details: 'The parameter image.id or link is required.' } },
    });
  });
});
