import type { Settings } from '../../infra/config/settings.js';
import { FencedClient, type FencedRequest } from '../../infra/clients/fenced/fenced-client.js';
import type { Faults } from '../../infra/faults/faults.js';
import type { CallOutcome, ProposedCall, ToolCalls } from '../assistant.js';
import { type Arguments, checkArguments, keyOf } from './arguments.js';
import type { ToolDeclaration } from './declaration.js';
import { effectOf, failed, readingOf } from './outcome.js';
import { asksForCustomer, NotFillable, requestFor, valuesFor } from './request.js';
import { secretsIn } from './named-settings.js';

const NOT_VERIFIED =
  "Not called: the customer's number or identity changed, and a colleague has to make sure who writes. Ask for a person.";

/** What a call came to, or the call itself where a person has to approve it. */
export type CallResult = CallOutcome | { state: 'proposed'; proposal: ProposedCall };

/**
 * Calls the business's own tools. Whatever the model gives is checked against the declaration; who the customer is
 * and every secret is filled in here. What a call came to is written down, and an effect is written down before it
 * happens: after a crash in between nobody repeats it, and its outcome is unknown.
 */
export class BusinessTools {
  private readonly client: FencedClient;
  private readonly secrets: ReadonlyMap<string, string>;

  constructor(
    settings: Settings,
    private readonly faults: Faults,
  ) {
    this.client = new FencedClient(settings.TOOL_PRIVATE_HOSTS);
    this.secrets = secretsIn(settings);
  }

  /** @throws the signal's reason, or when the turn is no longer wanted; an effect that has begun is seen to its end. */
  async call(tool: ToolDeclaration, given: unknown, calls: ToolCalls, signal?: AbortSignal): Promise<CallResult> {
    const checked = checkArguments(tool, given);
    if ('problem' in checked) return failed(checked.problem);
    const customer = asksForCustomer(tool) ? await calls.customer() : new Map<string, string>();
    if (customer === null) return failed(NOT_VERIFIED);
    const request = this.requestOf(tool, checked.args, customer);
    if (request instanceof NotFillable) return failed(request.message);
    signal?.throwIfAborted();
    if (tool.effect === 'read') return this.read(tool, checked.args, request, calls, signal);
    return tool.approval ? propose(tool, checked.args, calls) : this.change(tool, checked.args, request, calls);
  }

  /** Makes a call that was approved, under its id; the caller has written it down and keeps the outcome. */
  async carryOut(
    tool: ToolDeclaration,
    args: Arguments,
    customer: ReadonlyMap<string, string>,
    id: string,
  ): Promise<CallOutcome> {
    const request = this.requestOf(tool, args, customer);
    return request instanceof NotFillable ? failed(request.message) : this.send(request, id);
  }

  private requestOf(
    tool: ToolDeclaration,
    args: Arguments,
    customer: ReadonlyMap<string, string>,
  ): FencedRequest | NotFillable {
    try {
      return requestFor(tool, args, valuesFor(args, customer, this.secrets));
    } catch (error) {
      if (error instanceof NotFillable) return error;
      throw error;
    }
  }

  private async read(
    { name }: ToolDeclaration,
    args: Arguments,
    request: FencedRequest,
    calls: ToolCalls,
    signal?: AbortSignal,
  ): Promise<CallOutcome> {
    const outcome = readingOf(await this.client.send(request, signal));
    signal?.throwIfAborted();
    await calls.note({ tool: name, arguments: args }, outcome);
    return outcome;
  }

  private async change(
    tool: ToolDeclaration,
    args: Arguments,
    request: FencedRequest,
    calls: ToolCalls,
  ): Promise<CallOutcome> {
    const begun = await calls.begin({ tool: tool.name, arguments: args, key: keyOf(tool, args) });
    if ('outcome' in begun) return begun.outcome;
    const outcome = await this.send(request, begun.id);
    await calls.end(begun.id, outcome);
    return outcome;
  }

  private async send(request: FencedRequest, id: string): Promise<CallOutcome> {
    const headers = { ...request.headers, 'idempotency-key': id };
    const outcome = effectOf(await this.client.send({ ...request, headers }));
    await this.faults.reach('before-tool-record');
    return outcome;
  }
}

async function propose(tool: ToolDeclaration, args: Arguments, calls: ToolCalls): Promise<CallResult> {
  const call = { tool: tool.name, arguments: args, key: keyOf(tool, args) };
  const known = await calls.find(call);
  return known ?? { state: 'proposed', proposal: { ...call, description: tool.description } };
}
