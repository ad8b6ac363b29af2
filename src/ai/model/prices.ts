import type { TokenCount } from '../../infra/clients/gemini/gemini-chat.js';
import { type Price, PRICES } from './price-table.js';

/** What tokens cost, by the price table and by what the settings say instead. */
export class Prices {
  private readonly prices: Readonly<Record<string, Price>>;
  private readonly dearest: Price;

  /** @param own `model=input/output/cached` in US dollars for a million tokens; the settings have checked the form. */
  constructor(own: readonly string[]) {
    this.prices = { ...PRICES, ...Object.fromEntries(own.map(readPrice)) };
    const all = Object.values(this.prices);
    const highest = (kind: keyof Price): number => Math.max(...all.map((price) => price[kind]));
    this.dearest = { input: highest('input'), output: highest('output'), cached: highest('cached') };
  }

  knows(model: string): boolean {
    return Object.hasOwn(this.prices, model);
  }

  /** In millionths of a dollar, rounded up. A model without a price counts as the dearest one. */
  costOf(model: string, { input, cached, output, thought }: TokenCount): number {
    const price = this.knows(model) ? (this.prices[model] as Price) : this.dearest;
    const cost = (input - cached) * price.input + cached * price.cached + (output + thought) * price.output;
    return Math.ceil(Number(cost.toFixed(6)));
  }
}

const readPrice = (text: string): [model: string, price: Price] => {
  const [model = '', figures = ''] = text.split('=');
  const [input = 0, output = 0, cached = input] = figures.split('/').map(Number);
  return [model, { input, output, cached }];
};
