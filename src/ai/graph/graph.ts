import type { BaseCheckpointSaver } from '@langchain/langgraph';
import { END, START, StateGraph } from '@langchain/langgraph';
import type { Faults } from '../../infra/faults/faults.js';
import type { Outgoing } from '../answer/outgoing.js';
import type { BusinessTools } from '../business-tools/business-tools.js';
import type { Knowledge } from '../knowledge/knowledge.js';
import type { Model } from '../model/model.js';
import type { FileParts } from '../senses/file-parts.js';
import { askModel, needsTools } from './nodes/assistant.js';
import { check, isGood } from './nodes/check.js';
import { hydrate } from './nodes/hydrate.js';
import { look } from './nodes/look.js';
import { reply } from './nodes/reply.js';
import { retrieve } from './nodes/retrieve.js';
import { isDecided, runTools } from './nodes/tools.js';
import { ThreadState } from './state.js';

/** What the nodes need. */
interface Parts {
  model: Model;
  files: FileParts;
  knowledge: Knowledge;
  tools: BusinessTools;
  outgoing: Outgoing;
  checkpoints: BaseCheckpointSaver;
  faults: Faults;
}

/**
 * How the assistant thinks:
 *
 *   hydrate ──► look ──► retrieve ──► assistant ──► check ──► reply
 *                                      ▲  ▲  │     ▲ │  │
 *                                      │  │  │     │ │  └──► (a person is asked for)
 *                                      │  └──┼─────┼─┘ once
 *                                      │     ▼     │
 *                                      └── tools ──┘ choices are offered
 *                                            └──► (a person is asked for)
 */
export const buildGraph = ({ model, files, knowledge, tools, outgoing, checkpoints, faults }: Parts) =>
  new StateGraph(ThreadState)
    .addNode('hydrate', hydrate)
    .addNode('look', look(files))
    .addNode('retrieve', retrieve(knowledge))
    .addNode('assistant', askModel(model))
    .addNode('tools', runTools({ knowledge, tools, outgoing, faults }))
    .addNode('check', check(outgoing))
    .addNode('reply', reply)
    .addEdge(START, 'hydrate')
    .addEdge('hydrate', 'look')
    .addEdge('look', 'retrieve')
    .addEdge('retrieve', 'assistant')
    .addConditionalEdges('assistant', needsTools, { tools: 'tools', check: 'check' })
    .addConditionalEdges('tools', isDecided, { decided: END, check: 'check', assistant: 'assistant' })
    .addConditionalEdges('check', isGood, { reply: 'reply', assistant: 'assistant', decided: END })
    .addEdge('reply', END)
    .compile({ checkpointer: checkpoints });

export type AssistantGraph = ReturnType<typeof buildGraph>;
