import { newMessageId } from '../../ids.js';
import { readInput } from '../../input-error.js';
import type { Parts } from '../../parts.js';
import { isObject, now, unixSeconds, type JsonObject } from '../../records.js';
import { messageBody, type InboundMessage } from '../webhook-bodies.js';
import { customerMessageSchema, type CustomerInput, type CustomerMessage } from './customer-message.js';
import type { Draft } from './draft.js';
import { draftOf } from './kinds.js';
import { groupOf, namesHeard, surroundingsOf } from './surroundings.js';

/** What a medium has when nothing is said of its size. */
const USUAL_SIZE = 2_048;
/** Types after which the window stays as it was: nobody wrote. */
const NOT_WRITTEN = new Set(['system']);

/**
 * A customer (phone or user id) writes; the webhook goes out at once.
 * @throws InputError that names every wrong field
 */
export function writeAsCustomer(parts: Parts, address: string, message: CustomerMessage): { id: string } {
  const { number, threads, sender, window } = parts;
  const input = readInput(customerMessageSchema, { ...message, address });
  const customer = threads.customerOf(input.address);
  const inbound = inboundOf(parts, customer, input);
  const { id, type, payload, timestamp } = inbound;
  const { text = null } = input;
  const group = groupOf(input);
  const sentAt = Number(timestamp) * 1_000;
  const shown = { id, type, text, payload: type === 'text' ? null : payload, label: null };
  threads.add(group ?? customer, {
    ...shown,
    ...(Number.isFinite(sentAt) && { sentAt: Math.min(sentAt, now()) }),
    direction: 'inbound',
    status: 'delivered',
  });
  if (!NOT_WRITTEN.has(type)) window.heard(namesHeard(customer, input, group), timestamp);
  sender.send({ kind: 'message', messageId: id, customer }, text, messageBody(number, inbound));
  return { id };
}

/** The message as the webhook tells it. */
function inboundOf(parts: Parts, customer: string, input: CustomerInput): InboundMessage {
  const {
    id = newMessageId(),
    name = null,
    timestamp = unixSeconds(),
    username,
    userId,
    parentUserId,
    phoneAs,
  } = input;
  const draft =
    input.payload === undefined ? drafted(parts, customer, input) : { type: input.type, payload: input.payload };
  const surroundings = surroundingsOf(input, parts.number);
  return {
    id,
    customer,
    name,
    username,
    timestamp: String(timestamp),
    type: draft.type,
    payload: isObject(draft.payload) ? { ...draft.payload, ...input.with } : draft.payload,
    identity: {
      ...(userId !== undefined && { userId }),
      ...(parentUserId !== undefined && { parentUserId }),
      ...(phoneAs !== undefined && { phoneAs }),
    },
    more: { ...draft.more, ...surroundings, ...input.more },
  };
}

function drafted(parts: Parts, customer: string, input: CustomerInput): Draft {
  const last = (direction: string): string =>
    parts.threads.of(customer).findLast((message) => message.direction === direction)?.id ?? 'wamid.unknown';
  const target = { ours: input.target ?? last('outbound'), theirs: input.target ?? last('inbound') };
  const medium = (usual: string): JsonObject => attach(parts, usual, input);
  return draftOf(input.type, { text: input.text, target, customer, medium });
}

/** Keeps what the customer attached, and returns how a webhook names it: the digest in base64. */
function attach({ media, settings }: Parts, usual: string, { media: attachment }: CustomerInput): JsonObject {
  const { mimeType = usual, base64, size = USUAL_SIZE, url = true } = attachment ?? {};
  const content = base64 === undefined ? { size } : { bytes: Buffer.from(base64, 'base64') };
  const { id, sha256 } = media.put({ mimeType, origin: 'inbound', ...content });
  const named = { id, mime_type: mimeType, sha256: sha256.toString('base64') };
  return url ? { ...named, url: media.linkTo(id, settings.mediaUrlValidMs) } : named;
}
