import { Counter, Gauge, Registry } from 'prom-client';
import { PREFIX } from '../../infra/metrics/process-metrics.js';
import type { Figures, SendingFigures, Standing, TurnSums } from '../../infra/statistics.js';
import type { SystemFigures } from '../system-figures.js';

type Labels = Record<string, string>;
/** Values by their labels; a lone number has none. */
type Values = number | [Labels, number][];

const OUTCOMES = ['answered', 'silent', 'handed_over', 'superseded', 'cancelled', 'failed'] as const;
const TOKENS = ['input', 'cached', 'output', 'thought'] as const;
const SENDING = ['running', 'paused', 'backing_off'] as const;

/** What is true of all processes together, as Prometheus reads it; what nobody could tell is left out, and `up` says so. */
export function systemMetrics({ figures, sending, standing, queues, oldestWakeUpS }: SystemFigures): Promise<string> {
  const page = new Page();
  page.gauge('up', 'Whether it answered when these figures were read.', [
    [{ part: 'database' }, Number(figures !== null)],
    [{ part: 'queue' }, Number(queues !== null)],
  ]);
  if (standing !== null) tellStanding(page, standing);
  if (oldestWakeUpS !== null)
    page.gauge('oldest_wake_up_seconds', 'How long the job that was due first waits for a worker.', oldestWakeUpS);
  if (queues !== null) page.gauge('jobs', 'Jobs by queue and state.', jobsIn(queues));
  if (sending !== null) tellSending(page, sending);
  if (figures !== null) tellFigures(page, figures);
  return page.text();
}

function tellStanding(page: Page, { oldestUnansweredS, modelAwaySince, waitingForModel }: Standing): void {
  page.gauge('oldest_unanswered_seconds', 'How long the oldest burst waits for its answer.', oldestUnansweredS);
  page.gauge(
    'model_away',
    'Whether the model is not asked because it failed too often.',
    Number(modelAwaySince !== null),
  );
  page.gauge('model_waiting', 'Bursts that wait for the model.', waitingForModel);
}

function tellSending(page: Page, { state, waiting }: SendingFigures): void {
  const states = SENDING.map((one): [Labels, number] => [{ state: one }, Number(one === state)]);
  page.gauge('sending', 'Whether messages go out: 1 for the state it is in.', states);
  page.gauge('messages_queued', 'Messages that wait to go out.', waiting);
}

function tellFigures(page: Page, { activeBuffers, conversations, media, sentTwiceLately, turns }: Figures): void {
  page.gauge('bursts_waiting', 'Bursts that wait for the answer of the assistant.', activeBuffers);
  const owners = Object.entries(conversations).map(([owner, count]): [Labels, number] => [{ owner }, count]);
  page.gauge('conversations', 'Conversations that are not with the assistant, by who has them.', owners);
  page.gauge('media_waiting', 'Files that have not come.', media.waiting);
  page.gauge('media_failed_24h', 'Files given up in the last 24 hours.', media.failedLately);
  page.gauge('sent_twice_24h', 'Messages that customers got twice in the last 24 hours.', sentTwiceLately);
  tellTurns(page, turns.thisMonth);
}

/** Sums of the month: to Prometheus a counter that begins anew. */
function tellTurns(page: Page, sums: TurnSums): void {
  const outcomes = OUTCOMES.map((outcome): [Labels, number] => [{ outcome }, sums[outcome]]);
  page.counter('turns_total', 'Turns of this month, by outcome.', outcomes);
  const tokens = TOKENS.map((kind): [Labels, number] => [{ kind }, sums[`${kind}_tokens`]]);
  page.counter('tokens_total', 'Tokens of this month; cached ones are part of the input.', tokens);
  page.counter('cost_usd_total', 'What the model cost this month.', sums.cost_micro_usd / 1_000_000);
  page.counter('model_calls_total', 'Requests to the model this month.', sums.model_calls);
  page.counter('tool_calls_total', 'Tools called this month.', sums.tool_calls);
  page.counter('turn_seconds_total', 'Time that turns took this month.', sums.turn_ms / 1_000);
  page.counter('model_seconds_total', 'Time that turns waited for the model this month.', sums.model_ms / 1_000);
}

const jobsIn = (queues: NonNullable<SystemFigures['queues']>): [Labels, number][] =>
  Object.entries(queues).flatMap(([queue, counts]) =>
    Object.entries(counts).map(([state, count]): [Labels, number] => [{ queue, state }, count]),
  );

/** One answer; what is not told in it is not there. */
class Page {
  private readonly registry = new Registry();

  gauge(name: string, help: string, values: Values): void {
    const gauge = new Gauge(this.optionsFor(name, help, values));
    for (const [labels, value] of listOf(values)) gauge.set(labels, value);
  }

  counter(name: string, help: string, values: Values): void {
    const counter = new Counter(this.optionsFor(name, help, values));
    for (const [labels, value] of listOf(values)) counter.inc(labels, value);
  }

  text(): Promise<string> {
    return this.registry.metrics();
  }

  private optionsFor(name: string, help: string, values: Values) {
    const labelNames = Object.keys(listOf(values)[0]?.[0] ?? {});
    return { name: PREFIX + name, help, labelNames, registers: [this.registry] };
  }
}

const listOf = (values: Values): [Labels, number][] => (typeof values === 'number' ? [[{}, values]] : values);
