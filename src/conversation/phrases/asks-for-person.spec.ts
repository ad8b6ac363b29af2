import { describe, expect, it } from 'vitest';
import { asksForPerson } from './asks-for-person.js';

const REQUESTS: Record<string, string[]> = {
  English: [
    'human',
    'Human please!!',
    'agent',
    'HUMAN 🙏',
    'hi, a real person please',
    'I want to talk to a human',
    'Can I speak to someone?',
    'could you connect me with a customer service representative',
    'Let me talk to your manager.',
    "I'd like to speak with a real person about my order",
    'transfer me to an agent',
    'I need a human agent now',
    'i want a human',
    'give me a real person',
    'is there a human who can help?',
    'put me through to a person',
    "Why can't I talk to a person",
    "I don't want to talk to a bot, I want to talk to a human",
    "I don't want to talk to a bot",
    'My parcel is broken.\nCan I chat with somebody',
    'I don’t understand. Talk to human',
  ],
  German: [
    'Mensch bitte',
    'Mitarbeiter',
    'Ich möchte mit einem Menschen sprechen',
    'Kann ich bitte mit jemandem reden?',
    'ich will mit nem echten mitarbeiter schreiben',
    'Verbinden Sie mich mit einem Mitarbeiter',
    'Ich will nicht mit einem Bot, sondern mit einem Menschen reden',
    'Moechte einen Mitarbeiter',
  ],
  Spanish: [
    'agente por favor',
    'Quiero hablar con una persona',
    '¿Puedo hablar con alguien?',
    'necesito hablar con un agente humano',
    'páseme con un asesor',
    'quiero un humano',
    'comuníqueme con un representante',
  ],
  Portuguese: [
    'atendente',
    'Quero falar com um atendente',
    'gostaria de falar com uma pessoa',
    'posso falar com alguém?',
    'preciso de um atendente',
    'Quero atendimento humano',
  ],
  French: [
    'un humain svp',
    "Je veux parler à quelqu'un",
    'Puis-je parler avec un conseiller ?',
    'je voudrais parler à un être humain',
    'mettez-moi en relation avec un agent',
    'Je veux un conseiller',
  ],
  Italian: [
    'operatore',
    'Vorrei parlare con una persona',
    'posso parlare con un operatore?',
    "parlare con un'operatrice",
    'voglio un operatore',
  ],
  Dutch: [
    'medewerker aub',
    'Kan ik met een medewerker praten?',
    'ik wil iemand spreken met een mens praten',
    'Ik wil graag een medewerker',
    'verbind me door met een medewerker',
  ],
  Hindi: [
    'mujhe kisi insaan se baat karni hai',
    'agent se baat karao',
    'human se baat karna hai',
    'kisi se baat karni hai',
    'मुझे किसी इंसान से बात करनी है',
  ],
  Arabic: ['موظف', 'أريد التحدث مع شخص', 'اريد اتكلم مع موظف', 'عايز اكلم حد', 'حولني إلى موظف', 'أريد موظف من فضلك'],
  Indonesian: ['saya mau bicara dengan manusia', 'bicara dengan admin', 'hubungkan saya ke operator', 'minta operator'],
  Turkish: [
    'temsilci',
    'Biriyle görüşmek istiyorum',
    'insanla konuşmak istiyorum',
    'müşteri temsilcisine bağla',
    'GERÇEK BİR İNSAN istiyorum',
    'bir yetkili ile görüşebilir miyim',
  ],
  Polish: ['Chcę rozmawiać z człowiekiem', 'konsultant'],
  Russian: ['оператор', 'Соедините меня с оператором', 'хочу поговорить с живым человеком'],
};

const OTHERS: string[] = [
  'Do you have a human resources department?',
  'Can I talk to human resources?',
  'I need a personal shopper bag',
  'personal',
  'Is this made of human hair?',
  'I need a human hair wig',
  'human rights',
  'Are you a human?',
  'a table for one person please',
  'How much per person?',
  'Do you ship to the agent in Lagos?',
  'I need a cleaning agent for leather',
  'I already talked to an agent yesterday',
  'Thanks, the representative was kind',
  'I do not want to talk to a person',
  'no need to talk to a human',
  'We need a representative sample',
  'I need the operator manual',
  'Rabatt für Schüler, Studenten, Mitarbeiter?',
  'Wie viele Mitarbeiter haben Sie?',
  'Ich will nicht mit einem Menschen sprechen',
  'Menschenrechte',
  'Personalabteilung',
  'Ein Zimmer für eine Person',
  'una mesa para una persona',
  'no quiero hablar con una persona',
  'el agente limpiador cuesta cuánto',
  'recursos humanos',
  'uma pessoa só',
  'não quero falar com um atendente',
  'ressources humaines',
  'une table pour une personne',
  'je ne veux pas parler à un conseiller',
  'risorse umane',
  'una persona sola',
  'een kamer voor een persoon',
  'sumber daya manusia',
  'ada ukuran orang dewasa?',
  'iki kişi için masa',
  'insan kaynakları',
  'ek insaan ke liye',
  'شخص واحد',
  'Hello!',
  '',
  '🙏🙏',
  'someone told me you sell tea',
  'mensch ärgere dich nicht',
];

describe('asksForPerson', () => {
  for (const [language, phrases] of Object.entries(REQUESTS)) {
    it.each(phrases)(`hears it in ${language}: %s`, (phrase) => {
      expect(asksForPerson(phrase)).toBe(true);
    });
  }

  it.each(OTHERS)('does not hear it in: %s', (phrase) => {
    expect(asksForPerson(phrase)).toBe(false);
  });

  it('takes no long time over long or hostile words', () => {
    const started = performance.now();
    for (const words of ['talk to a ', 'mit einem ', 'a ', 'a a the real live ', "'", '\0'])
      asksForPerson(words.repeat(2_000).slice(0, 2_000));
    expect(performance.now() - started).toBeLessThan(200);
  });
});
