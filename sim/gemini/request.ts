import { z } from 'zod';
import { isObject, type JsonObject } from '../records.js';
import { GoogleError } from './google-error.js';
import type { KeptFiles } from './kept-files.js';
import { passagesIn, type ShownPassage, withoutPassages } from './passages.js';
import type { SeenFile } from './seen-files.js';
import { toldIn } from './told.js';
import { type ToSumUp, toSumUpIn, withoutToSumUp } from './summary.js';

const part = z.looseObject({
  text: z.string().optional(),
  thought: z.boolean().optional(),
  inlineData: z.looseObject({ mimeType: z.string().min(3), data: z.base64() }).optional(),
  fileData: z.looseObject({ mimeType: z.string().optional(), fileUri: z.string() }).optional(),
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
  /** The files beside those. */
  files: SeenFile[];
  /** What the business's documents say, as far as the request shows it. */
  passages: ShownPassage[];
  /** A conversation that is to be summed up, where that is the question. */
  toSumUp: ToSumUp | null;
  /** The function whose result ends the conversation, when one does. */
  answeredTool: string | null;
  /** What that function says in words for people. */
  told: string | null;
  tools: Tool[];
  /** The request leaves the model no choice but to call a function. */
  mustCall: boolean;
  /** All that the contents say, results of functions included. */
  everything: string;
  /** Characters of text in all contents and the instruction. */
  characters: number;
}

/** @throws GoogleError for a file that is not kept, or is still in work. */
export function readQuestion(request: GenerateContentRequest, kept: KeptFiles): Question {
  const { contents, systemInstruction, tools = [], toolConfig } = request;
  const mode = toolConfig?.functionCallingConfig?.mode?.toUpperCase();
  const system = (systemInstruction?.parts ?? []).map((one) => one.text ?? '').join('\n');
  const asked = burstOf(contents);
  return {
    system,
    burst: asked.flatMap(customersTexts),
    files: asked.flatMap(({ parts }) => parts.flatMap((one) => fileOf(one, kept) ?? [])),
    toSumUp: contents.map(({ parts }) => toSumUpIn(parts[0]?.text ?? '')).find((one) => one !== null) ?? null,
    passages: contents.flatMap((one) => one.parts.flatMap(passagesOf)),
    answeredTool: contents.at(-1)?.parts.findLast((one) => one.functionResponse)?.functionResponse?.name ?? null,
    told: toldIn(
      contents
        .at(-1)
        ?.parts.filter((one) => one.functionResponse)
        .flatMap(wordsIn) ?? [],
    ),
    tools: mode === 'NONE' ? [] : tools.flatMap((tool) => tool.functionDeclarations ?? []).map(toTool),
    mustCall: mode === 'ANY',
    everything: contents.flatMap((one) => one.parts.flatMap(wordsIn)).join('\n'),
    characters: contents.flatMap((one) => one.parts).reduce((sum, one) => sum + (one.text?.length ?? 0), system.length),
  };
}

/** Shown beside the customer's words, or found by a function. */
const passagesOf = (one: z.output<typeof part>): ShownPassage[] => wordsIn(one).flatMap(passagesIn);

const wordsIn = ({ text, functionResponse }: z.output<typeof part>): string[] => {
  const response = functionResponse?.response;
  const results = isObject(response) ? Object.values(response).filter((value) => typeof value === 'string') : [];
  return [text ?? '', ...results];
};

const toTool = (declared: JsonObject & { name: string }): Tool => ({
  name: declared.name,
  parameters: declared['parameters'] ?? declared['parametersJsonSchema'],
});

/**
 * Function calls and their results belong to the answer in the making, and so do words that are followed by notes
 * alone, which ask for better ones. Other words of the model end the burst.
 */
function burstOf(contents: Content[]): Content[] {
  const askedAt = contents.findLastIndex((one) => one.role !== 'model' && isAsking(one));
  const spokeAt = contents
    .slice(0, askedAt + 1)
    .findLastIndex((one) => one.role === 'model' && !one.parts.some((item) => item.functionCall));
  return contents.slice(spokeAt + 1).filter((one) => one.role !== 'model');
}

const isAsking = (one: Content): boolean =>
  customersTexts(one).length > 0 || one.parts.some((item) => item.inlineData ?? item.fileData);

function fileOf({ inlineData, fileData }: z.output<typeof part>, kept: KeptFiles): SeenFile | null {
  if (inlineData) return { mimeType: inlineData.mimeType, bytes: Buffer.from(inlineData.data, 'base64') };
  if (!fileData) return null;
  const file = kept.get(/files\/[\w-]+$/.exec(fileData.fileUri)?.[0] ?? '');
  if (file === undefined)
    throw new GoogleError(403, 'You do not have permission to access the File or it may not exist.');
  if (file.looksUntilActive > 0) throw new GoogleError(400, 'The File is not in an ACTIVE state.');
  return file;
}

const customersTexts = ({ parts }: Content): string[] =>
  parts.map((item) => withoutNotes(item.text ?? '')).filter((text) => text !== '');

const withoutNotes = (text: string): string =>
  withoutToSumUp(withoutPassages(text))
    .replace(/<note\b[^>]*>[\s\S]*?<\/note>/gi, '')
    .trim();
