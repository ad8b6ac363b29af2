import { Injectable } from '@nestjs/common';
import { Settings } from '../../infra/config/settings.js';
import { Database } from '../../infra/database/database.js';
import { CallerError } from '../../infra/errors.js';
import { Faults } from '../../infra/faults/faults.js';
import type { CallOutcome } from '../assistant.js';
import { PassageRepository } from '../knowledge/passage.repository.js';
import { type Arguments, checkArguments } from './arguments.js';
import { BusinessTools } from './business-tools.js';
import type { ToolDeclaration } from './declaration.js';

/** Calls that a person has approved, by the tools as they are declared at that moment. */
@Injectable()
export class ApprovedCalls {
  private readonly tools: BusinessTools;
  private readonly library: PassageRepository;

  constructor(db: Database, settings: Settings, faults: Faults) {
    this.tools = new BusinessTools(settings, faults);
    this.library = new PassageRepository(db);
  }

  /**
   * The arguments as the tool takes them.
   * @throws CallerError 400 where they do not fit, 409 where there is no such tool any more
   */
  async check(name: string, given: object): Promise<Arguments> {
    const checked = checkArguments(await this.declared(name), given);
    if ('problem' in checked) throw new CallerError(400, [checked.problem]);
    return checked.args;
  }

  /** Makes the call; the caller has written it down under `id` and keeps the outcome. */
  async carryOut(
    { id, tool, args }: { id: string; tool: string; args: Arguments },
    customer: ReadonlyMap<string, string>,
  ): Promise<CallOutcome> {
    return this.tools.carryOut(await this.declared(tool), args, customer, id);
  }

  private async declared(name: string): Promise<ToolDeclaration> {
    const { tools } = await this.library.library();
    const tool = tools.find((one) => one.name === name);
    if (tool === undefined) throw new CallerError(409, `tools.json declares no ${name} any more`);
    return tool;
  }
}
