import type { JsonObject } from '../records.js';
import type { Question } from './request.js';

/** How customers name an order, and a day for it. */
const ORDER = /\b(?:order|bestellung|pedido|encomenda)\b\D{0,30}(\d{4,8})\b/i;
const DAY = /\b\d{4}-\d{2}-\d{2}\b/;

/** The call that a question about an order needs, where the request declares the example shop's tools; null else. */
export function callAboutOrder({ burst, tools, answeredTool }: Question): { name: string; args: JsonObject } | null {
  const text = burst.join('\n');
  const [order, date] = [ORDER.exec(text)?.[1], DAY.exec(text)?.[0]];
  if (answeredTool !== null || order === undefined) return null;
  const name = date === undefined ? 'order_status' : 'change_delivery';
  if (!tools.some((tool) => tool.name === name)) return null;
  return { name, args: date === undefined ? { order } : { order, date } };
}
