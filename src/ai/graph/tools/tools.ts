import { type StructuredToolInterface, tool } from '@langchain/core/tools';
import type { ToolDeclaration } from '../../business-tools/declaration.js';
import { askForPerson } from './ask-for-person.js';
import { lookUpKnowledge } from './look-up-knowledge.js';
import { offerChoices } from './offer-choices.js';
import { rememberFact } from './remember-fact.js';

const ALWAYS: StructuredToolInterface[] = [askForPerson, offerChoices, rememberFact];

interface Callable {
  canLookUp: boolean;
  businessTools: readonly ToolDeclaration[];
}

/** What the model may call. */
export const toolsFor = ({ canLookUp, businessTools }: Callable): StructuredToolInterface[] => [
  ...ALWAYS,
  ...(canLookUp ? [lookUpKnowledge] : []),
  ...businessTools.map(asTool),
];

/** Run by the node, which knows whose conversation it is. */
const asTool = ({ name, description, arguments: schema }: ToolDeclaration): StructuredToolInterface =>
  tool(async () => 'Called.', { name, description, schema });
