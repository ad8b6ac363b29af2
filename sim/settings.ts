import { z } from 'zod';

const milliseconds = z.number().min(0).max(600_000);
const delay = z.union([milliseconds, z.tuple([milliseconds, milliseconds])]);

/** A fixed number of milliseconds, or a range to draw from. */
export type Delay = z.output<typeof delay>;

export const settingsSchema = z.strictObject({
  /** Where webhooks go; null holds them back until it is set (tries are counted meanwhile). */
  webhookUrl: z.url({ protocol: /^http$/, error: 'must be an http:// address' }).nullable(),
  /** Statuses reported for each accepted message, in this order; empty for none. */
  statuses: z.array(z.enum(['sent', 'delivered', 'read', 'played', 'failed'])).max(20),
  /** Pause before each status, counted from the one before. */
  statusDelayMs: delay,
  modelLatencyMs: delay,
  /** A webhook without answer for so long has failed. */
  webhookTimeoutMs: z.number().min(1).max(60_000),
  /** Pause after the first failure; it doubles up to `webhookLongestPauseMs`. */
  webhookFirstPauseMs: milliseconds,
  webhookLongestPauseMs: milliseconds,
  /** Tries in all before a webhook is given up. */
  webhookTries: z.int().min(1).max(1_000),
  /** Webhooks in flight at a time. */
  webhookConcurrency: z.int().min(1).max(1_000),
});

export type Settings = z.output<typeof settingsSchema>;

/** The defaults retry a failed webhook for about two and a half minutes. */
export const defaultSettings = (webhookUrl: string | undefined): Settings => ({
  webhookUrl: webhookUrl ?? null,
  statuses: ['sent', 'delivered', 'read'],
  statusDelayMs: 20,
  modelLatencyMs: 50,
  webhookTimeoutMs: 5_000,
  webhookFirstPauseMs: 500,
  webhookLongestPauseMs: 10_000,
  webhookTries: 20,
  webhookConcurrency: 64,
});

export const draw = (wanted: Delay): number =>
  typeof wanted === 'number' ? wanted : wanted[0] + Math.random() * (wanted[1] - wanted[0]);
