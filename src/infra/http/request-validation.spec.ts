import 'reflect-metadata';
import { Type } from 'class-transformer';
import { IsString, ValidateNested } from 'class-validator';
import { describe, expect, it } from 'vitest';
import type { CallerError } from '../errors.js';
import { RequestValidation } from './request-validation.js';

class Part {
  @IsString()
  name: string;
}
class Asked {
  @IsString()
  text: string;

  @ValidateNested({ each: true })
  @Type(() => Part)
  parts: Part[];
}

const validation = new RequestValidation();
const answerTo = (value: unknown): Promise<unknown> =>
  validation
    .transform(value, { type: 'body', metatype: Asked })
    .catch((error: CallerError) => [error.status, error.fields ?? error.message]);

describe('A request', () => {
  it('that keeps the rules is an object of its class', async () => {
    expect(await answerTo({ text: 'x', parts: [{ name: 'y' }] })).toBeInstanceOf(Asked);
  });

  it('is told every fault by the whole name of the field', async () => {
    expect(await answerTo({ text: 7, parts: [{ name: 'y' }, { name: 7, odd: 1 }], more: 1 })).toEqual([
      400,
      [
        'property more should not exist',
        'text must be a string',
        'property parts.1.odd should not exist',
        'parts.1.name must be a string',
      ],
    ]);
  });

  it('may have names of every object in it', async () => {
    expect(await answerTo({ text: 'x', parts: [{ name: 'y', constructor: 5 }] })).toBeInstanceOf(Asked);
  });

  it('nested without end is the fault of the sender (P10)', async () => {
    const odd = JSON.parse('['.repeat(20_000) + ']'.repeat(20_000)) as unknown;
    expect(await answerTo({ text: 'x', parts: [], odd })).toEqual([400, 'The request is nested too deeply']);
  });
});
