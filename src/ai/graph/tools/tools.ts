import type { StructuredToolInterface } from '@langchain/core/tools';
import { askForPerson } from './ask-for-person.js';
import { offerChoices } from './offer-choices.js';

/** What the model may call. */
export const TOOLS: StructuredToolInterface[] = [askForPerson, offerChoices];
