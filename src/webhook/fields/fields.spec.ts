import { describe, expect, it } from 'vitest';
import { translate } from '../translate.js';

const now = new Date('2026-11-22T12:00:00Z');
const BUSINESS = '15550100001';
const ADA = '16505551234';
const metadata = { display_phone_number: BUSINESS, phone_number_id: '1' };
const read = (field: string, value: object) =>
  translate({ entry: [{ changes: [{ field, value: { metadata, ...value } }] }] }, '1', now);
const text = (id: string, more: object = {}) => ({
  id,
  timestamp: '1795000000',
  type: 'text',
  text: { body: id },
  ...more,
});

describe('smb_message_echoes', () => {
  it('are what a person said on the phone', () => {
    const { echoes, messages } = read('smb_message_echoes', {
      message_echoes: [text('e1', { from: BUSINESS, to: ADA, to_user_id: 'US.1' })],
    });
    expect(messages).toEqual([]);
    expect(echoes).toMatchObject([
      { externalId: 'e1', speaker: 'phone app', text: 'e1', kind: 'text', customer: { waId: ADA, userId: 'US.1' } },
    ]);
  });

  it('keep aside what cannot be one, and harm no neighbour', () => {
    const odd = [null, 7, {}, { id: 'e', to: 'me' }, text('g', { to: ADA, group_id: 'g' })];
    const { echoes, events } = read('smb_message_echoes', { message_echoes: [...odd, text('e1', { to: `+${ADA}` })] });
    expect(echoes.map(({ externalId }) => externalId)).toEqual(['e1']);
    expect(events.map(({ note }) => note)).toEqual([
      'no object',
      'no object',
      'echo without id',
      'echo without addressee',
      'group message',
    ]);
  });

  it('of another number are none of ours', () => {
    const value = { metadata: { phone_number_id: '2' }, message_echoes: [text('e1', { to: ADA })] };
    expect(read('smb_message_echoes', value)).toMatchObject({ echoes: [], events: [{ note: 'another number' }] });
  });

  it('of an edit change nothing that is stored', () => {
    const edit = { original_message_id: 'm1', message: { type: 'text', text: { body: 'new' } } };
    const { echoes } = read('smb_message_echoes', { message_echoes: [{ id: 'e1', to: ADA, type: 'edit', edit }] });
    expect(echoes[0]?.metadata).not.toHaveProperty('applied');
  });
});

describe('standby', () => {
  it('is told, and not to be answered', () => {
    const standby = {
      contacts: [{ wa_id: ADA, profile: { name: 'Ada' } }],
      messages: [text('m1', { from: ADA })],
      message_echoes: [{ id: 'e1', timestamp: '1795000000', message: { to: ADA, type: 'text', text: { body: 'hi' } } }],
      statuses: [{ id: 'e1', status: 'read', timestamp: '1795000000' }],
    };
    expect(read('standby', { standby })).toMatchObject({
      messages: [{ externalId: 'm1', needsAnswer: false, isOverheard: true, customer: { name: 'Ada' } }],
      echoes: [{ externalId: 'e1', speaker: 'another agent', text: 'hi', customer: { waId: ADA } }],
      reports: [{ externalId: 'e1', status: 'read' }],
      events: [],
    });
  });
});

describe('messaging_handovers', () => {
  it('say whose thread went to another agent, and are kept', () => {
    const value = { sender: { phone_number: ADA, user_id: 'US.1' }, type: 'control_passed', timestamp: '1795000000' };
    expect(read('messaging_handovers', value)).toMatchObject({
      handovers: [{ customer: { waId: ADA, userId: 'US.1' }, at: new Date(1_795_000_000_000) }],
      events: [{ field: 'messaging_handovers', alert: null }],
    });
  });

  it('are found to be for another number by their recipient', () => {
    const value = { metadata: undefined, recipient: { phone_number_id: '2' }, sender: { phone_number: ADA } };
    expect(read('messaging_handovers', value).handovers).toEqual([]);
  });
});

describe('history', () => {
  it('tells who said what, and how far it got', () => {
    const messages = [
      text('h1', { from: ADA, history_context: { status: 'READ' } }),
      text('h2', { from: BUSINESS, to: ADA, history_context: { status: 'READ' } }),
      text('h3', { from: BUSINESS, history_context: { status: 'ERROR' } }),
      text('h4', { from: BUSINESS }),
    ];
    const { past } = read('history', { history: [{ metadata: { phase: 0 }, threads: [{ id: ADA, messages }] }] });
    expect(past.map(({ externalId, direction, status }) => [externalId, direction, status])).toEqual([
      ['h1', 'inbound', null],
      ['h2', 'outbound', 'read'],
      ['h3', 'outbound', 'failed'],
      ['h4', 'outbound', 'sent'],
    ]);
    expect(new Set(past.map(({ customer }) => customer.waId))).toEqual(new Set([ADA]));
  });

  it('that the business does not share is kept as it came', () => {
    const errors = [{ code: 2_593_109, title: 'History sync is turned off' }];
    expect(read('history', { history: [{ errors }] }).events).toMatchObject([{ payload: { errors } }]);
  });
});

describe('smb_app_state_sync', () => {
  it('tells what the business calls its customers', () => {
    const entry = (action: string, contact: object) => ({ type: 'contact', action, contact });
    const { contactNames } = read('smb_app_state_sync', {
      state_sync: [
        entry('add', { full_name: 'Ada Lovelace', first_name: 'Ada', phone_number: `+${ADA}` }),
        entry('add', { first_name: 'Bob', phone_number: '4915' }),
        entry('remove', { phone_number: '4916', full_name: 'Carl' }),
        entry('add', { phone_number: 'unknown', full_name: 'Dan' }),
      ],
    });
    expect(contactNames).toEqual([
      { phone: ADA, name: 'Ada Lovelace' },
      { phone: '4915', name: 'Bob' },
    ]);
  });
});

describe('calls', () => {
  const call = (id: string, direction: string) => ({
    id,
    from: ADA,
    event: 'connect',
    timestamp: '1795000000',
    direction,
  });

  it('of a customer stand in the transcript, ours do not', () => {
    const calls = [call('wacid.1', 'USER_INITIATED'), call('wacid.2', 'BUSINESS_INITIATED')];
    expect(read('calls', { calls })).toMatchObject({
      messages: [
        { externalId: 'wacid.1', kind: 'call', needsAnswer: false, opensWindow: true, customer: { waId: ADA } },
      ],
      events: [{ field: 'calls' }],
    });
  });
});

describe('what keeps messages from going out', () => {
  const alertFor = (field: string, value: object) => read(field, value).events[0]?.alert ?? null;

  it.each<[string, object, string]>([
    ['account_update', { event: 'DISABLED_UPDATE', ban_info: { waba_ban_state: 'DISABLE' } }, 'banned: DISABLE'],
    [
      'account_update',
      { event: 'ACCOUNT_RESTRICTION', restriction_info: [{ restriction_type: 'RESTRICTED_BIZ_INITIATED_MESSAGING' }] },
      'restricted: RESTRICTED_BIZ_INITIATED_MESSAGING',
    ],
    ['account_update', { event: 'ACCOUNT_RESTRICTION' }, 'no reason given'],
    ['account_update', { event: 'ACCOUNT_DELETED' }, 'ACCOUNT_DELETED'],
    ['account_alerts', { alert_type: 'OBA', alert_severity: 'CRITICAL' }, 'OBA, CRITICAL'],
    ['security', { event: 'PIN_CHANGED' }, 'PIN_CHANGED'],
    [
      'message_template_status_update',
      { event: 'PAUSED', message_template_name: 'order_update', reason: null },
      'order_update is PAUSED',
    ],
    ['phone_number_quality_update', { event: 'FLAGGED', current_limit: 'TIER_250' }, 'TIER_250'],
    ['phone_number_name_update', { decision: 'REJECTED' }, 'display name'],
    ['messages', { errors: [{ code: 131_031, title: 'Account locked' }] }, '131031: Account locked'],
  ])('is alerted: %s %j', (field, value, told) => {
    expect(alertFor(field, value)).toContain(told);
  });

  it.each<[string, object]>([
    ['account_update', { event: 'DISABLED_UPDATE', ban_info: { waba_ban_state: 'REINSTATE' } }],
    [
      'account_update',
      { event: 'ACCOUNT_RESTRICTION', restriction_info: [{ restriction_type: 'RESTRICTED_CALLING' }] },
    ],
    ['account_update', { event: 'PARTNER_ADDED' }],
    ['message_template_status_update', { event: 'APPROVED' }],
    ['phone_number_quality_update', { event: 'THROUGHPUT_UPGRADE' }],
    ['phone_number_name_update', { decision: 'APPROVED' }],
    ['flows', { event: 'ENDPOINT_AVAILABILITY' }],
    ['messages', { metadata: { phone_number_id: '2' }, errors: [{ code: 131_031 }] }],
  ])('other news are not: %s %j', (field, value) => {
    expect(alertFor(field, value)).toBeNull();
  });
});

describe('what stops every message', () => {
  const stops = (field: string, value: object) => read(field, value).events[0]?.stopsSending ?? false;
  const restricted = (type: string) => ({
    event: 'ACCOUNT_RESTRICTION',
    restriction_info: [{ restriction_type: type }],
  });

  it.each<[string, object]>([
    ['account_update', { event: 'DISABLED_UPDATE', ban_info: { waba_ban_state: 'DISABLE' } }],
    ['account_update', restricted('RESTRICTED_CUSTOMER_INITIATED_MESSAGING')],
    ['account_update', { event: 'ACCOUNT_DELETED' }],
    ['messages', { errors: [{ code: 131_031, title: 'Account locked' }] }],
  ])('does: %s %j', (field, value) => {
    expect(stops(field, value)).toBe(true);
  });

  it.each<[string, object]>([
    ['account_update', { event: 'DISABLED_UPDATE', ban_info: { waba_ban_state: 'SCHEDULE_FOR_DISABLE' } }],
    ['account_update', { event: 'DISABLED_UPDATE', ban_info: { waba_ban_state: 'REINSTATE' } }],
    ['account_update', restricted('RESTRICTED_BIZ_INITIATED_MESSAGING')],
    ['account_update', restricted('RESTRICTED_ADD_PHONE_NUMBER_ACTION')],
    ['account_update', { event: 'ACCOUNT_VIOLATION' }],
    ['account_alerts', { alert_type: 'OBA', alert_severity: 'CRITICAL' }],
    ['messages', { errors: [{ code: 130_429, title: 'Rate limit hit' }] }],
    ['messages', { metadata: { phone_number_id: '2' }, errors: [{ code: 131_031 }] }],
  ])('does not: %s %j', (field, value) => {
    expect(stops(field, value)).toBe(false);
  });
});

describe('user_preferences', () => {
  const preference = { wa_id: ADA, user_id: 'US.1', category: 'marketing_messages', timestamp: 1_795_000_000 };
  const preferencesIn = (...items: unknown[]) => read('user_preferences', { user_preferences: items }).preferences;

  it.each([
    ['stop', true],
    ['resume', false],
    ['SIGNUP', false],
  ])('say %s', (value, optedOut) => {
    expect(preferencesIn({ ...preference, value })).toMatchObject([
      { customer: { waId: ADA, userId: 'US.1' }, optedOut, at: new Date(1_795_000_000_000) },
    ]);
  });

  it('take the other name from the contact, and never the parent id', () => {
    const contacts = [{ wa_id: ADA, user_id: 'US.1', parent_user_id: 'US.ENT.1', profile: { name: 'Ada' } }];
    const item = { user_id: 'US.1', parent_user_id: 'US.ENT.1', value: 'stop' };
    const { preferences, events } = read('user_preferences', { contacts, user_preferences: [item] });
    expect(preferences[0]?.customer).toMatchObject({ waId: ADA, userId: 'US.1', parentUserId: null, name: 'Ada' });
    expect(events).toMatchObject([{ field: 'user_preferences', note: 'preferences', alert: null }]);
  });

  it('stop for whatever kind, and resume for this one alone', () => {
    const other = { ...preference, category: 'utility_messages' };
    expect(preferencesIn({ ...other, value: 'stop' })).toHaveLength(1);
    expect(preferencesIn({ ...other, value: 'resume' })).toEqual([]);
  });

  it('of nobody, or in words nobody knows, are only kept', () => {
    const odd = [null, 7, {}, { value: 'stop' }, { value: 'stop', parent_user_id: 'US.ENT.1' }, { ...preference }];
    expect(preferencesIn(...odd, { ...preference, value: 'maybe' }, { ...preference, value: ['stop'] })).toEqual([]);
  });
});
