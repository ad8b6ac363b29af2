import { describe, expect, it } from 'vitest';
import { optOutWordIn } from './opt-out-word.js';

const STOPS: Record<string, string[]> = {
  English: ['STOP', 'stop.', 'Stop!!', '"STOP"', 'Please stop', 'STOP 🙏', 'Unsubscribe', 'opt-out', 'Stop promotions'],
  German: ['Abmelden', 'abbestellen bitte', 'STOPP', 'Keine Nachrichten mehr'],
  Spanish: ['BAJA', 'Darme de baja', 'No más mensajes', 'no mas mensajes por favor'],
  Portuguese: ['Parar', 'SAIR', 'descadastrar', 'Não quero receber mensagens'],
  French: ['ARRÊT', 'Arret', 'arrêter', 'Me désabonner'],
  Italian: ['Ferma', 'Cancellami', 'disiscrivimi'],
  Dutch: ['Afmelden', 'Uitschrijven aub', 'geen berichten meer'],
  Hindi: ['band karo', 'stop karo', 'बंद करो', 'रोकें'],
  Arabic: ['توقف', 'إيقاف', 'الغاء الاشتراك'],
  Indonesian: ['Berhenti', 'berhenti berlangganan', 'hentikan'],
  Turkish: ['DURDUR', 'abonelikten çık', 'Dur lütfen'],
  Polish: ['Wypisz mnie', 'nie wysyłajcie'],
  Russian: ['СТОП', 'Отписаться', 'отпишите меня пожалуйста'],
};

const STARTS: Record<string, string[]> = {
  English: ['START', 'Resume', 'unstop', 'opt in please'],
  German: ['Anmelden', 'fortsetzen'],
  Spanish: ['ALTA', 'reanudar', 'suscribirme'],
  Portuguese: ['Começar', 'retomar'],
  French: ['reprendre', "m'abonner"],
  Italian: ['Inizia', 'riprendi'],
  Dutch: ['hervatten', 'aanmelden'],
  Hindi: ['shuru karo', 'शुरू करें'],
  Arabic: ['ابدأ', 'اشتراك'],
  Indonesian: ['mulai', 'lanjutkan'],
  Turkish: ['Başla', 'abone ol'],
  Polish: ['Wznów', 'zapisz mnie'],
  Russian: ['Старт', 'подписаться'],
};

const NEITHER = [
  '',
  '🙏',
  'please',
  'Where does the bus stop?',
  'stop by tomorrow?',
  'Can I stop my order',
  'non-stop',
  'Start with the blue one',
  'when do you start?',
  'cancel',
  'end',
  'Hello',
  'Ich möchte mich für den Kurs abmelden, geht das?',
  'la baja del precio',
  'para mañana',
  `stop${' '.repeat(100)}!`,
];

describe('optOutWordIn', () => {
  for (const [language, texts] of Object.entries(STOPS))
    it.each(texts)(`hears a stop in ${language}: %s`, (text) => expect(optOutWordIn(text)).toBe('stop'));

  for (const [language, texts] of Object.entries(STARTS))
    it.each(texts)(`hears a start in ${language}: %s`, (text) => expect(optOutWordIn(text)).toBe('start'));

  it.each(NEITHER)('hears neither in: %s', (text) => expect(optOutWordIn(text)).toBeNull());
});
