/**
 * Promises without a number, in English, German, Spanish, Portuguese, French and Italian, folded (see `infra/fold.ts`).
 * A sentence promises when it speaks of the matter and commits somebody to it; some words commit by themselves.
 */

/** What may be promised, and how sources speak of it. */
const MATTERS: Record<string, RegExp> = {
  refund:
    /refund|reimburs|money back|pay you back|erstatt|geld zuruck|zuruckzahl|zuruckuberweis|reembols|devol\w+ (?:el |tu |su |o |seu )?(?:dinero|dinheiro|importe|valor)|dinheiro de volta|estorn|ressarc|rembours|rimbors/,
  replacement: /replac(?:e|ing|ement)|new one|ersatz|umtausch|austausch|sustitu|reemplaz|substitu|remplac|sostitu/,
  compensation:
    /compensat|goodwill|credit (?:to )?your account|entschadig|wiedergutmach|kulanz|gutschrift|schreiben .*\bgut\b|indemn|compens|indeniz|dedommag|risarc/,
  discount:
    /discount|price reduction|voucher|coupon|rabatt|gutschein|nachlass|descuento|rebaja|cupon|desconto|cupom|remise|reduction|bon d'achat|sconto|buono/,
  extension: /extend|extension|verlanger|aufschub|prorrog|prolong|amplia/,
  waiver: /waive|waiving|erlass|verzicht|condon|exoner|isentar|exempt/,
};

const COMMITS =
  /\b(?:we|i)(?:'ll|'ve| will| shall| can| have| are| am| would be happy)\b|\byou(?:'ll| will| can| get| receive| are entitled| are due)\b|\b(?:will|has been|have been)\b|\b(?:wir|ich)\b|\b(?:sie|du|ihr) (?:bekomm|erhalt|krieg)|\b(?:wird|werden|wurden?)\b|\b(?:le|les|te|os|vamos|voy|hemos|he|podemos|puedo|sera|ha sido|tiene derecho|recibira)\b|(?:eremos|aremos|iremos)\b|\b(?:vou|posso|lhe|voce (?:recebe|vai|tera|tem direito)|foi|recebera)\b|\b(?:nous|je|vous (?:serez|recevrez|etes)|a ete)\b|\b(?:possiamo|abbiamo|ho|verra|sara|ricevera|ti|vi)\b/;

/** Words that are a promise whoever says them, and how sources say them. */
const OUTRIGHT: [said: RegExp, source: RegExp][] = [
  [
    /\bguarante|\b(?:we|i) promise|lifetime warranty|\bgarantier|wir versprechen|ich verspreche|lebenslange garantie|garantizamos|garantizo|prometemos|prometo|garantimos|garanto|nous garantissons|nous promettons|garantiamo|promettiamo/,
    /guarant|warrant|garant|garanz|gewahrleist|promise|versprech|promet/,
  ],
  [
    /\bfree of charge|\bfor free\b|at no (?:extra |additional )?(?:cost|charge)|\bfree (?:delivery|shipping|return|repair|replacement|upgrade|cancellation|month|gift)|\bkostenlos|\bgratis\b|kostenfrei|sin (?:coste|costo|cargo)|\bgratuit|sem (?:custo|cobranca)|sans frais|senza costi/,
    /\bfree\b|no (?:extra |additional )?(?:cost|charge)|kostenlos|gratis|kostenfrei|umsonst|sin (?:coste|costo|cargo)|gratuit|sem custo|sans frais|senza costi|for nothing|incluid|included|inklusive/,
  ],
];

/** What somebody says to have done. Only a tool or a colleague can have done it. */
const DONE: [said: RegExp, source: RegExp][] = [
  [
    /\b(?:i|we)(?:'ve| have)(?: \w+)? (?:cancel|refund|book|reserv|chang|updat|ship|sent|dispatch|extend|reschedul|order|credit|waiv|activat|unblock|block|delet)|\byour (?:order|booking|appointment|reservation|payment|refund|parcel|contract|subscription|account|claim)(?: \w+)? (?:has been|have been|is now|was|is) (?:cancel|refund|book|reserv|confirm|chang|updat|ship|sent|dispatch|extend|approv|process|issu|activat|reschedul)/,
    /cancel|refund|book|reserv|confirm|chang|updat|ship|sent|dispatch|extend|approv|process|issu|activat|reschedul|ok\b|success|done/,
  ],
  [
    /\b(?:ich habe|wir haben|habe ich|haben wir) (?:[^ ]+ ){0,7}(?:storniert|erstattet|gebucht|reserviert|geandert|verschickt|versendet|verlangert|gutgeschrieben|aktiviert|gesperrt|geloscht|verschoben)|\bihre? [a-z]+ (?:wurde|ist) (?:[^ ]+ ){0,3}(?:storniert|erstattet|gebucht|reserviert|bestatigt|geandert|verschickt|versendet|genehmigt|verschoben)/,
    /stornier|erstatt|gebucht|reservier|bestatig|geandert|verschickt|versend|verlanger|gutgeschrieben|aktivier|genehmig|verschoben|ok\b/,
  ],
  [
    /\b(?:he|hemos) (?:cancelado|reembolsado|reservado|cambiado|enviado|modificado|confirmado|activado|anulado)|\bsu [a-z]+ (?:ha sido|esta|queda) (?:cancelad|reembolsad|reservad|confirmad|enviad|modificad|anulad|aprobad)|\b(?:cancelei|reembolsei|reservei|alterei|enviei|cancelamos|confirmei|agendei|remarquei)\b|\b(?:seu|sua) [a-z]+ (?:foi|esta) (?:cancelad|reembolsad|reservad|confirmad|enviad|alterad|aprovad|agendad)/,
    /cancel|reembols|reserv|confirm|envi|modific|anul|aprob|aprov|alter|agend|ok\b/,
  ],
];

/** Days that a promise may name, each with how sources name it. */
const DAYS =
  /\b(?:today|tonight|tomorrow|(?:by|on|until|before|next|this) (?:monday|tuesday|wednesday|thursday|friday|saturday|sunday|week|weekend|month)|heute|morgen|ubermorgen|(?:bis|am|nachsten?|diese|kommenden?) (?:montag|dienstag|mittwoch|donnerstag|freitag|samstag|sonntag|woche|monat)|hoy|manana|el (?:lunes|martes|miercoles|jueves|viernes|sabado|domingo)|(?:la proxima|esta) semana|hoje|amanha|(?:na|ate|proxima) (?:segunda|terca|quarta|quinta|sexta)|(?:na proxima|esta|proxima) semana|demain|aujourd'hui|(?:lundi|mardi|mercredi|jeudi|vendredi|samedi|dimanche)|oggi|domani|(?:lunedi|martedi|mercoledi|giovedi|venerdi|sabato|domenica)|immediately|right away|sofort|umgehend|de inmediato|imediatamente|immediatement|subito)\b/;
const ARRIVES =
  /arriv|deliver|\bship|dispatch|refund|\bbe ready|call you|pick(?:ed)? up|repair|ankomm|\bliefer|geliefert|verschick|versend|abgeholt|fertig|anruf|ruck?ruf|llega|entreg|envi|recog|llamar|reembols|cheg|retira|ligar|pronto|livr|expedi|rembours|appel|consegn|spedi|chiam|rimbors|bei ihnen|be with you|have it/;

/** Sentences that leave it open, or tell what cannot be said. */
const OPEN =
  /\b(?:whether|can't|cannot|can not|unable|not able|don't know|do not know|not sure|find out|look into|check|asked?|forward(?:ed)?|pass(?:ed)? (?:this|it|your)|ob|pruf\w*|klar\w*|frage\w*|weitergeb\w*|(?:kann|konnen|weiss) (?:[^ ]+ ){0,6}nicht|no (?:puedo|podemos|se)|consult\w*|averigu\w*|verific\w*|preguntar\w*|nao (?:posso|podemos|sei)|perguntar\w*|ne (?:peux|pouvons|sais) pas|demander\w*|verifi\w*|non (?:posso|possiamo|so)|chied\w*)\b/;

/** A promise, and what must be in a source for it. */
export interface PromiseFound {
  source: RegExp;
  /** Whether only a tool's result or a colleague's words can be that source. */
  isDone: boolean;
}

/** What a folded sentence promises. */
export function promisesIn(sentence: string): PromiseFound[] {
  const done = DONE.filter(([said]) => said.test(sentence)).map(([, source]) => ({ source, isDone: true }));
  if (OPEN.test(sentence)) return done;
  const outright = OUTRIGHT.filter(([said]) => said.test(sentence)).map(([, source]) => source);
  const matters = COMMITS.test(sentence) ? Object.values(MATTERS).filter((matter) => matter.test(sentence)) : [];
  return [...done, ...[...outright, ...matters, ...daysIn(sentence)].map((source) => ({ source, isDone: false }))];
}

const daysIn = (sentence: string): RegExp[] => {
  const [day] = DAYS.exec(sentence) ?? [];
  if (day === undefined || !COMMITS.test(sentence) || !ARRIVES.test(sentence)) return [];
  return [new RegExp(`\\b${day.split(' ').at(-1)}|same day|next day|am selben tag|mismo dia|mesmo dia|24 h`)];
};
