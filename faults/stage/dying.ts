import { setTimeout as pause } from 'node:timers/promises';
import type { FaultPoint } from '../../src/infra/faults/fault-plan.js';
import type { OwnProcess } from '../../lab/processes.js';
import { until } from '../../sim/until.js';
import type { Random } from './random.js';
import type { Scene } from './scene.js';

/** Where a process is to die: at a point, or whenever. */
export type Death = FaultPoint | 'random';

/** Each way to die about as often as the others, in an order that chance decides. */
export const deaths = (count: number, ways: readonly Death[], random: Random): Death[] =>
  random.shuffled(Array.from({ length: count }, (_, at) => ways[at % ways.length] as Death));

/** A process whose point is not reached by then dies at that moment. */
const PATIENCE_MS = 20_000;

export interface Dying {
  /** Starts the one that dies next. */
  start: (points: string[], insteadOf: OwnProcess | undefined) => Promise<OwnProcess>;
  /** A point is passed so often at most before it is deadly. */
  mostVisits: number;
}

/** One process at a time is about to die, as long as there are deaths left. */
export async function keepDying(
  scene: Scene,
  left: Death[],
  random: Random,
  how: Dying,
): Promise<OwnProcess | undefined> {
  let last: OwnProcess | undefined;
  for (let death = left.shift(); death !== undefined; death = left.shift()) {
    const points = death === 'random' ? [] : [`${death}=kill@${visitsOf(death, random, how)}`];
    last = await how.start(points, last);
    const dead = death === 'random' ? await pause(random.between(50, 1_500), false) : await diesInTime(last);
    if (dead) scene.forget(last);
    else await scene.kill(last, 'kill at random');
  }
  return last;
}

/** One process at a time sweeps, and not often: who gets to it is not to be spared. */
const visitsOf = (point: FaultPoint, random: Random, { mostVisits }: Dying): number =>
  point === 'mid-sweep' ? 1 : random.between(1, mostVisits);

const diesInTime = (victim: OwnProcess): Promise<boolean> =>
  victim.exit(PATIENCE_MS).then(
    () => true,
    () => false,
  );

/** Each way to die has to come at least half as often as planned: a point may be out of reach when its turn comes. */
export function demandDeaths(
  demand: (fault: string, asked: number, fired: number) => void,
  scene: Scene,
  planned: readonly Death[],
): void {
  for (const death of new Set(planned)) {
    const count = planned.filter((one) => one === death).length;
    demand(`kill at ${death}`, Math.ceil(count / 2), scene.recorder.fired(`kill at ${death}`));
  }
}

/** What chance decides, and the account of what was to happen and did. */
interface Fate {
  random: Random;
  size(short: number, long: number): number;
  demand(fault: string, asked: number, fired: number): void;
}

export interface Writing extends Pick<Dying, 'mostVisits'> {
  deaths: number;
  ways: readonly Death[];
  /** So many write when a worker starts. */
  newcomers: number;
  write: (phone: string) => Promise<void>;
}

/**
 * Two workers at a time are about to die, three in the long form, and newcomers write to each as soon as it starts; then
 * one starts that lives.
 * @returns who wrote.
 */
export async function writeToDying(fate: Fate, scene: Scene, writing: Writing): Promise<string[]> {
  const wrote: string[] = [];
  const start = async (points: string[]): Promise<OwnProcess> => {
    const worker = await scene.startWorker(...points);
    for (const phone of scene.customers.newcomers(writing.newcomers)) {
      wrote.push(phone);
      await writing.write(phone);
    }
    return worker;
  };
  const planned = deaths(writing.deaths, writing.ways, fate.random);
  const left = [...planned];
  const chains = Array.from({ length: fate.size(2, 3) }, () =>
    keepDying(scene, left, fate.random, { ...writing, start }),
  );
  await Promise.all(chains);
  demandDeaths((...fault) => fate.demand(...fault), scene, planned);
  await scene.startWorker();
  return wrote;
}

const REPORTED_WITHIN_MS = 20_000;

/** Waits until what did go out is reported, before anybody lets the minute of a doubt be over. */
export const allReported = (scene: Scene): Promise<boolean> =>
  until(async () => {
    const open = await scene.open();
    return !open.includes('webhook') && !open.includes('report');
  }, REPORTED_WITHIN_MS);
