import type { WhatToSay } from '../conversation/operator-message/operator-message.service.js';
import { CallerError } from '../infra/errors.js';
import type { OperatorMessageDto } from './operator.dto.js';

/** Media that carry words. Source of kinds and limit: Cloud API, media messages. */
const CAPTIONED = new Set(['image', 'video', 'document']);
const CAPTION_LIMIT = 1_024;

/**
 * The words of an operator's message, which beside media are its caption.
 * @throws CallerError 400 where words would be lost on the way
 */
export function withCaption({ message, media }: OperatorMessageDto): Pick<WhatToSay, 'text' | 'media'> {
  if (media == null) return { text: message ?? null, media: null };
  const { caption, ...bare } = media;
  const text = message ?? (caption === '' ? undefined : caption);
  if (text === undefined) return { text: null, media: bare };
  checkFits(text, media.type);
  if (message != null && caption) throw new CallerError(400, ['message and media.caption cannot both be given']);
  return { text, media: { ...bare, caption: text } };
}

function checkFits(text: string, type: string): void {
  if (!CAPTIONED.has(type)) throw new CallerError(400, [`media of type ${type} carries no words; send them alone`]);
  if (text.length > CAPTION_LIMIT) {
    throw new CallerError(400, [`message must be shorter than or equal to ${CAPTION_LIMIT} characters beside media`]);
  }
}
