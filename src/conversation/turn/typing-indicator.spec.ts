import { Logger } from '@nestjs/common';
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import type { WhatsAppClient } from '../../infra/clients/whatsapp/whatsapp.client.js';
import { TypingIndicator } from './typing-indicator.js';

/** Requests that were begun, each with the signal that may end it. */
let begun: { id: string; signal: AbortSignal }[];
let answer: () => Promise<void>;

const indicator = (): TypingIndicator => {
  const showTyping = (id: string, signal: AbortSignal): Promise<void> => {
    begun.push({ id, signal });
    return answer();
  };
  return new TypingIndicator({ showTyping } as unknown as WhatsAppClient);
};

describe('TypingIndicator', () => {
  beforeEach(() => {
    vi.useFakeTimers();
    begun = [];
    answer = () => Promise.resolve();
  });
  afterEach(() => {
    vi.useRealTimers();
    vi.restoreAllMocks();
  });

  it('asks at once, and again before the platform stops showing it', () => {
    const end = indicator().show('wamid.1');
    expect(begun.map(({ id }) => id)).toEqual(['wamid.1']);
    vi.advanceTimersByTime(19_999);
    expect(begun).toHaveLength(1);
    vi.advanceTimersByTime(1);
    expect(begun).toHaveLength(2);
    vi.advanceTimersByTime(20_000);
    expect(begun).toHaveLength(3);
    end();
    vi.advanceTimersByTime(60_000);
    expect(begun).toHaveLength(3);
  });

  it('gives up what is on its way when the turn ends', () => {
    answer = () => new Promise(() => undefined);
    const end = indicator().show('wamid.1');
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

  it('asks for nothing where there is no message to mark', () => {
    indicator().show(null)();
    expect(begun).toEqual([]);
  });
});
