import 'reflect-metadata';
import { plainToInstance } from 'class-transformer';
import { validateSync } from 'class-validator';
import { describe, expect, it } from 'vitest';
import { fieldMessages } from '../../infra/http/field-messages.js';
import { OperatorMessageDto } from './operator-message.dto.js';

const phone = '15550100123';
const asked = (body: object): OperatorMessageDto => plainToInstance(OperatorMessageDto, { phone, ...body });
const faultsOf = (body: object): string[] =>
  fieldMessages(validateSync(asked(body), { whitelist: true, forbidNonWhitelisted: true }));

const x = (length: number): string => 'x'.repeat(length);
const link = 'https://cdn.example/a';
const location = { latitude: 52.5, longitude: 13.4 };
const button = (id: string, title = id): object => ({ id, title });
const row = (id: number | string, more: object = {}): object => ({ id: String(id), title: `Row ${id}`, ...more });
const rows = (count: number, from = 0): object[] => Array.from({ length: count }, (_, at) => row(from + at));
const listOf = (...sections: object[]): object => ({ message: 'Which?', list: { button: 'Show', sections } });
const contacts = (count: number): object[] => Array.from({ length: count }, (_, at) => ({ name: `Contact ${at}` }));
const template = { name: 'order_update', language: 'en_US' };

describe('OperatorMessageDto', () => {
  it.each<[string, object]>([
    ['text of 4,096', { message: x(4_096) }],
    ['an image by id', { media: { type: 'image', id: '17' } }],
    ['an image with its words', { message: x(1_024), media: { type: 'image', link } }],
    ['a caption', { media: { type: 'video', link, caption: x(1_024) }, message: null }],
    ['a document with its name', { media: { type: 'document', link, filename: 'a.pdf' } }],
    ['audio', { media: { type: 'audio', id: '17' } }],
    ['a location at the edge of the world', { location: { latitude: -90, longitude: 180, name: 'Edge' } }],
    ['a location', { location: { ...location, name: null, address: null } }],
    ['257 contacts', { contacts: contacts(257) }],
    [
      'a contact with everything',
      {
        contacts: [
          {
            name: 'Ann',
            phones: [{ phone: '+1 555', type: 'WORK', wa_id: '15550' }],
            emails: ['a@b.example'],
            organization: 'Shop',
          },
        ],
      },
    ],
    ['three buttons', { message: x(1_024), buttons: [button('1', x(20)), button('2'), button(x(256), '3')] }],
    ['buttons between lines', { message: 'Which?', header: x(60), footer: x(60), buttons: [button('1')] }],
    ['buttons below a picture', { message: 'Which?', media: { type: 'image', id: '17' }, buttons: [button('1')] }],
    ['ten rows in all', listOf({ title: x(24), rows: rows(4) }, { title: 'B', rows: rows(6, 4) })],
    ['one section without a title', listOf({ rows: [row(x(200), { title: x(24), description: x(72) })] })],
    ['a list under 4,096', { ...listOf({ rows: rows(1) }), message: x(4_096) }],
    ['a link', { message: 'Here', cta_url: { display_text: x(20), url: link } }],
    ['a request for the location', { message: 'Where?', location_request: true }],
    ['a reaction', { reaction: { message_id: 'wamid.A', emoji: '👩‍🔧' } }],
    ['a flag', { reaction: { message_id: 'wamid.A', emoji: '🇩🇪' } }],
    ['the end of a reaction', { reaction: { message_id: 'wamid.A', emoji: '' } }],
    ['a template', { template }],
    [
      'a template with its variables',
      { template: { ...template, variables: { 'body.1': 'Ann', 'button.0.1': '4711' } } },
    ],
    ['a template below a picture', { template, media: { type: 'image', link } }],
    ['a template below a place', { template, location }],
    [
      'a title with a lone star and names with underscores',
      { message: '?', buttons: [button('1', '2 * 3'), button('2', 'a_b_c')] },
    ],
  ])('takes %s', (_, body) => {
    expect(faultsOf(body)).toEqual([]);
  });

  it.each<[object, ...string[]]>([
    [{}, 'message should not be empty'],
    [{ message: '   ' }, 'message should not be blank'],
    [{ message: 7 }, 'message must be a string'],
    [{ message: x(4_097) }, 'message must be shorter than or equal to 4096 characters'],
    [{ message: '😀'.repeat(2_049) }, 'message must be shorter than or equal to 4096 characters'],
    [{ message: 'a\0b' }, 'message must be text without U+0000 and without half characters'],
    [{ message: 'a\ud83d' }, 'message must be text without U+0000 and without half characters'],
    [{ message: 'x', messageId: x(256) }, 'messageId must be shorter than or equal to 255 characters'],
    [{ media: { type: 'image' } }, 'media.id is missing: a file needs an id or a link'],
    [{ media: { type: 'image', id: '../me' } }, 'media.id must be the id of an uploaded file, or digits'],
    [{ media: { type: 'image', id: '1', link } }, 'media.id cannot stand beside a link: a file needs one of the two'],
    [{ media: { type: 'image', link: 'file:///etc/passwd' } }, 'media.link must be an https:// address'],
    [{ media: { type: 'image', link: 'http://cdn.example/a' } }, 'media.link must be an https:// address'],
    [{ media: { type: 'image', link: 'https://user:word@cdn.example/a' } }, 'media.link must be an https:// address'],
    [
      { media: { type: 'image', link, caption: x(1_025) } },
      'media.caption must be shorter than or equal to 1024 characters',
    ],
    [{ media: { type: 'image', link }, message: x(1_025) }, 'message must be shorter than or equal to 1024 characters'],
    [
      { media: { type: 'image', link, caption: 'one' }, message: 'two' },
      'message and media.caption cannot both be given',
    ],
    [
      { media: { type: 'audio', link }, message: 'x' },
      'message cannot stand beside media of type audio: send the words alone',
    ],
    [
      { media: { type: 'sticker', link, caption: 'x' } },
      'media.caption cannot stand beside sticker: it carries no words',
    ],
    [{ media: { type: 'image', link, filename: 'a.png' } }, 'media.filename is for documents alone'],
    [{ media: { type: 'image', link, size: 1 } }, 'property media.size should not exist'],
    [{ media: [{ type: 'image', link }] }, 'media must be an object'],
    [
      { location: { latitude: 90.1, longitude: 181 } },
      'location.latitude must not be greater than 90',
      'location.longitude must not be greater than 180',
    ],
    [{ location: { ...location, name: 'a\nb' } }, 'location.name must stand on one line'],
    [{ location, message: 'x' }, 'message cannot stand beside location: send the words alone'],
    [{ contacts: [] }, 'contacts must contain at least 1 elements'],
    [{ contacts: contacts(258) }, 'contacts must contain no more than 257 elements'],
    [{ contacts: [{ name: '' }] }, 'contacts.0.name should not be empty'],
    [
      { contacts: [{ name: 'Ann', phones: [{ phone: '1', wa_id: '+1' }] }] },
      'contacts.0.phones.0.wa_id must be 5 to 20 digits',
    ],
    [{ buttons: [button('1')] }, 'message should not be empty'],
    [{ message: x(1_025), buttons: [button('1')] }, 'message must be shorter than or equal to 1024 characters'],
    [
      { message: '?', buttons: [1, 2, 3, 4].map((id) => button(String(id))) },
      'buttons must contain no more than 3 elements',
    ],
    [{ message: '?', buttons: [button('1', x(21))] }, 'buttons.0.title must be shorter than or equal to 20 characters'],
    [{ message: '?', buttons: [button(x(257), 'a')] }, 'buttons.0.id must be shorter than or equal to 256 characters'],
    [{ message: '?', buttons: [button('1', 'a'), button('1', 'b')] }, 'buttons must have distinct ids'],
    [{ message: '?', buttons: [button('1', 'a'), button('2', 'a')] }, 'buttons must have distinct titles'],
    [{ message: '?', buttons: [button('1', 'two\nlines')] }, 'buttons.0.title must stand on one line'],
    [
      { message: '?', buttons: [button('1', '*bold*')] },
      'buttons.0.title must be plain: formatting such as *bold* is not shown there',
    ],
    [{ message: '?', header: x(61), buttons: [button('1')] }, 'header must be shorter than or equal to 60 characters'],
    [{ message: '?', footer: x(61), buttons: [button('1')] }, 'footer must be shorter than or equal to 60 characters'],
    [{ message: '?', header: 'x' }, 'header is for buttons, list and cta_url alone'],
    [
      { message: '?', header: 'x', media: { type: 'image', link }, buttons: [button('1')] },
      'header cannot stand beside media, which is the header then',
    ],
    [
      { message: '?', media: { type: 'audio', link }, buttons: [button('1')] },
      'media of type audio cannot be a header',
    ],
    [
      { message: '?', media: { type: 'image', link, caption: 'x' }, buttons: [button('1')] },
      'media has a caption, which a header cannot have',
    ],
    [
      listOf({ rows: rows(11) }),
      'list.sections must hold at most 10 rows in all',
      'list.sections.0.rows must contain no more than 10 elements',
    ],
    [
      listOf({ title: 'A', rows: rows(6) }, { title: 'B', rows: rows(6, 6) }),
      'list.sections must hold at most 10 rows in all',
    ],
    [
      listOf({ title: 'A', rows: rows(1) }, { rows: rows(1, 1) }),
      'list.sections must each have a title where there are several',
    ],
    [listOf({ rows: [row(1), row(1)] }), 'list.sections must have rows with distinct ids'],
    [
      listOf(...Array.from({ length: 11 }, (_, at) => ({ title: 'A', rows: rows(1, at) }))),
      'list.sections must contain no more than 10 elements',
      'list.sections must hold at most 10 rows in all',
    ],
    [listOf({ title: x(25), rows: rows(1) }), 'list.sections.0.title must be shorter than or equal to 24 characters'],
    [
      listOf({ rows: [row(1, { title: x(25) })] }),
      'list.sections.0.rows.0.title must be shorter than or equal to 24 characters',
    ],
    [
      listOf({ rows: [row(1, { description: x(73) })] }),
      'list.sections.0.rows.0.description must be shorter than or equal to 72 characters',
    ],
    [
      listOf({ rows: [row(x(201), { title: 'a' })] }),
      'list.sections.0.rows.0.id must be shorter than or equal to 200 characters',
    ],
    [
      { message: '?', list: { button: x(21), sections: [{ rows: rows(1) }] } },
      'list.button must be shorter than or equal to 20 characters',
    ],
    [
      { message: '?', media: { type: 'image', link }, list: { button: 'x', sections: [{ rows: rows(1) }] } },
      'media cannot stand beside list: a message is of one kind',
      'list cannot stand beside media: a message is of one kind',
    ],
    [
      { message: '?', cta_url: { display_text: x(21), url: 'ftp://x' } },
      'cta_url.display_text must be shorter than or equal to 20 characters',
      'cta_url.url must be an https:// address',
    ],
    [{ message: '?', location_request: 'yes' }, 'location_request must be true'],
    [{ message: x(1_025), location_request: true }, 'message must be shorter than or equal to 1024 characters'],
    [
      { reaction: { message_id: 'wamid.A', emoji: 'ok' } },
      'reaction.emoji must be one emoji, or empty to take the reaction back',
    ],
    [
      { reaction: { message_id: 'wamid.A', emoji: '👍👍' } },
      'reaction.emoji must be one emoji, or empty to take the reaction back',
    ],
    [
      { reaction: { message_id: 'wamid.A', emoji: '👍' }, messageId: 'wamid.B' },
      'messageId cannot stand beside reaction, which names its message itself',
    ],
    [{ reaction: { emoji: '👍' } }, 'reaction.message_id should not be empty'],
    [
      { template: { name: 'Order', language: 'english' } },
      'template.name must be lower-case letters, digits and underscores',
      'template.language must be a code such as en or en_US',
    ],
    [
      { template: { ...template, variables: { who: 'Ann', 'body.1': 'a\nb' } } },
      'template.variables are wrong: who must be called header.…, body.… or button.<place>.…; body.1 must stand on one line',
    ],
    [{ template, message: 'x' }, 'message cannot stand beside template: send the words alone'],
    [
      { location, contacts: contacts(1) },
      'location cannot stand beside contacts: a message is of one kind',
      'contacts cannot stand beside location: a message is of one kind',
    ],
    [
      { message: x(4_097), messageId: 5, header: 'x' },
      'message must be shorter than or equal to 4096 characters',
      'messageId must be a string',
      'header is for buttons, list and cta_url alone',
    ],
  ])('says every field that is wrong in %j', (body, ...faults) => {
    expect(faultsOf(body).toSorted()).toEqual(faults.toSorted());
  });

  it('takes no longer over a list without end (P11)', () => {
    const faults = faultsOf({ contacts: Array.from({ length: 100_000 }, () => ({})) });
    expect(faults).toContain('contacts must contain no more than 257 elements');
    expect(faults.length).toBeLessThan(300);
  });
});
