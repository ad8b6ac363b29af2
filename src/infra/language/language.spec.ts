import { describe, expect, it } from 'vitest';
import { isNear, languageOf } from './language.js';

describe('languageOf', () => {
  it.each([
    ['en', 'Delivery takes two to three working days.'],
    ['de', 'Ich möchte gern wissen, wie lange die Lieferung nach Österreich dauert.'],
    ['es', '¿Cuánto cuesta el envío a Madrid y cuánto tarda en llegar?'],
    ['pt', 'Quanto custa o envio para Lisboa e quanto tempo demora?'],
    ['fr', 'Merci beaucoup, je voudrais échanger la taille M contre une L.'],
    ['hi', 'मेरा ऑर्डर कब आएगा? मैं कल से इंतज़ार कर रहा हूँ।'],
    ['de', 'Auf Ihre Frage haben wir folgende Auskunft: "Delivery takes two to three working days in all cities."'],
  ])('is sure of %s: %s', async (language, text) => {
    expect(await languageOf(text)).toBe(language);
  });

  it.each([
    ['too short', 'Wann habt ihr auf?'],
    ['numbers and addresses alone', 'https://example.com/a/very/long/address/of/a/page 12345-6789 someone@example.com'],
    [
      'a language in the letters of another',
      'mera order kab aayega bhai, kal se wait kar raha hoon aur koi jawab nahi',
    ],
    ['one word many times', 'long long long long long long long long long long'],
    ['nothing', ''],
  ])('is not sure of a text that is %s', async (_what, text) => {
    expect(await languageOf(text)).toBeNull();
  });
});

describe('isNear', () => {
  it.each([
    ['de', 'de', true],
    ['da', 'no', true],
    ['hi', 'mr', true],
    ['de', 'en', false],
    ['es', 'pt', false],
  ])('%s and %s: %s', (one, other, near) => {
    expect(isNear(one, other)).toBe(near);
    expect(isNear(other, one)).toBe(near);
  });
});
