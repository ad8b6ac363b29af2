import { describe, expect, it } from 'vitest';
import type { HistoryEvent } from '../history/events.js';
import { check } from './check.js';
import type { Allowances, Run } from './run.js';
import { storedFigures } from './stored.js';
import { ANNE, arrived, asked, BERT, clean, inbound, row, takeover, told } from './story.fake.js';

const DAY_MS = 24 * 60 * 60 * 1_000;

type Story = ReturnType<typeof clean>;

/** What the checker says of the story after `change`. */
const seen = (change: (story: Story) => void, allow: Allowances = {}): string[] => {
  const story = clean();
  change(story);
  return check({ ...story, allow }).map((violation) => `${violation.check}: ${violation.what}`);
};

const without = (story: Story, event: HistoryEvent['event'], label: string): void => {
  story.history = story.history.filter((one) => !(one.event === event && 'label' in one && one.label === label));
};
const find = <T extends { id: string }>(rows: T[], id: string): T => rows.find((one) => one.id === id) as T;

describe('The checker', () => {
  it('has nothing to say about a clean story', () => {
    expect(seen(() => undefined)).toEqual([]);
  });

  it('counts what was attempted, acknowledged, stored and recovered', () => {
    const { history, dump } = clean();
    const run: Run = { history: history.filter((one) => one.event !== 'acknowledged'), dump, allow: {} };
    expect(storedFigures({ ...run, history })).toEqual({ attempted: 3, acknowledged: 3, stored: 3, recovered: 0 });
    expect(storedFigures(run)).toEqual({ attempted: 3, acknowledged: 0, stored: 3, recovered: 3 });
  });

  it('sees what was acknowledged and is lost, what is stored twice, and what nobody wrote', () => {
    expect(seen(({ dump }) => void dump.messages.splice(3, 1))).toEqual([
      'lost: m3 was acknowledged and is not stored',
    ]);
    expect(seen(({ dump }) => void dump.messages.push(inbound('m3', 'bert', 9, `k${BERT}#1 hi`)))).toEqual([
      'duplicated: m3 is stored 2 times',
    ]);
    expect(seen(({ dump }) => void dump.messages.push(inbound('m9', 'bert', 9, 'who?')))).toEqual([
      'unexpected: m9 is stored and was never delivered',
    ]);
  });

  it('sees that a repeat with other words changed what was stored', () => {
    expect(seen(({ dump }) => (find(dump.messages, 'row-m3').words = 'changed'))).toEqual([
      'unexpected: m3 is stored in other words than it came in first',
    ]);
  });

  it('sees a question that nobody answered, unless a person has it', () => {
    const unanswered = (story: Story): void => without(story, 'arrived', 'b1');
    expect(seen(unanswered)).toEqual([`unanswered: k${BERT}#1 was acknowledged, got no answer and is with nobody`]);
    const withPerson = (story: Story): void => {
      unanswered(story);
      find(story.dump.conversations, 'bert').owner = 'waiting';
    };
    expect(seen(withPerson)).toEqual([]);
  });

  it('sees two answers to one question', () => {
    const twice = ({ history, dump }: Story): void => {
      dump.messages.push(row('b2', 'bert', 7, {}));
      history.push(arrived(30, 'b2', BERT, `You wrote "k${BERT}#1 hi"`));
    };
    expect(seen(twice)).toEqual([`duplicated: k${BERT}#1 is answered by b1 and b2`]);
  });

  it('sees a message that went out twice, unless it is marked and that is allowed', () => {
    const twice = ({ history }: Story): void => void history.push(arrived(30, 'b1', BERT, `You wrote "k${BERT}#1 hi"`));
    const twin = ({ history }: Story): void => {
      const sent = history.find((one) => one.event === 'arrived' && one.label === 'b1');
      Object.assign(sent ?? {}, { accepted: 2 });
    };
    const marked = (story: Story): void => {
      twice(story);
      find(story.dump.messages, 'b1').mayBeTwice = true;
    };
    for (const change of [twice, twin]) expect(seen(change)).toEqual(['duplicated: b1 was sent 2 times']);
    expect(seen(twice, { resends: true })).toEqual(['duplicated: b1 was sent 2 times']);
    expect(seen(marked)).toEqual(['duplicated: b1 was sent 2 times']);
    expect(seen(marked, { resends: true })).toEqual([]);
  });

  it('does not count what the platform refused as sent', () => {
    expect(seen(({ history }) => void history.push(arrived(17.5, 'b1', BERT, `k${BERT}#1 hi`, 0)))).toEqual([]);
  });

  it('sees a message that nobody queued', () => {
    expect(seen(({ history }) => void history.push(arrived(30, 'x', BERT, 'hi')))).toEqual([
      'unexpected: a message labelled x went out that nobody queued',
    ]);
  });

  it('sees what is left half done', () => {
    const open = ({ dump }: Story): void => {
      find(dump.messages, 'b1').status = 'unconfirmed';
      Object.assign(find(dump.turns, 't3'), { state: 'running', endedAt: null });
    };
    expect(seen(open)).toEqual(['unsettled: b1 is still unconfirmed', 'unsettled: turn t3 is still running']);
    expect(seen(open, { unsettled: true })).toEqual([]);
  });

  it("lets a doubt about the assistant's message end where a person has the conversation and it may not be repeated, and nowhere else", () => {
    const inDoubt =
      (owner: string, epoch: number, sender: 'ai' | 'operator' = 'ai') =>
      ({ dump }: Story): void => {
        Object.assign(find(dump.messages, 'b1'), { status: 'unconfirmed', sender });
        Object.assign(find(dump.conversations, 'bert'), { owner, epoch });
      };
    const isOpen = ['unsettled: b1 is still unconfirmed'];
    expect(seen(inDoubt('human', 1))).toEqual([]);
    expect(seen(inDoubt('human', 0))).toEqual(isOpen);
    const sentTwice = (story: Story): void => void (find(story.dump.messages, 'b1').mayBeTwice = true);
    expect(seen((story) => (inDoubt('human', 0)(story), sentTwice(story)))).toEqual([]);
    expect(seen((story) => (inDoubt('ai', 0)(story), sentTwice(story)))).toEqual(isOpen);
    expect(seen(inDoubt('ai', 1))).toEqual(isOpen);
    expect(seen(inDoubt('human', 1, 'operator'))).toEqual(isOpen);
    expect(seen((story) => (inDoubt('human', 1)(story), (find(story.dump.messages, 'b1').status = 'queued')))).toEqual([
      'unsettled: b1 is still queued',
    ]);
  });

  it('sees answers that overtook each other', () => {
    const overtaken = ({ history }: Story): void => {
      for (const one of history) if (one.event === 'arrived' && one.label === 'a1') one.at = 20;
    };
    expect(seen(overtaken)).toEqual([
      `order: to ${ANNE}: message 2 after 5 in the database's count`,
      `order: to ${ANNE}: answered question 1 after 2`,
    ]);
  });

  it('lets an answer be overtaken of which nobody knew whether it had gone out', () => {
    const doubted = ({ history, dump }: Story): void => {
      for (const one of history) if (one.event === 'arrived' && one.label === 'a1') one.at = 20;
      dump.steps.push({ of: 'message', id: 'a1', from: 'unconfirmed', to: 'queued' });
    };
    expect(seen(doubted)).toEqual([]);
  });

  it('sees questions answered in the wrong order, unless the platform may have mixed them', () => {
    const mixed = ({ history }: Story): void => {
      for (const one of history) {
        if (one.event === 'arrived' && one.label === 'a1') one.words = `"k${ANNE}#2 and"`;
        if (one.event === 'arrived' && one.label === 'a2') one.words = `"k${ANNE}#1 hello"`;
      }
    };
    expect(seen(mixed)).toEqual([`order: to ${ANNE}: answered question 1 after 2`]);
    expect(seen(mixed, { anyOrder: true })).toEqual([]);
  });

  it('sees two turns, and two questions to the model, at a time', () => {
    expect(seen(({ dump }) => (find(dump.turns, 't1').endedAt = 15))).toEqual([
      'turns: turns t1 and t2 of conversation anne overlap',
    ]);
    const calls = ({ history }: Story): void => {
      for (const one of history) if (one.event === 'model-ended' && one.call === 1) one.at = 15;
    };
    expect(seen(calls)).toEqual([`turns: questions 1 and 2 to the model about ${ANNE} overlap`]);
    expect(seen(calls, { orphanedCalls: true })).toEqual([]);
    expect(seen(({ history }) => void history.push(asked(2, 9, `k${ANNE}#1 hello`, true), told(15, 9)))).toEqual([]);
  });

  it('sees the assistant speak after a takeover, unless its answer named the message or it was over', () => {
    const taken =
      (named: string[], ...more: HistoryEvent[]) =>
      ({ history }: Story): void =>
        void history.push(...takeover(7, 9, named), ...more);
    const handback: HistoryEvent = {
      at: 10,
      event: 'operator-began',
      call: 10,
      operator: 'eva',
      action: 'handback',
      customer: ANNE,
    };
    expect(seen(taken([]))).toEqual([`fence: the assistant's message a2 reached ${ANNE} after the takeover`]);
    expect(seen(taken(['a2']))).toEqual([]);
    expect(seen(taken([], handback))).toEqual([]);
  });

  it('sees that even a refused message of the assistant came after a takeover', () => {
    const refused = ({ history }: Story): void => {
      history.push(...takeover(19, 20), arrived(21, 'a2', ANNE, 'once more', 0));
    };
    expect(seen(refused)).toEqual([`fence: the assistant's message a2 reached ${ANNE} after the takeover`]);
  });

  it('lets an operator speak after a takeover', () => {
    const spoken = ({ history, dump }: Story): void => {
      dump.messages.push(row('o1', 'anne', 8, { sender: 'operator' }));
      history.push(...takeover(19, 20), arrived(21, 'o1', ANNE, 'I am Eva'));
    };
    expect(seen(spoken)).toEqual([]);
  });

  it('sees free text outside the window', () => {
    const late = ({ history, dump }: Story): void => {
      dump.messages.push(row('b2', 'bert', 8, {}));
      history.push(arrived(13 + DAY_MS, 'b2', BERT, 'are you still there?'));
    };
    expect(seen(late)).toEqual([`window: b2 went to ${BERT} outside the window`]);
  });

  it('sees a step that there is not', () => {
    const odd = ({ dump }: Story): void =>
      void dump.steps.push(
        { of: 'message', id: 'a1', from: 'delivered', to: 'sent' },
        { of: 'message', id: 'b1', from: 'read', to: 'queued' },
        { of: 'turn', id: 't1', from: 'answered', to: 'failed' },
      );
    expect(seen(odd)).toEqual([
      'steps: message a1 went from delivered to sent',
      'steps: message b1 went from read to queued',
      'steps: turn t1 went from answered to failed',
    ]);
  });

  it("sees one customer's words in another's message, row and prompt", () => {
    const leak = ({ history, dump }: Story): void => {
      find(dump.messages, 'b1').words = `k${ANNE}#1`;
      dump.messages.push(row('b2', 'bert', 8, {}));
      history.push(
        arrived(30, 'b2', BERT, `as k${ANNE}#7 said`),
        asked(40, 4, `k${ANNE}#1 and k${BERT}#1`),
        told(41, 4),
      );
    };
    expect(seen(leak)).toEqual([
      `canary: b2 told ${BERT} what another customer wrote`,
      "canary: message b1 stands in another customer's conversation",
      `canary: question 4 to the model mixes ${ANNE} and ${BERT}`,
    ]);
  });
});
