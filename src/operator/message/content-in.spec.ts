import 'reflect-metadata';
import { plainToInstance } from 'class-transformer';
import { describe, expect, it } from 'vitest';
import { contentIn } from './content-in.js';
import { OperatorMessageDto } from './operator-message.dto.js';

const location = { latitude: 52.5, longitude: 13.4 };
const buttons = [{ id: '1', title: 'One' }];
const link = 'https://cdn.example/a';
const row = { id: 's', title: 'Small' };

describe('contentIn', () => {
  it.each([
    [
      { message: 'Hello', media: null, messageId: null },
      { type: 'text', text: 'Hello' },
    ],
    [
      { message: 'Look', media: { type: 'image', id: '17' } },
      { type: 'image', id: '17', caption: 'Look' },
    ],
    [
      { message: null, media: { type: 'image', id: '17', caption: '' } },
      { type: 'image', id: '17' },
    ],
    [{ location: { ...location, name: null } }, { type: 'location', ...location }],
    [{ contacts: [{ name: 'Ann', phones: null }] }, { type: 'contacts', contacts: [{ name: 'Ann' }] }],
    [
      { message: 'Which?', footer: 'Shop', media: { type: 'image', id: '17' }, buttons },
      { type: 'buttons', text: 'Which?', footer: 'Shop', header: { type: 'image', id: '17' }, buttons },
    ],
    [
      {
        message: 'Which?',
        list: { button: 'Show', sections: [{ title: null, rows: [{ ...row, description: null }] }] },
      },
      { type: 'list', text: 'Which?', button: 'Show', sections: [{ rows: [row] }] },
    ],
    [
      { message: 'Here', cta_url: { display_text: 'Track', url: link } },
      { type: 'cta_url', text: 'Here', display_text: 'Track', url: link },
    ],
    [
      { message: 'Where?', location_request: true },
      { type: 'location_request', text: 'Where?' },
    ],
    [{ reaction: { message_id: 'wamid.A', emoji: '' } }, { type: 'reaction', message_id: 'wamid.A', emoji: '' }],
  ])('reads %j', (body, content) => {
    expect(contentIn(plainToInstance(OperatorMessageDto, { phone: '15550100123', ...body }))).toEqual(content);
  });
});
