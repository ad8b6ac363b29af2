import type { Source } from '../../ai/knowledge/find/citations.js';
import type { Choice, OutgoingContent } from '../../infra/clients/whatsapp/outgoing-content.js';
import { toWhatsAppText } from './formatting/to-whatsapp-text.js';
import { splitText, TEXT_LIMIT } from './split-text.js';

/** The assistant's words, in markdown, what the customer may choose, and what the words rest on. */
export interface Reply {
  text: string;
  choices?: readonly string[] | undefined;
  /** What the words rest on. */
  sources?: readonly Source[] | undefined;
}

/* Source of all limits: Cloud API, interactive messages; in UTF-16 units. */
const MOST_BUTTONS = 3;
const BUTTON_LIMIT = 20;
const BUTTONS_BODY_LIMIT = 1_024;
const MOST_ROWS = 10;
const ROW_LIMIT = 24;

/**
 * A reply as messages of WhatsApp: up to three short choices are buttons, up to ten a list, more or longer ones numbered
 * lines. Only text is ever cut into several messages.
 */
export function contentsOf({ text: markdown, choices = [] }: Reply): OutgoingContent[] {
  const text = toWhatsAppText(markdown);
  const titles = [...new Set(choices.map(plainTitle))].filter((title) => title !== '');
  const offer = text === '' || titles.length === 0 ? null : offerOf(text, titles);
  if (offer !== null) return [offer];
  const lines = titles.map((title, at) => `${at + 1}. ${title}`);
  const words = lines.length === 0 ? text : `${text}\n\n${lines.join('\n')}`.trim();
  return splitText(words).map((part) => ({ type: 'text', text: part }));
}

function offerOf(text: string, titles: string[]): OutgoingContent | null {
  const fits = (most: number, limit: number): boolean =>
    titles.length <= most && titles.every((title) => title.length <= limit);
  if (fits(MOST_BUTTONS, BUTTON_LIMIT) && text.length <= BUTTONS_BODY_LIMIT) {
    return { type: 'buttons', text, buttons: titles.map(choiceOf) };
  }
  if (!fits(MOST_ROWS, ROW_LIMIT) || text.length > TEXT_LIMIT) return null;
  // The label needs no language.
  return { type: 'list', text, button: `☰ 1–${titles.length}`, sections: [{ rows: titles.map(choiceOf) }] };
}

/** Ids are ours: what a model wrote must not come back as if we had said it. */
const choiceOf = (title: string, at: number): Choice => ({ id: `choice-${at + 1}`, title });

/** On one line, without a bullet and without formatting, which titles show as it is. */
const plainTitle = (choice: string): string =>
  toWhatsAppText(choice)
    .replaceAll(/\s+/g, ' ')
    .replace(/^[-*•] /, '')
    .replaceAll(/(?<!\w)([*_~`])(?=\S)(.*?)(?<=\S)\1(?!\w)/g, '$2')
    .trim();
