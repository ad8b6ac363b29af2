import { z } from 'zod';
import { isObject, type JsonObject } from '../records.js';
import { passagesIn, type ShownPassage, withoutPassages } from './passages.js';

const part = z.looseObject({
  text: z.string().optional(),
  thought: z.boolean().optional(),
  functionCall: z.looseObject({ name: z.string() }).optional(),
  functionResponse: z.looseObject({ name: z.string(), response: z.unknown().optional() }).optional(),
});
const content = z.looseObject({ role: z.string().optional(), parts: z.array(part).min(1) });
const declaration = z.looseObject({
  name: z.string().min(1),
  parameters: z.unknown().optional(),
  parametersJsonSchema: z.unknown().optional(),
});

/** The parts of a `GenerateContentRequest` an answer depends on; the rest may be anything. */
export const generateContentSchema = z.looseObject({
  contents: z.array(content).min(1),
  systemInstruction: z.looseObject({ parts: z.array(part) }).optional(),
  tools: z.array(z.looseObject({ functionDeclarations: z.array(declaration).optional() })).optional(),
  toolConfig: z
    .looseObject({ functionCallingConfig: z.looseObject({ mode: z.string().optional() }).optional() })
    .optional(),
});
export type GenerateContentRequest = z.output<typeof generateContentSchema>;
type Content = z.output<typeof content>;

/** A function the model may call. */
export interface Tool {
  name: string;
  parameters: unknown;
}

/** What a request comes down to: what the customer just wrote, and what the model may do about it. */
export interface Question {
  system: string;
  /** The customer's texts since the model last spoke, without notes, in order. */
  burst: string[];
  /** What the business's documents say, as far as the request shows it. */
  passages: ShownPassage[];
  /** The function whose result ends the conversation, when one does. */
  answeredTool: string | null;
  tools: Tool[];
  /** The request leaves the model no choice but to call a function. */
  mustCall: boolean;
  /** Characters of text in all contents and the instruction. */
  characters: number;
}

export function readQuestion(request: GenerateContentRequest): Question {
  const { contents, systemInstruction, tools = [], toolConfig } = request;
  const mode = toolConfig?.functionCallingConfig?.mode?.toUpperCase();
  const system = (systemInstruction?.parts ?? []).map((one) => one.text ?? '').join('\n');
  return {
    system,
    burst: burstOf(contents),
    passages: contents.flatMap((one) => one.parts.flatMap(passagesOf)),
    answeredTool: contents.at(-1)?.parts.findLast((one) => one.functionResponse)?.functionResponse?.name ?? null,
    tools: mode === 'NONE' ? [] : tools.flatMap((tool) => tool.functionDeclarations ?? []).map(toTool),
    mustCall: mode === 'ANY',
    characters: contents.flatMap((one) => one.parts).reduce((sum, one) => sum + (one.text?.length ?? 0), system.length),
  };
}

/** Shown beside the customer's words, or found by a function. */
const passagesOf = ({ text, functionResponse }: z.output<typeof part>): ShownPassage[] => {
  const response = functionResponse?.response;
  const results = isObject(response) ? Object.values(response).filter((value) => typeof value === 'string') : [];
  return [text ?? '', ...results].flatMap(passagesIn);
};

const toTool = (declared: JsonObject & { name: string }): Tool => ({
  name: declared.name,
  parameters: declared['parameters'] ?? declared['parametersJsonSchema'],
});

/**
 * Function calls and their results belong to the answer in the making, and so do words that are followed by notes
 * alone, which ask for better ones. Other words of the model end the burst.
 */
function burstOf(contents: Content[]): string[] {
  const askedAt = contents.findLastIndex((one) => one.role !== 'model' && customersTexts(one).length > 0);
  const spokeAt = contents
    .slice(0, askedAt + 1)
    .findLastIndex((one) => one.role === 'model' && !one.parts.some((item) => item.functionCall));
  return contents.slice(spokeAt + 1).flatMap((one) => (one.role === 'model' ? [] : customersTexts(one)));
}

const customersTexts = ({ parts }: Content): string[] =>
  parts.map((item) => withoutNotes(item.text ?? '')).filter((text) => text !== '');

const withoutNotes = (text: string): string =>
  withoutPassages(text)
    .replace(/<note\b[^>]*>[\s\S]*?<\/note>/gi, '')
    .trim();
