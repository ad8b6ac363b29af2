import type { StructuredToolInterface } from '@langchain/core/tools';
import { askForPerson } from './ask-for-person.js';
import { lookUpKnowledge } from './look-up-knowledge.js';
import { offerChoices } from './offer-choices.js';

const ALWAYS: StructuredToolInterface[] = [askForPerson, offerChoices];

/** What the model may call. */
export const toolsFor = ({ canLookUp }: { canLookUp: boolean }): StructuredToolInterface[] =>
  canLookUp ? [...ALWAYS, lookUpKnowledge] : ALWAYS;
