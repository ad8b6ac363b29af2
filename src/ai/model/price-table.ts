/** US dollars for a million tokens. */
export interface Price {
  input: number;
  /** Thoughts are billed as output. */
  output: number;
  /** Input that the provider had cached. */
  cached: number;
}

/**
 * Source: Google's page of prices for the Gemini API, paid tier, text, prompts to 200,000 tokens, read in October 2026.
 * Discounts that end are left out: a limit that counts too much is kept.
 */
export const PRICES: Readonly<Record<string, Price>> = {
  'gemini-3.8-flash': { input: 1.5, output: 7.5, cached: 0.15 },
  'gemini-3.7-flash': { input: 1.5, output: 7.5, cached: 0.15 },
  'gemini-3.6-flash': { input: 1.5, output: 7.5, cached: 0.15 },
  'gemini-3.5-flash': { input: 1.5, output: 9, cached: 0.15 },
  'gemini-3.5-flash-lite': { input: 0.3, output: 2.5, cached: 0.03 },
  'gemini-3.1-pro-preview': { input: 2, output: 12, cached: 0.2 },
  'gemini-3.1-flash-lite': { input: 0.25, output: 1.5, cached: 0.025 },
  'gemini-3-flash-preview': { input: 0.5, output: 3, cached: 0.05 },
  'gemini-2.5-pro': { input: 1.25, output: 10, cached: 0.125 },
  'gemini-2.5-flash': { input: 0.3, output: 2.5, cached: 0.03 },
  'gemini-2.5-flash-lite': { input: 0.1, output: 0.4, cached: 0.01 },
};
