import { describe, expect, it } from 'vitest';
import type { Shape } from './shape.js';
import { sha256 } from './storable.js';
import { translateStatus } from './translate-status.js';

const now = new Date('2026-11-22T12:00:00Z');
const sent: Shape = { id: 'wamid.OUT', status: 'sent', timestamp: '1750263773', recipient_id: '16505551234' };
const read = (more: Shape) => translateStatus({ ...sent, ...more }, now);

describe('a status', () => {
  it('becomes a report with our label; the rest is kept as it came', () => {
    const pricing = { billable: true, pricing_model: 'PMP', category: 'service' };
    expect(read({ biz_opaque_callback_data: '0192f-label', pricing, recipient_user_id: 'US.1' })).toEqual({
      externalId: 'wamid.OUT',
      status: 'sent',
      participant: '',
      reportedAt: new Date(1_750_263_773_000),
      label: '0192f-label',
      error: null,
      metadata: { recipient_id: '16505551234', recipient_user_id: 'US.1', pricing },
    });
  });

  it.each(['sent', 'delivered', 'read', 'played', 'failed', 'teleported'])('knows the word %s', (status) => {
    expect(read({ status })).toMatchObject({ status });
    expect(read({ status: status.toUpperCase() })).toMatchObject({ status });
  });

  it('keeps the errors of a failed send', () => {
    const errors = [{ code: 131_047, title: 'Re-engagement message', error_data: { details: 'more than 24 hours' } }];
    expect(read({ status: 'failed', errors })).toMatchObject({ status: 'failed', error: errors });
  });

  it('names the participant of a group, by user id where there is one', () => {
    const group = { recipient_type: 'group', recipient_id: 'Y2', recipient_participant_id: '4915' };
    expect(read(group)).toMatchObject({ participant: '4915' });
    expect(read({ ...group, recipient_participant_user_id: 'DE.1' })).toMatchObject({ participant: 'DE.1' });
  });

  it('hashes an id that is too long and keeps it in full', () => {
    const id = 'w'.repeat(300);
    expect(read({ id })).toMatchObject({ externalId: `sha256:${sha256(id)}`, metadata: { fullId: id } });
  });

  it('takes a missing time for now and an odd label for none', () => {
    expect(read({ timestamp: undefined, biz_opaque_callback_data: 7 })).toMatchObject({ reportedAt: now, label: null });
  });

  it('keeps a __proto__ member as plain data', () => {
    const report = translateStatus(JSON.parse('{"id":"a","status":"sent","__proto__":{"externalId":"b"}}'), now);
    expect(report).toMatchObject({ externalId: 'a' });
    expect(JSON.stringify(report)).toContain('"__proto__":{"externalId":"b"}');
  });

  it.each<[string, Shape]>([
    ['status without id', { id: undefined }],
    ['status without id', { id: ['wamid'] }],
    ['status without a word', { status: undefined }],
    ['status without a word', { status: 4 }],
    ['call status', { id: 'wacid.1', type: 'call', status: 'RINGING' }],
  ])('that cannot be one says why: %s', (reason, more) => {
    expect(read(more)).toBe(reason);
  });
});
