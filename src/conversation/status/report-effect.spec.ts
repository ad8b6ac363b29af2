import { describe, expect, it } from 'vitest';
import { effectOf } from './report-effect.js';
import type { Report, ReportedMessage } from './status.repository.js';

const message = (change: Partial<ReportedMessage> = {}): ReportedMessage => ({
  id: 'ours',
  conversationId: 'conversation',
  senderType: 'ai',
  status: 'sent',
  externalId: 'wamid.1',
  formerIds: [],
  error: null,
  attempts: 1,
  isWanted: true,
  dueInMs: null,
  ...change,
});
const report = (status: string, code?: number, externalId = 'wamid.1'): Report => ({
  eventId: 1,
  externalId,
  status,
  participant: '',
  error: code === undefined ? null : [{ code, title: 'Something' }],
  messageId: 'ours',
});

describe('A report', () => {
  it('moves its message up the ladder and names it', () => {
    const effect = effectOf(report('delivered'), message({ status: 'unconfirmed', externalId: null }));
    expect(effect).toMatchObject({ kind: 'moved', message: { status: 'delivered', externalId: 'wamid.1' } });
    expect(effectOf(report('sent'), message({ status: 'read' }))).toMatchObject({ message: { status: 'read' } });
  });

  it('under a second id says that the customer got one message twice', () => {
    expect(effectOf(report('sent', undefined, 'wamid.2'), message())).toEqual({ kind: 'sent-twice' });
  });

  it('that a message arrived takes off the reason why it did not', () => {
    const failed = message({ status: 'failed', error: [{ code: 131_026 }] });
    expect(effectOf(report('delivered'), failed)).toMatchObject({ message: { status: 'delivered', error: null } });
    expect(effectOf(report('sent'), failed)).toMatchObject({
      message: { status: 'failed', error: [{ code: 131_026 }] },
    });
    const doubt = message({ status: 'unconfirmed', externalId: null, error: { code: null, message: 'no answer' } });
    expect(effectOf(report('sent'), doubt)).toMatchObject({ message: { status: 'sent', error: null } });
    expect(effectOf(report('warmed_up'), doubt)).toMatchObject({
      message: { status: 'unconfirmed', error: doubt.error },
    });
  });

  it.each([
    ['sent', 'sent'],
    ['delivered', 'sent'],
    ['read', 'sent'],
    ['played', 'sent'],
  ])('of one member of a group, %s, says that it was %s', (status, shown) => {
    const doubt = message({ status: 'unconfirmed', externalId: null });
    const one = { ...report(status), participant: 'US.7' };
    expect(effectOf(one, doubt)).toMatchObject({ message: { status: shown } });
    expect(effectOf(one, message({ status: 'delivered' }))).toMatchObject({ message: { status: 'delivered' } });
  });

  it.each(['failed', 'warmed_up'])('of one member of a group, %s, says nothing', (status) => {
    expect(effectOf({ ...report(status, 131_026), participant: 'US.7' }, message())).toEqual({ kind: 'none' });
  });

  it('that a try arrived which was said to have failed spares the next, or tells of two', () => {
    const again = { externalId: null, formerIds: ['wamid.1'], error: { code: 130_429, message: 'x' } };
    expect(effectOf(report('delivered'), message({ ...again, status: 'queued', dueInMs: null }))).toMatchObject({
      kind: 'moved',
      message: { status: 'delivered', externalId: 'wamid.1', formerIds: [], error: null, dueInMs: null },
    });
    for (const status of ['sending', 'sent', 'delivered'] as const)
      expect(effectOf(report('read'), message({ ...again, status }))).toEqual({ kind: 'sent-twice' });
  });

  it('of a try that was followed by another counts for nothing where it did not arrive', () => {
    for (const status of ['sent', 'failed'])
      expect(effectOf(report(status, 130_429), message({ externalId: null, formerIds: ['wamid.1'] }))).toEqual({
        kind: 'none',
      });
  });
});

describe('A report of a failure', () => {
  it.each([130_429, 131_056, 131_016, 190, 368])('with code %i sends the message again', (code) => {
    expect(effectOf(report('failed', code), message({ attempts: 2 }))).toMatchObject({
      kind: 'sent-again',
      message: {
        status: 'queued',
        externalId: null,
        formerIds: ['wamid.1'],
        error: { code, message: 'Something' },
        dueInMs: expect.toSatisfy((ms: number) => ms >= 4_000 && ms <= 5_000),
      },
    });
  });

  it.each([131_026, 131_047, 131_050, 131_000, 999_999, undefined])('with code %s is the end of it', (code) => {
    const error = report('failed', code).error;
    expect(effectOf(report('failed', code), message())).toMatchObject({
      kind: 'failed',
      message: { status: 'failed', externalId: 'wamid.1', error },
    });
  });

  it.each([
    ['it was tried six times', { attempts: 6 }],
    ['it was sent by another app', { attempts: 0 }],
    ['somebody else speaks now', { isWanted: false }],
  ])('is the end of it when %s', (_, change) => {
    expect(effectOf(report('failed', 130_429), message(change))).toMatchObject({ kind: 'failed' });
  });

  it('that overtook the answer waits for it before the message is sent again', () => {
    const sending = message({ status: 'sending', externalId: null });
    expect(effectOf(report('failed', 130_429), sending)).toEqual({ kind: 'too-early' });
    expect(effectOf(report('failed', 131_026), sending)).toMatchObject({ kind: 'failed' });
  });

  it('of what was delivered changes nothing', () => {
    expect(effectOf(report('failed', 130_429), message({ status: 'delivered' }))).toMatchObject({
      kind: 'moved',
      message: { status: 'delivered' },
    });
  });
});
