import { describe, expect, it } from 'vitest';
import { flawInText, isForeign } from './text-flaw.js';

describe('flawInText', () => {
  it.each([
    'We open at nine.',
    'I <3 tea, and 5 < 7 > 2.',
    '*Bold* and _slanted_ with `code`\n- a list\n- of two',
    '[Reserved] {sic} is how it stands on the box.',
    'x'.repeat(16_384),
  ])('has nothing against %j', (text) => {
    expect(flawInText(text)).toBeNull();
  });

  it.each([
    ['x'.repeat(16_385), 'too_long'],
    ['<div class="answer">We open at nine.</div>', 'markup'],
    ['We open at nine.<br/>Bye', 'markup'],
    ['<note>12:00</note> We open at nine.', 'markup'],
    ['{"reply": "We open at nine."}', 'markup'],
    ['[{"text": "nine"}]', 'markup'],
    ['```json\n{"reply": 1}\n```', 'markup'],
    ['```tool_code\nprint(default_api.ask_for_person(reason="other"))\n```', 'markup'],
    ['print(default_api.ask_for_person(reason="other"))', 'markup'],
    ['<|im_start|>assistant We open at nine.', 'markup'],
    ['We open at nine.<end_of_turn>', 'markup'],
  ])('%j is %s', (text, flaw) => {
    expect(flawInText(text)).toBe(flaw);
  });
});

describe('isForeign', () => {
  const GERMAN = 'Ich möchte gern wissen, wie lange die Lieferung nach Österreich dauert.';
  const ENGLISH = 'Delivery to Austria takes two to three working days.';

  it.each<[string, string, string[], string[], boolean]>([
    ['an English answer to a German question', ENGLISH, [GERMAN], [], true],
    ['a German answer to a German question', 'Die Lieferung dauert zwei bis drei Werktage.', [GERMAN], [], false],
    ['an answer too short to tell', 'Yes, it does.', [GERMAN], [], false],
    ['a question too short to tell', ENGLISH, ['Wie lange?'], [], false],
    [
      'a customer who wrote in that language before',
      ENGLISH,
      [GERMAN],
      ['How much does a pound of the green tea cost with you?'],
      false,
    ],
    ['our own words about a file', ENGLISH, ['(sent a document that nobody could read yet)'], [], false],
    ['a question around a file', ENGLISH, ['(sent an image)', GERMAN], [], true],
    [
      'a near language',
      'Leveringen tager to til tre hverdage at komme frem.',
      ['Hvor lang tid tar leveringen til Bergen?'],
      [],
      false,
    ],
  ])('%s', async (_what, answer, burst, earlier, foreign) => {
    expect(await isForeign(answer, { burst, earlier })).toBe(foreign);
  });
});
