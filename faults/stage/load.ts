import { setTimeout as pause } from 'node:timers/promises';

/** Something that goes on beside the faults until it is stopped. */
export interface Load {
  /** Lets everybody finish what they are at; the first failure of any of them is thrown here. */
  stop(): Promise<void>;
}

/** So many actors do the same over and over, each with a pause after each time. */
export function keepBusy(actors: number, pauseMs: () => number, act: (actor: number) => Promise<unknown>): Load {
  const state = { going: true };
  const actor = async (at: number): Promise<void> => {
    while (state.going) {
      await act(at);
      await pause(pauseMs());
    }
  };
  const all = Promise.allSettled(Array.from({ length: actors }, (_, at) => actor(at)));
  return {
    stop: async () => {
      state.going = false;
      for (const one of await all) if (one.status === 'rejected') throw one.reason;
    },
  };
}
