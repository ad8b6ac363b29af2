import { describe, expect, it } from 'vitest';
import type { OutgoingContent } from '../outgoing-content.js';
import { messageBody } from './message-body.js';

const ENVELOPE = {
  messaging_product: 'whatsapp',
  recipient_type: 'individual',
  to: '+15550100123',
  biz_opaque_callback_data: 'label',
};
/** As it goes over the wire: what is undefined is not there. */
const wire = (content: OutgoingContent, replyTo: string | null = null): unknown =>
  JSON.parse(JSON.stringify(messageBody({ recipient: { phone: '15550100123' }, content, replyTo, label: 'label' })));

const link = 'https://cdn.example/a';
const BODIES: [OutgoingContent, object][] = [
  [
    { type: 'text', text: 'Hello' },
    { type: 'text', text: { body: 'Hello', preview_url: false } },
  ],
  [
    { type: 'image', id: '17', caption: 'A dress' },
    { type: 'image', image: { id: '17', caption: 'A dress' } },
  ],
  [
    { type: 'video', link },
    { type: 'video', video: { link } },
  ],
  [
    { type: 'audio', id: '17' },
    { type: 'audio', audio: { id: '17' } },
  ],
  [
    { type: 'document', link, filename: 'bill.pdf' },
    { type: 'document', document: { link, filename: 'bill.pdf' } },
  ],
  [
    { type: 'sticker', id: '17' },
    { type: 'sticker', sticker: { id: '17' } },
  ],
  [
    { type: 'location', latitude: 52.5, longitude: 13.4, name: 'Shop' },
    { type: 'location', location: { latitude: 52.5, longitude: 13.4, name: 'Shop' } },
  ],
  [
    {
      type: 'contacts',
      contacts: [{ name: 'Ann', phones: [{ phone: '+1 555', type: 'WORK' }], emails: ['a@b.example'] }],
    },
    {
      type: 'contacts',
      contacts: [
        {
          name: { formatted_name: 'Ann', first_name: 'Ann' },
          phones: [{ phone: '+1 555', type: 'WORK' }],
          emails: [{ email: 'a@b.example' }],
        },
      ],
    },
  ],
  [
    { type: 'contacts', contacts: [{ name: 'Ben', organization: 'Shop' }] },
    { type: 'contacts', contacts: [{ name: { formatted_name: 'Ben', first_name: 'Ben' }, org: { company: 'Shop' } }] },
  ],
  [
    { type: 'reaction', message_id: 'wamid.A', emoji: '👍' },
    { type: 'reaction', reaction: { message_id: 'wamid.A', emoji: '👍' } },
  ],
  [
    { type: 'buttons', text: 'When?', footer: 'Shop', buttons: [{ id: 'am', title: 'Morning' }] },
    {
      type: 'interactive',
      interactive: {
        type: 'button',
        body: { text: 'When?' },
        footer: { text: 'Shop' },
        action: { buttons: [{ type: 'reply', reply: { id: 'am', title: 'Morning' } }] },
      },
    },
  ],
  [
    {
      type: 'list',
      text: 'Which?',
      header: 'Sizes',
      button: 'Show',
      sections: [{ rows: [{ id: 's', title: 'Small' }] }],
    },
    {
      type: 'interactive',
      interactive: {
        type: 'list',
        header: { type: 'text', text: 'Sizes' },
        body: { text: 'Which?' },
        action: { button: 'Show', sections: [{ rows: [{ id: 's', title: 'Small' }] }] },
      },
    },
  ],
  [
    { type: 'cta_url', text: 'On its way', header: { type: 'image', id: '17' }, display_text: 'Track', url: link },
    {
      type: 'interactive',
      interactive: {
        type: 'cta_url',
        header: { type: 'image', image: { id: '17' } },
        body: { text: 'On its way' },
        action: { name: 'cta_url', parameters: { display_text: 'Track', url: link } },
      },
    },
  ],
  [
    { type: 'location_request', text: 'Where are you?' },
    {
      type: 'interactive',
      interactive: {
        type: 'location_request_message',
        body: { text: 'Where are you?' },
        action: { name: 'send_location' },
      },
    },
  ],
  [
    { type: 'template', text: null, name: 'hello_world', language: 'en_US' },
    { type: 'template', template: { name: 'hello_world', language: { code: 'en_US' } } },
  ],
  [
    {
      type: 'template',
      text: 'Hello Ann',
      name: 'order_update',
      language: 'en',
      header: { type: 'document', link, filename: 'bill.pdf' },
      body: [{ text: 'Ann' }, { text: '4711' }],
      buttons: [
        { index: 0, kind: 'url', text: '4711' },
        { index: 1, kind: 'copy_code', text: 'SAVE10' },
      ],
    },
    {
      type: 'template',
      template: {
        name: 'order_update',
        language: { code: 'en' },
        components: [
          { type: 'header', parameters: [{ type: 'document', document: { link, filename: 'bill.pdf' } }] },
          {
            type: 'body',
            parameters: [
              { type: 'text', text: 'Ann' },
              { type: 'text', text: '4711' },
            ],
          },
          { type: 'button', sub_type: 'url', index: '0', parameters: [{ type: 'text', text: '4711' }] },
          {
            type: 'button',
            sub_type: 'copy_code',
            index: '1',
            parameters: [{ type: 'coupon_code', coupon_code: 'SAVE10' }],
          },
        ],
      },
    },
  ],
  [
    {
      type: 'template',
      text: null,
      name: 'reminder',
      language: 'en',
      header: [{ name: 'day', text: 'Monday' }],
    },
    {
      type: 'template',
      template: {
        name: 'reminder',
        language: { code: 'en' },
        components: [{ type: 'header', parameters: [{ type: 'text', parameter_name: 'day', text: 'Monday' }] }],
      },
    },
  ],
  [
    {
      type: 'template',
      text: null,
      name: 'x',
      language: 'en',
      header: { type: 'location', latitude: 1, longitude: 2 },
    },
    {
      type: 'template',
      template: {
        name: 'x',
        language: { code: 'en' },
        components: [{ type: 'header', parameters: [{ type: 'location', location: { latitude: 1, longitude: 2 } }] }],
      },
    },
  ],
];

describe('messageBody', () => {
  it.each(BODIES)('puts %j into the form of the platform', (content, body) => {
    expect(wire(content)).toEqual({ ...ENVELOPE, ...body });
  });

  it('quotes', () => {
    expect(wire({ type: 'text', text: 'This' }, 'wamid.Q')).toMatchObject({ context: { message_id: 'wamid.Q' } });
  });

  it('addresses a customer without a known phone by user id, which must never stand in `to`', () => {
    const recipient = { userId: 'US.13491208655302741918' };
    const body = messageBody({ recipient, content: { type: 'text', text: 'Hi' }, replyTo: null, label: 'label' });
    expect(body).toMatchObject({ recipient: 'US.13491208655302741918' });
    expect(body).not.toHaveProperty('to');
  });

  it('sends nothing of a file but what the platform knows', () => {
    const stored = { type: 'image', id: '17', sha256: 'abc' } as const;
    expect(wire(stored)).toEqual({ ...ENVELOPE, type: 'image', image: { id: '17' } });
  });
});
