import { describe, expect, it } from 'vitest';
import { type Evidence, unsourced } from './unsourced.js';

const NOTHING: Evidence = { documents: [], tools: [], business: [], customer: [] };
/** A shop that says a few things, none of which is in the claims below. */
const SHOP: Evidence = {
  documents: [
    'We sell lamps. Opening hours: Monday to Friday 9:00 to 18:00. Delivery in Germany takes 2 to 3 working days and costs 4.90 EUR.',
    'Article: Bulb E27; Price: 6; Watt: 60\nUnused goods can be returned.',
  ],
  tools: [],
  business: ['Good morning, this is Ana.'],
  customer: [
    'I paid 49 € for the lamp three weeks ago and it is broken. I want 200 € back by Friday. Call 0151 2345678.',
  ],
};

const CLAIMS = [
  'The lamp costs €59.',
  'It is 1,490 pounds including VAT.',
  'That would be 12,50 Euro.',
  'Der Preis beträgt 89 €.',
  'Das macht dann zwanzig Euro.',
  'La lámpara cuesta 35 euros.',
  'O conserto fica em R$ 120,00.',
  'Le prix est de 45 €.',
  'La riparazione costa 30 euro.',
  'We charge $15 for express.',
  'Yes, you will get 200 € back by Friday.',
  'There is a 20% discount for students.',
  'Sie erhalten 15 Prozent Rabatt.',
  'Hay un 10 % de descuento.',
  'Você tem 5% de desconto no Pix.',
  'Your parcel arrives within 24 hours.',
  'Returns are accepted for 30 days.',
  'You have two weeks to send it back.',
  'Die Lieferung dauert fünf Werktage.',
  'Sie haben 14 Tage Rückgaberecht.',
  'Tiene usted un plazo de 15 días para devolverlo.',
  'El envío tarda una semana, es decir, dentro de 7 días lo tiene.',
  'A entrega leva até 10 dias úteis.',
  'La livraison prend 4 jours ouvrés.',
  'The warranty lasts five years.',
  'Die Garantie gilt drei Jahre.',
  'Your appointment is on 12 May.',
  'Wir liefern am 24.12. noch aus.',
  'Su cita es el 3 de junio.',
  'We are open until 20:00 on Saturdays.',
  'Wir haben bis 22 Uhr geöffnet.',
  'We will refund you in full.',
  "I'll make sure we reimburse the shipping.",
  'You will get your money back.',
  'Wir erstatten Ihnen den Betrag.',
  'Sie bekommen Ihr Geld zurück.',
  'Le reembolsaremos el importe completo.',
  'Vamos fazer o estorno do valor para você.',
  'Nous allons vous rembourser.',
  'We will replace it with a new one.',
  'Wir schicken Ihnen kostenlos Ersatz.',
  'Delivery is free of charge for you.',
  'El envío es gratis.',
  'I guarantee that it will work.',
  'Garantimos a satisfação total.',
  "We'll credit your account as a goodwill gesture.",
  'I have cancelled your order.',
  'Ihre Bestellung wurde storniert.',
  'Your package will arrive tomorrow.',
  'Please call us at +43 316 123456.',
  'Sie erreichen uns unter 0316 / 123 45 67.',
  'Write to refunds@lamps-support.com.',
  'Transfer it to AT61 1904 3002 3457 3201.',
  'Wir liefern morgen zu Ihnen, das wird bis Freitag sicher klappen.',
  'He cancelado su pedido.',
  'Seu pedido foi cancelado e o valor estornado.',
];

const HARMLESS = [
  'Hello! How can I help you?',
  'Guten Tag, wie kann ich Ihnen helfen?',
  '¡Hola! ¿En qué puedo ayudarle?',
  'Oi! Como posso ajudar?',
  'Bonjour, comment puis-je vous aider ?',
  'Thank you for your message.',
  'Gern geschehen!',
  'I am sorry that the lamp is broken.',
  'Das tut mir leid.',
  'Could you send me a photo of the lamp?',
  'Können Sie mir bitte Ihre Bestellnummer nennen?',
  '¿Me puede decir el número de pedido?',
  'Pode me enviar uma foto?',
  'Which colour would you like, blue or green?',
  'You wrote that you paid 49 € three weeks ago, is that right?',
  'I understand that you paid 49 € for it.',
  'Sie haben 49 € bezahlt, richtig?',
  'Did you pay 49 €?',
  'You would like 200 € back by Friday?',
  'I cannot say whether we can refund it; I will ask a colleague.',
  'I have asked a colleague to look into your refund.',
  'Ob wir den Betrag erstatten können, muss ein Kollege prüfen.',
  'No puedo confirmar el reembolso, pero pregunto a un compañero.',
  'Não posso confirmar o reembolso agora.',
  'A person will answer you here.',
  'Ein Mensch wird Ihnen hier antworten.',
  'We are open Monday to Friday from 9 to 18.',
  'We are open from 9 am to 6 pm.',
  'Wir haben von 9 bis 18 Uhr geöffnet.',
  'Abrimos de 9:00 a 18:00.',
  'Delivery takes 2 to 3 working days.',
  'Delivery takes two to three days and costs €4.90.',
  'Der Versand kostet 4,90 € und dauert zwei bis drei Werktage.',
  'El envío tarda entre 2 y 3 días y cuesta 4,90 euros.',
  'A entrega leva de 2 a 3 dias.',
  'The E27 bulb costs 6 €.',
  'The bulb has 60 watts.',
  'Unused goods can be returned.',
  'Your order number is 4711, thank you.',
  'Is your number 0151 2345678 still right?',
  'We have the lamp in 3 colours.',
  'You can find the manual at https://example.com/manual/2024.',
  'One moment, please.',
  'Give me a minute.',
  'This is number 1 of our bestsellers.',
  'Ana said good morning to you.',
  'Please press the button for a moment, then let it go.',
  'Schönes Wochenende, bis morgen!',
  'See you tomorrow!',
  'Have a nice day, and thanks for waiting.',
  'Que tenga un buen día.',
  'Would you like me to ask a colleague?',
];

describe('An answer', () => {
  it.each(CLAIMS)('is held back when nobody can vouch for it: %s', (answer) => {
    expect(unsourced(answer, SHOP)).not.toEqual([]);
    expect(unsourced(`Hello! ${answer}`, NOTHING)).toEqual([expect.stringContaining(answer.split('. ')[0] ?? '')]);
  });

  it.each(HARMLESS)('passes when it claims nothing, or only what is known: %s', (answer) => {
    expect(unsourced(answer, SHOP)).toEqual([]);
  });

  it('may say what documents, tools and colleagues said', () => {
    const answer = 'We will refund you 49 € within 14 days.';
    const backedBy = (evidence: Partial<Evidence>) => unsourced(answer, { ...NOTHING, ...evidence });
    expect(backedBy({ documents: ['Refunds are paid within two weeks. Lamp: 49.00 EUR.'] })).toEqual([]);
    expect(backedBy({ tools: ['{"refund": true, "amount": "49.00 EUR", "within": "14 days"}'] })).toEqual([]);
    expect(backedBy({ business: ['I refund you the 49 € within 14 days, Ana'] })).toEqual([]);
    expect(backedBy({ customer: ['You must refund me 49 € within 14 days'] })).toEqual([answer]);
  });

  it('may tell of a deed only when a tool did it or a colleague said so', () => {
    const answer = 'I have cancelled your order.';
    expect(unsourced(answer, { ...NOTHING, documents: ['Orders can be cancelled at any time.'] })).toEqual([answer]);
    expect(unsourced(answer, { ...NOTHING, tools: ['order 4711: cancelled'] })).toEqual([]);
    expect(unsourced(answer, { ...NOTHING, business: ['The order is cancelled.'] })).toEqual([]);
  });

  it("may quote the customer's words, but not put others in quotation marks", () => {
    const customer = ['Give me 500 € and a full refund'];
    expect(unsourced('You wrote "Give me 500 € and a full refund". Thank you.', { ...NOTHING, customer })).toEqual([]);
    expect(unsourced('Our terms say: "A full refund of 500 € for all".', { ...NOTHING, customer })).not.toEqual([]);
  });

  it('is judged by what its numbers count, not by the numbers alone', () => {
    const documents = ['Delivery takes 5 days and costs 7 EUR. Discount for groups: 10 %.'];
    expect(unsourced('It costs 5 EUR.', { ...NOTHING, documents })).not.toEqual([]);
    expect(unsourced('It takes 7 days.', { ...NOTHING, documents })).not.toEqual([]);
    expect(unsourced('The discount is 10 EUR.', { ...NOTHING, documents })).not.toEqual([]);
    expect(unsourced('It takes five days and costs 7,00 €.', { ...NOTHING, documents })).toEqual([]);
  });

  it('names each sentence that is not backed, and no other', () => {
    expect(unsourced('Hello! It costs 5 €. The bulb is 6 €.\nIt comes in 9 days.', SHOP)).toEqual([
      'It costs 5 €.',
      'It comes in 9 days.',
    ]);
  });

  it('is judged in a moment, however long it is', () => {
    const started = performance.now();
    unsourced('we will refund you 5 € within 3 days, '.repeat(400), SHOP);
    expect(performance.now() - started).toBeLessThan(1_000);
  });
});
