import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { CustomerMessage } from '../sim/whatsapp/inbound/customer-message.js';
import type { ModelCall } from '../sim/gemini/routes.js';
import {
  callsAbout,
  conversationOf,
  messagesOf,
  newPhone,
  promptOf,
  settled,
  turnsOf,
  write,
} from './support/conversation.js';
import { lastPrompt, listed } from './support/inbound.js';
import { memoryOf } from './support/memory.js';
import { settledFileOf } from './support/media.js';
import { answersTo, eventually, startSystem, type TestSystem } from './support/system.js';

interface Part {
  text?: string;
  inlineData?: { mimeType: string; data: string };
  fileData?: { mimeType: string; fileUri: string };
}

/** A file of this kind in which the stand-in for the model reads or hears these words. */
const fileSaying = (words: string, beginning: string): CustomerMessage['media'] => ({
  base64: Buffer.from(`${beginning}\nsays: ${words}\n`, 'latin1').toString('base64'),
});
const PDF = '%PDF-1.7';
const OGG = `OggS\0\x02${'\0'.repeat(20)}\x01\x13OpusHead`;

const partsOf = ({ body }: ModelCall): Part[] =>
  (body as { contents: { parts: Part[] }[] }).contents.flatMap(({ parts }) => parts);

describe.concurrent('What a customer shows', () => {
  let system: TestSystem;
  beforeAll(async () => {
    system = await startSystem({ MEDIA_WAIT_MS: '8000', TURN_TIMEOUT_MS: '10000' });
  });
  afterAll(() => system.stop());

  const send = async (phone: string, message: CustomerMessage): Promise<void> => {
    system.simulator.writeAsCustomer(phone, message);
    await eventually('it is stored', async () => (await messagesOf(system, phone)).length > 0);
    await settled(system, phone);
  };
  const filesIn = (call: ModelCall | undefined): Part[] =>
    call === undefined ? [] : partsOf(call).filter((part) => part.inlineData ?? part.fileData);
  const newestCall = (words: string): ModelCall | undefined => callsAbout(system, words).at(-1);

  it('reaches the model behind the words that tell of it', async () => {
    const phone = newPhone();
    await send(phone, { type: 'document', text: 'my bill', media: fileSaying('thank you', PDF) });
    const parts = partsOf(newestCall('my bill') as ModelCall);
    const at = parts.findIndex(({ text }) => text?.includes('my bill'));
    expect(parts[at]?.text).toBe('(sent a document named "invoice.pdf": my bill)');
    expect(parts[at + 1]?.inlineData?.mimeType).toBe('application/pdf');
    expect(Buffer.from(parts[at + 1]?.inlineData?.data ?? '', 'base64').toString()).toBe(`${PDF}\nsays: thank you\n`);
    expect(answersTo(system, phone)[0]).toContain('I looked at your application/pdf and read "thank you"');
  });

  it('is seen again with the next question, and never kept in memory', async () => {
    const phone = newPhone();
    const media = fileSaying('unforgettable', PDF);
    await send(phone, { type: 'document', text: 'first paper', media });
    await write(system, phone, `what was in it, ${phone}?`);
    await settled(system, phone);
    expect(filesIn(newestCall(`what was in it, ${phone}?`))).toHaveLength(1);
    const memory = await memoryOf(system, phone);
    expect(memory).toContain('first paper');
    expect(memory).not.toContain(media?.base64?.slice(0, 20));
  });

  it('goes to the provider by itself where it is large, and is forgotten there after the turn', async () => {
    const phone = newPhone();
    await send(phone, { type: 'video', text: `large ${phone}`, media: { size: 3 * 1024 * 1024 } });
    const [file] = filesIn(newestCall(`large ${phone}`));
    expect(file?.fileData).toMatchObject({
      mimeType: 'video/mp4',
      fileUri: expect.stringMatching(/\/v1beta\/files\//),
    });
    expect(answersTo(system, phone)[0]).toContain('I looked at your video/mp4');
    const name = file?.fileData?.fileUri.split('/v1beta/')[1];
    await eventually('the provider forgets it', () => !system.simulator.modelFiles().some((one) => one.name === name));
  });

  it('is told where the model cannot look at it', async () => {
    const phone = newPhone();
    await send(phone, { type: 'document', text: `letter ${phone}`, media: { base64: btoa('no form that is known') } });
    const call = newestCall(`letter ${phone}`);
    expect(filesIn(call)).toEqual([]);
    expect(call && promptOf(call)).toContain('(You cannot see this file: files of its kind cannot be opened here.)');
  });

  it('is told where the model refuses it, and the rest is answered', async () => {
    const phone = newPhone();
    system.simulator.armFault({ face: 'gemini', kind: 'error', status: 400, match: { text: `broken ${phone}` } });
    await send(phone, { type: 'image', text: `broken ${phone}` });
    const [refused, answered] = callsAbout(system, `broken ${phone}`);
    expect(filesIn(refused)).toHaveLength(1);
    expect(filesIn(answered)).toEqual([]);
    expect(answered && promptOf(answered)).toContain('(You cannot see this file: it could not be read.)');
    expect(answersTo(system, phone)).toHaveLength(1);
    expect((await conversationOf(system, phone)).owner).toBe('ai');
  });

  it('as a place is told in words', async () => {
    const phone = newPhone();
    await send(phone, { type: 'location', text: `Gate of ${phone}` });
    expect(lastPrompt(system, `Gate of ${phone}`)).toMatch(/52\.5163.*13\.3777|Pariser Platz/);
  });
});

describe.concurrent('What a customer says in a recording', () => {
  let system: TestSystem;
  beforeAll(async () => {
    system = await startSystem({ MEDIA_WAIT_MS: '8000', TURN_TIMEOUT_MS: '10000' });
  });
  afterAll(() => system.stop());

  const record = async (phone: string, media: CustomerMessage['media'], type = 'voice'): Promise<void> => {
    system.simulator.writeAsCustomer(phone, { type, media });
    await settledFileOf(system, phone);
    await settled(system, phone);
  };
  const say = (phone: string, words: string): Promise<void> => record(phone, fileSaying(words, OGG));
  const transcriptions = (words: string): ModelCall[] =>
    system.simulator.modelCalls().filter((call) => {
      const [part] = partsOf(call);
      return part?.inlineData !== undefined && Buffer.from(part.inlineData.data, 'base64').includes(words);
    });

  it('becomes the text of the message, once, marked as the words of a machine', async () => {
    const phone = newPhone();
    await say(phone, `a lamp for ${phone}`);
    const [message] = await messagesOf(system, phone);
    expect(message?.message_text).toBe(`a lamp for ${phone}`);
    expect(message?.extra_metadata?.['transcript']).toEqual({ model: system.settings.GEMINI_MODEL });
    expect((await listed(system, phone)).at(-1)).toMatchObject({
      kind: 'audio',
      message_text: `a lamp for ${phone}`,
      extra_metadata: { transcript: { model: system.settings.GEMINI_MODEL } },
    });
    expect(lastPrompt(system, `a lamp for ${phone}`)).toContain(
      `(sent a voice message, whose words a machine wrote down:)\na lamp for ${phone}`,
    );
    expect(transcriptions(`a lamp for ${phone}`)).toHaveLength(1);
    const turns = await turnsOf(system, phone);
    expect(turns.at(-1)?.state).toBe('answered');
    expect(turns.reduce((sum, { model_calls: calls }) => sum + (calls ?? 0), 0)).toBe(2);
  });

  it('is not listened to again when its turn gives way', async () => {
    const phone = newPhone();
    system.simulator.armFault({ face: 'gemini', kind: 'hang', match: { text: `slow words of ${phone}` } });
    system.simulator.writeAsCustomer(phone, { type: 'voice', media: fileSaying(`slow words of ${phone}`, OGG) });
    await eventually('the model is asked', () => callsAbout(system, `slow words of ${phone}`).length > 0);
    await write(system, phone, 'and this');
    await settled(system, phone);
    expect((await turnsOf(system, phone)).map(({ state }) => state)).toEqual(['superseded', 'answered']);
    expect(transcriptions(`slow words of ${phone}`)).toHaveLength(1);
  });

  it('brings a person where it asks for one, without another word of the model', async () => {
    const phone = newPhone();
    await say(phone, 'I want to talk to a human please');
    const { owner, handoff } = await conversationOf(system, phone);
    expect(owner).toBe('waiting');
    expect(handoff?.reason).toBe('customer_asked');
    expect(handoff?.summary).toContain('I want to talk to a human please');
    expect((await turnsOf(system, phone))[0]?.model_calls).toBe(1);
  });

  it('stops no messages: only a written STOP does', async () => {
    const phone = newPhone();
    await say(phone, 'Stop');
    const [row] = await system.rows<{ at: Date | null }>(
      'select opted_out_at as at from conversation where phone = $1',
      [phone],
    );
    expect(row?.at).toBeNull();
    expect(answersTo(system, phone)[0]).toContain('Stop');
  });

  it('is said to be missing where no words can be made out, and nothing is made up', async () => {
    const phone = newPhone();
    await record(phone, { base64: btoa(`${OGG}mumbling`) });
    const [message] = await messagesOf(system, phone);
    expect(message?.message_text).toBeNull();
    expect(message?.extra_metadata?.['transcript']).toMatchObject({ failure: 'no words can be made out in it' });
    expect(lastPrompt(system, 'no words can be made out')).toContain(
      '(sent a voice message whose words could not be written down: no words can be made out in it)',
    );
  });

  it('is said to be missing on the card where it has a form that nobody hears', async () => {
    const phone = newPhone();
    const why = 'files of its kind cannot be opened here';
    const args = { reason: 'cannot_answer', summary: 'A recording', message: 'A colleague will help you here.' };
    system.simulator.armFault({
      face: 'gemini',
      kind: 'tool-call',
      name: 'ask_for_person',
      args,
      match: { text: why },
    });
    await record(phone, { base64: btoa('#!AMR\nsounds'), mimeType: 'audio/amr' }, 'audio');
    expect((await conversationOf(system, phone)).owner).toBe('waiting');
    const [{ tried } = { tried: null }] = await system.rows<{ tried: string | null }>(
      `select handoff ->> 'tried' as tried from conversation where phone = $1`,
      [phone],
    );
    expect(tried).toContain(`A recording was not written down: ${why}.`);
  });
});
