import { sum } from '../../lab/figures.js';
import { NUMBER } from '../../lab/number.js';
import { newMessageId } from '../../sim/ids.js';
import { unixSeconds } from '../../sim/records.js';
import { until } from '../../sim/until.js';
import { languageOf } from '../../src/infra/language/language.js';
import type { Scenario } from '../scenario/scenario.js';
import { missesOf, type Observed } from '../scenario/verdict.js';
import type { Stage } from './stage.js';

/** What came of one scenario. */
export interface Played {
  name: string;
  /** What became of each turn, in order. */
  outcomes: string[];
  /** What was not as expected; empty where it passed. */
  misses: string[];
  tokens: number;
  usd: number;
  /** Of all turns, from the claim of the burst to its end. */
  ms: number;
}

const TURN_LIMIT_MS = 120_000;
/** Between two messages of the past. */
const STEP_S = 60;

/** Plays a scenario with a customer of its own. A turn that does not end is a miss, and the last one. */
export async function play({ name, history, turns }: Scenario, phone: string, stage: Stage): Promise<Played> {
  if (history.length > 0) await tellHistory(phone, history, stage);
  const outcomes: string[] = [];
  const misses: string[] = [];
  for (const [at, turn] of turns.entries()) {
    const place = turns.length > 1 ? `turn ${at + 1}: ` : '';
    const last = await lastSeq(phone, stage);
    const seen = (await write(phone, turn.customer, stage)) ? await observe(phone, last, stage) : null;
    outcomes.push(seen === null ? 'no end' : wordsFor(seen));
    if (seen === null) misses.push(`${place}it did not end within ${TURN_LIMIT_MS / 1_000} s`);
    if (seen === null) break;
    misses.push(...missesOf(turn.expect, seen).map((miss) => place + miss));
  }
  return { name, outcomes, misses, ...(await usageOf(phone, stage)) };
}

const wordsFor = ({ outcome, reason }: Observed): string => (reason === null ? outcome : `${outcome}: ${reason}`);

/** The past, as the platform tells it of a number that was used in the phone app before. */
async function tellHistory(phone: string, history: Scenario['history'], stage: Stage): Promise<void> {
  const now = Number(unixSeconds());
  const messages = history.map((said, at) => ({
    id: newMessageId(),
    from: 'customer' in said ? phone : NUMBER.displayPhoneNumber,
    timestamp: String(now - (history.length - at) * STEP_S),
    type: 'text',
    text: { body: 'customer' in said ? said.customer : said.business },
    history_context: { status: 'READ' },
  }));
  stage.simulator.sendPlatformEvent('history', { customer: phone, more: { threads: [{ id: phone, messages }] } });
  const isTold = async (): Promise<boolean> => (await stage.rows(ALL, [phone])).length === history.length;
  if (!(await until(isTold, TURN_LIMIT_MS))) throw new Error('The history was not taken in');
}

const OF_PHONE = 'conversation_id = (select id from conversation where phone = $1)';
const ALL = `select 1 from message where ${OF_PHONE}`;
const OPEN = `
  select 1 from conversation c where phone = $1 and (
    owner = 'ai' and burst_started_at is not null
    or exists (select 1 from turn t where t.conversation_id = c.id and t.state = 'running')
    or exists (select 1 from message m where m.conversation_id = c.id and m.status in ('queued', 'sending')))`;

/** @returns whether it was dealt with in time */
async function write(phone: string, texts: readonly string[], stage: Stage): Promise<boolean> {
  const ids = texts.map((text) => stage.simulator.writeAsCustomer(phone, { text }).id);
  const isStored = async (): Promise<boolean> =>
    (await stage.rows('select 1 from message where external_id = any($1)', [ids])).length === ids.length;
  const isOver = async (): Promise<boolean> => (await isStored()) && (await stage.rows(OPEN, [phone])).length === 0;
  return until(isOver, TURN_LIMIT_MS);
}

async function lastSeq(phone: string, stage: Stage): Promise<string> {
  const [row] = await stage.rows<{ seq: string | null }>(`select max(seq) as seq from message where ${OF_PHONE}`, [
    phone,
  ]);
  return row?.seq ?? '-1000000';
}

interface Sent {
  text: string | null;
  choices: unknown;
  sources: { document: string; cited: boolean }[] | null;
}

/** What was said and done since message `last`. */
async function observe(phone: string, last: string, stage: Stage): Promise<Observed> {
  const sent = await stage.rows<Sent>(
    `select message_text as text, extra_metadata -> 'content' as choices, extra_metadata -> 'sources' as sources
       from message where ${OF_PHONE} and direction = 'outbound' and seq > $2 order by seq`,
    [phone, last],
  );
  const [conversation] = await stage.rows<{ owner: string; reason: string | null }>(
    `select owner, handoff ->> 'reason' as reason from conversation where phone = $1`,
    [phone],
  );
  const tools = await stage.rows<{ name: string; args: Record<string, unknown> }>(
    `select tool as name, arguments as args from tool_call
      where ${OF_PHONE} and created_at >= (select max(started_at) from turn where ${OF_PHONE}) order by seq`,
    [phone],
  );
  const isHandedOver = conversation?.owner === 'waiting';
  const answer = sent
    .map(({ text, choices }) => `${text ?? ''}${choices === null ? '' : JSON.stringify(choices)}`)
    .join('\n');
  const cited = sent.flatMap(({ sources }) => (sources ?? []).filter((source) => source.cited));
  return {
    outcome: isHandedOver ? 'handed_over' : sent.length > 0 ? 'answered' : 'silent',
    reason: isHandedOver ? (conversation.reason ?? null) : null,
    answer,
    language: await languageOf(answer),
    sources: cited.map(({ document }) => document),
    tools,
  };
}

async function usageOf(phone: string, stage: Stage): Promise<Pick<Played, 'tokens' | 'usd' | 'ms'>> {
  const turns = await stage.rows<{ tokens: number; usd: number; ms: number }>(
    `select coalesce(input_tokens, 0) + coalesce(output_tokens, 0) + coalesce(thought_tokens, 0) as tokens,
            (coalesce(cost_micro_usd, 0) / 1e6)::float8 as usd,
            (extract(epoch from ended_at - started_at) * 1000)::float8 as ms
       from turn where ${OF_PHONE}`,
    [phone],
  );
  return {
    tokens: sum(turns.map((turn) => turn.tokens)),
    usd: sum(turns.map((turn) => turn.usd)),
    ms: Math.round(sum(turns.map((turn) => turn.ms))),
  };
}
