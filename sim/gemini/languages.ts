import { eld } from 'eld/extrasmall';

/** How an answer is introduced to a customer who writes another language than English, with the answer in quotes. */
const INTRODUCTIONS: Record<string, string> = {
  de: 'Vielen Dank für Ihre Nachricht. Unsere Auskunft dazu lautet wie folgt:',
  es: 'Muchas gracias por su mensaje. Nuestra respuesta a su pregunta es la siguiente:',
  fr: 'Merci beaucoup pour votre message. Voici notre réponse à votre question :',
  it: 'Grazie mille per il suo messaggio. Ecco la nostra risposta alla sua domanda:',
  nl: 'Hartelijk dank voor uw bericht. Dit is ons antwoord op uw vraag:',
  pt: 'Muito obrigado pela sua mensagem. Esta é a nossa resposta à sua pergunta:',
};

/** Of fewer letters the detector tells a language where there is none. */
const LEAST_LETTERS = 12;

/** The answer for who wrote `texts`: the stand-in knows English, and one sentence each of some other languages. */
export function introduced(answer: string, texts: string[]): string {
  const words = texts.join('\n');
  if ((words.match(/\p{L}/gu)?.length ?? 0) < LEAST_LETTERS) return answer;
  const found = eld.detect(words);
  const introduction = found.isReliable() ? INTRODUCTIONS[found.language] : undefined;
  return introduction === undefined ? answer : `${introduction} “${answer}”`;
}
