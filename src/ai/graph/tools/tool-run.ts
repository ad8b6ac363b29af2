import { type BaseMessage, ToolMessage } from '@langchain/core/messages';
import type { ToolCall } from '@langchain/core/messages/tool';
import { type PersonRequest, type ProposedCall, requestBecause } from '../../assistant.js';
import { callWords, unknownEffect } from '../../unknown-effect.js';
import type { BusinessTools } from '../../business-tools/business-tools.js';
import type { ToolDeclaration } from '../../business-tools/declaration.js';
import type { Knowledge } from '../../knowledge/knowledge.js';
import type { Passage } from '../../knowledge/passage.repository.js';
import { showPassages, showResult } from '../passages.js';
import type { Run } from '../run.js';
import type { ThreadUpdate, ThreadValues } from '../state.js';
import { lookUpKnowledge, questionFrom } from './look-up-knowledge.js';
import { offerChoices } from './offer-choices.js';
import { factIn, rememberFact } from './remember-fact.js';

/** The calls of one message of the model, one after the other. */
export class ToolRun {
  private readonly results: BaseMessage[] = [];
  private readonly lookedUp: Passage[];
  private readonly facts: string[];

  constructor(
    private readonly state: ThreadValues,
    private readonly run: Run,
    private readonly parts: { knowledge: Knowledge; tools: BusinessTools },
    private readonly signal: AbortSignal | undefined,
  ) {
    this.lookedUp = [...state.lookedUp];
    this.facts = [...state.facts];
  }

  /** @returns what the model is told, or the request for a person who has to approve, or to find out what came of it. */
  async all(calls: readonly ToolCall[]): Promise<ThreadUpdate> {
    for (const call of calls) {
      const tool = this.state.businessTools.find(({ name }) => name === call.name);
      const request = tool === undefined ? await this.callOwn(call) : await this.callBusiness(tool, call);
      if (request !== null) return { facts: this.facts, outcome: { kind: 'person', request } };
    }
    return { exchange: [...this.state.exchange, ...this.results], lookedUp: this.lookedUp, facts: this.facts };
  }

  private async callBusiness(tool: ToolDeclaration, call: ToolCall): Promise<PersonRequest | null> {
    const calling = this.parts.tools.call(tool, call.args, this.run.toolCalls, this.signal);
    this.run.calls.push(calling);
    const result = await calling;
    if (result.state === 'proposed') return approvalOf(result.proposal);
    if (result.state === 'unknown') return unknownEffect(call.name, call.args, result.text);
    return this.tell(call, showResult(tool.name, result.text), result.state === 'done');
  }

  private async callOwn(call: ToolCall): Promise<null> {
    if (call.name === rememberFact.name) return this.remember(call);
    if (call.name !== lookUpKnowledge.name || !this.state.canLookUp)
      return this.tell(call, failureOf(call.name), false);
    const found = await this.parts.knowledge.find(questionFrom(call.args), '', this.signal);
    const shown = this.state.passages.length + this.lookedUp.length;
    this.lookedUp.push(...found);
    return this.tell(call, found.length === 0 ? 'Nothing was found.' : showPassages(found, shown + 1), true);
  }

  private remember(call: ToolCall): null {
    const fact = factIn(call.args);
    if (fact !== null) this.facts.push(fact);
    return this.tell(call, fact === null ? 'The call names no fact.' : 'Noted.', fact !== null);
  }

  private tell({ id, name }: ToolCall, content: string, isDone: boolean): null {
    const status = isDone ? 'success' : 'error';
    this.results.push(new ToolMessage({ tool_call_id: id ?? name, name, content, status }));
    return null;
  }
}

const failureOf = (name: string): string =>
  name === offerChoices.name ? 'The call has no text for the customer.' : `There is no tool named ${name}.`;

const approvalOf = (proposal: ProposedCall): PersonRequest => ({
  ...requestBecause('approval_needed', `The assistant asks to call ${callWords(proposal.tool, proposal.arguments)}.`),
  proposal,
});
