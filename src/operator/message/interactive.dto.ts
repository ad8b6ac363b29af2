import { IsOptional } from 'class-validator';
import { Parts } from './parts.js';
import { type Fault, Rule } from './rule.js';
import { HttpsLink, Line, Title, Words } from './text-rules.js';

/* Source of all limits: Cloud API, interactive messages. */

export const MOST_BUTTONS = 3;
const MOST_SECTIONS = 10;
const MOST_ROWS = 10;

export class ButtonDto {
  @Words(256)
  id: string;

  @Title(20)
  title: string;
}

class RowDto {
  @Words(200)
  id: string;

  @Title(24)
  title: string;

  @IsOptional()
  @Line(72)
  description?: string;
}

class SectionDto {
  @IsOptional()
  @Title(24)
  title?: string;

  @Parts(() => RowDto, MOST_ROWS)
  rows: RowDto[];
}

export class ListDto {
  /** What the button says that opens the list. */
  @Title(20)
  button: string;

  @Rule('in all', faultOfSections)
  @Parts(() => SectionDto, MOST_SECTIONS)
  sections: SectionDto[];
}

export class CtaUrlDto {
  @Title(20)
  display_text: string;

  @HttpsLink()
  url: string;
}

/** Customers could not tell them apart, and neither could we. */
export function faultOfButtons(buttons: unknown): Fault {
  const all = membersOf(buttons);
  if (!areDistinct(all.map(({ id }) => id))) return 'must have distinct ids';
  return areDistinct(all.map(({ title }) => title)) ? null : 'must have distinct titles';
}

/** What must hold across the sections of a list. */
export function faultOfSections(sections: unknown): Fault {
  const all = membersOf(sections);
  const rows = all.flatMap((section) => membersOf(section['rows']));
  if (rows.length > MOST_ROWS) return `must hold at most ${MOST_ROWS} rows in all`;
  if (all.length > 1 && all.some(({ title }) => title == null)) return 'must each have a title where there are several';
  return areDistinct(rows.map(({ id }) => id)) ? null : 'must have rows with distinct ids';
}

/** The objects in a list that may be anything: each member is checked by itself. */
const membersOf = (list: unknown): Record<string, unknown>[] =>
  Array.isArray(list) ? list.filter((one) => typeof one === 'object' && one !== null) : [];

const areDistinct = (values: unknown[]): boolean => new Set(values).size === values.length;
