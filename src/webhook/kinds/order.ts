import type { OrderItem } from '../../conversation/message-content.js';
import { listOf, shapeOf } from '../shape.js';
import type { Content } from './content.js';
import { numberOf, present, textOf } from './fields.js';

const ITEM_LIMIT = 100;

/** A basket sent from the catalogue; prices and quantities come as numbers or as strings. */
export function readOrder(payload: unknown): Content | undefined {
  const order = shapeOf(payload);
  const items = listOf(order?.product_items);
  if (order === undefined || items === undefined) return undefined;
  const leftOut = items.length - ITEM_LIMIT;
  const details = present({
    catalog_id: textOf(order.catalog_id),
    product_items: items.slice(0, ITEM_LIMIT).map(itemOf),
    left_out: leftOut > 0 ? leftOut : undefined,
  });
  return { kind: 'order', words: order.text, details: { order: details } };
}

const itemOf = (value: unknown): OrderItem => {
  const item = shapeOf(value);
  return present({
    product_retailer_id: textOf(item?.product_retailer_id),
    quantity: numberOf(item?.quantity),
    item_price: numberOf(item?.item_price),
    currency: textOf(item?.currency),
  });
};
