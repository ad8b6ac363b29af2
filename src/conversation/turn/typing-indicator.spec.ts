import { Logger } from '@nestjs/common';
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import type { WhatsAppClient } from '../../infra/clients/whatsapp/whatsapp.client.js';
import type { Sending } from '../sending/sending.service.js';
import { TypingIndicator } from './typing-indicator.js';

/** Requests that were begun, each with the signal that may end it. */
let begun: { id: string; signal: AbortSignal }[];
let answer: () => Promise<void>;
let isHeld: boolean;

const indicator = (): TypingIndicator => {
  const showTyping = (id: string, signal: AbortSignal): Promise<void> => {
    begun.push({ id, signal });
    return answer();
  };
  const sending = { isHeld: () => Promise.resolve(isHeld) } as Sending;
  return new TypingIndicator({ showTyping } as unknown as WhatsAppClient, sending);
};

describe('TypingIndicator', () => {
  beforeEach(() => {
    vi.useFakeTimers();
    begun = [];
    isHeld = false;
    answer = () => Promise.resolve();
  });
  afterEach(() => {
    vi.useRealTimers();
    vi.restoreAllMocks();
  });

  it('asks at once, and again before the platform stops showing it', async () => {
    const end = indicator().show('wamid.1');
    await vi.advanceTimersByTimeAsync(0);
    expect(begun.map(({ id }) => id)).toEqual(['wamid.1']);
    await vi.advanceTimersByTimeAsync(19_999);
    expect(begun).toHaveLength(1);
    await vi.advanceTimersByTimeAsync(1);
    expect(begun).toHaveLength(2);
    await vi.advanceTimersByTimeAsync(20_000);
    expect(begun).toHaveLength(3);
    end();
    await vi.advanceTimersByTimeAsync(60_000);
    expect(begun).toHaveLength(3);
  });

  it('gives up what is on its way when the turn ends', async () => {
    answer = () => new Promise(() => undefined);
    const end = indicator().show('wamid.1');
    await vi.advanceTimersByTimeAsync(0);
    expect(begun[0]?.signal.aborted).toBe(false);
    end();
    expect(begun[0]?.signal.aborted).toBe(true);
  });

  it('tells failures to nobody but whoever debugs', async () => {
    const debug = vi.spyOn(Logger.prototype, 'debug').mockReturnValue();
    answer = () => Promise.reject(new Error('WhatsApp answered 500'));
    const end = indicator().show('wamid.1');
    await vi.advanceTimersByTimeAsync(20_000);
    expect(begun).toHaveLength(2);
    expect(debug.mock.calls).toEqual([
      ['Typing could not be shown: WhatsApp answered 500'],
      ['Typing could not be shown: WhatsApp answered 500'],
    ]);
    end();
  });

  it('asks for nothing while sending is held', async () => {
    isHeld = true;
    const end = indicator().show('wamid.1');
    await vi.advanceTimersByTimeAsync(20_000);
    expect(begun).toEqual([]);
    isHeld = false;
    await vi.advanceTimersByTimeAsync(20_000);
    expect(begun).toHaveLength(1);
    end();
  });

  it('asks for nothing where there is no message to mark', () => {
    indicator().show(null)();
    expect(begun).toEqual([]);
  });
});
