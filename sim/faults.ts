import type { Fault, FaultOf } from './fault-kinds.js';

export interface ArmedFault {
  id: number;
  fault: Fault;
  fired: number;
  remaining: number;
}

/** What a fault may be matched on. */
interface Traits {
  phone?: string | null;
  text: string | null;
  /** Of a medium. */
  id?: string | null;
  on?: string;
}

const bare = (customer: string): string => customer.replace(/^\+/, '');

function matches(fault: Fault, traits: Traits): boolean {
  if ('on' in fault && fault.on !== traits.on) return false;
  const wanted: { phone?: string | undefined; text?: string | undefined; id?: string | undefined } = fault.match ?? {};
  if (wanted.id !== undefined && wanted.id !== traits.id) return false;
  if (wanted.phone !== undefined && bare(wanted.phone) !== bare(traits.phone ?? '')) return false;
  return wanted.text === undefined || (traits.text ?? '').includes(wanted.text);
}

/** Most faults kept at a time, used up ones included. */
const MOST_FAULTS = 10_000;

/** Misbehaviour that was asked for: each fault fires `times` times, the one armed first goes first. */
export class Faults {
  #armed: ArmedFault[] = [];
  #ready: ArmedFault[] = [];
  #lastId = 0;
  /** How often each kind fired since the last reset, as `face/kind`. */
  fired: Record<string, number> = {};

  /** @throws RangeError when 10,000 faults are kept already. */
  arm(fault: Fault): ArmedFault {
    if (this.#armed.length >= MOST_FAULTS) throw new RangeError(`${MOST_FAULTS} faults are kept already; disarm some`);
    const armed = { id: ++this.#lastId, fault, fired: 0, remaining: fault.times };
    this.#armed.push(armed);
    this.#ready.push(armed);
    return armed;
  }

  list(): ArmedFault[] {
    return this.#armed;
  }

  /** Forgets all faults; the counts stay. */
  disarm(): void {
    this.#armed = [];
    this.#ready = [];
  }

  reset(): void {
    this.disarm();
    this.fired = {};
  }

  /** Uses up one firing of the first fault that fits. */
  take<F extends Fault['face']>(face: F, traits: Traits): FaultOf<F> | undefined {
    const isOfFace = (fault: Fault): fault is FaultOf<F> => fault.face === face;
    for (const armed of this.#ready) {
      if (!isOfFace(armed.fault) || !matches(armed.fault, traits)) continue;
      this.#fire(armed);
      return armed.fault;
    }
    return undefined;
  }

  #fire(armed: ArmedFault): void {
    armed.fired += 1;
    armed.remaining -= 1;
    if (armed.remaining === 0) this.#ready = this.#ready.filter((other) => other !== armed);
    const key = `${armed.fault.face}/${armed.fault.kind}`;
    this.fired[key] = (this.fired[key] ?? 0) + 1;
  }
}
