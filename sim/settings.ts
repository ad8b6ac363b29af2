import { z } from 'zod';

const milliseconds = z.number().min(0).max(600_000);
const delay = z.union([milliseconds, z.tuple([milliseconds, milliseconds])]);

/** A fixed number of milliseconds, or a range to draw from. */
export type Delay = z.output<typeof delay>;

/** The limits senders are held to; each can be switched off. */
const strictSchema = z.strictObject({
  /** Nothing but templates to a customer who was last heard of more than 24 hours ago (131047). */
  window: z.boolean(),
  /** Nor to one of whom the simulator never heard: who wrote through it, or through a hand-made webhook, is known. */
  windowForStrangers: z.boolean(),
  /** The platform mostly accepts such a message and reports `failed` later; sometimes it refuses at once. */
  windowRefusal: z.enum(['later', 'at-once']),
  /** 45 at once to one customer, paid back at one every 6 seconds (131056). */
  pair: z.boolean(),
  /** Messages a second of the number (130429); 0 for any number. */
  throughput: z.int().min(0).max(100_000),
  /** Media are sent by ids the platform knows (100). */
  mediaIds: z.boolean(),
});

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
  /** How long the address of a medium is good. */
  mediaUrlValidMs: milliseconds,
  strict: strictSchema,
});

export type Settings = z.output<typeof settingsSchema>;

/** Any of the settings, and any of the limits. */
export const settingsChangeSchema = settingsSchema.partial().extend({ strict: strictSchema.partial().optional() });
export type SettingsChange = z.input<typeof settingsChangeSchema>;

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
  mediaUrlValidMs: 300_000,
  strict: {
    window: true,
    windowForStrangers: false,
    windowRefusal: 'later',
    pair: true,
    throughput: 80,
    mediaIds: true,
  },
});

export const draw = (wanted: Delay): number =>
  typeof wanted === 'number' ? wanted : wanted[0] + Math.random() * (wanted[1] - wanted[0]);
