/**
 * How customers ask for a person, by language, as sources of regular expressions: spelled as people spell, compared
 * without accents (see `fold.ts`), always as whole words, with one space on either side. A phrase needs a verb of asking or of talking beside the
 * person, so that "human resources" or "a table for one person" is none.
 */

const EN_ADJECTIVES = `(?:(?:directly|with|to|a|an|the|any|some|your|another|one of your|real|live|actual|human|customer|service|support|care|sales|senior) )*`;
const EN_PEOPLE = `(?:person|human being|human(?! (?:resource|right|trafficking|hair|error)s?)|agent|operator|representative|rep|advis[eo]r|employee|colleague|(?:some|any)(?:one|body)|manager|supervisor|(?:customer|human) (?:service|support|care))`;
const EN_SURE = `(?:human being|human (?:agent|operator|person|representative|support|help|assistance)|(?:real|live|actual) (?:person|human|agent|people|operator|representative)|(?:customer|support|service) (?:service |support )?(?:agent|representative|rep)|human|representative|operator|agent)`;
const EN_AFTER = `(?= $| (?:please|pls|plz|now|here|instead|asap|who|that|to (?:talk|speak|help|answer|call)|about|i can|because|right away|right now|not a|or|and) )`;
const ENGLISH = [
  `(?:talk|speak|chat|connect(?: me)?|be connected|transfer(?: me)?|be transferred|put me (?:through|in touch)|pass me(?: on)?|hand me over|escalate(?: me| this| it)?) (?:to|with) ${EN_ADJECTIVES}${EN_PEOPLE}`,
  `(?:i|we|me|would|i'd|we'd|can|could|to|just|you|please) (?:want|need|like|prefer|demand|get|have|reach|contact|give me|get me) (?:to (?:get|have|reach|contact) )?(?:me )?${EN_ADJECTIVES}${EN_SURE}${EN_AFTER}`,
  `(?:want|need|prefer|give me|get me) (?:a |an |the )?(?:human|real person|live agent|real human|human agent)${EN_AFTER}`,
  `(?:is there|are there) (?:a |an |any )?(?:human|real person|real people|live agent|human agent)s?${EN_AFTER}`,
  `(?:human|human agent|human being|real person|real human|live agent|live person) (?:please|pls|plz)`,
  `(?:do not|don't|dont) want to (?:talk|speak|chat) (?:to|with) (?:a|an|the|this|your) (?:ro)?(?:bot|machine|computer|ai)`,
];

const DE_PERSON = `(?:menschen?|person|mitarbeiter(?:in)?|(?:kunden)?berater(?:in)?|kolleg(?:en|in)|ansprechpartner(?:in)?|sachbearbeiter(?:in)?|kundenservice|kundendienst|jemande?m?)`;
const DE_ARTICLE = `(?:(?:einem|einer|einen|eine|nem|ner|nen|dem|der|ihrem|eurem|echten|echte|richtigen|realen|menschlichen|anderen) )*`;
const GERMAN = [
  `mit ${DE_ARTICLE}${DE_PERSON} (?:[^ ]+ ){0,3}?(?:sprechen|reden|schreiben|chatten|telefonieren|verbinden|verbunden)`,
  `(?:sprechen|reden|chatten|verbinden sie mich|verbinde mich|verbindet mich) (?:bitte )?mit ${DE_ARTICLE}${DE_PERSON}`,
  `(?:will|möchte|moechte|brauche|verlange|hätte gerne?|haette gerne?|geben sie mir|gib mir) (?:bitte |jetzt |gerne )?(?:einen|nen|eine) (?:echten |richtigen |menschlichen |echte |reale )?(?:menschen|mitarbeiter(?:in)?|kundenberater(?:in)?|ansprechpartner(?:in)?)(?! (?:rabatt|ausweis))`,
];

const ES_PERSON = `(?:persona|humano|ser humano|agente|asesora?|operadora?|representante|ejecutiv[oa]|alguien|emplead[oa]|encargad[oa]|supervisora?)`;
const SPANISH = [
  `(?:hablar|comunicar(?:me|nos)?|comun[ií]que(?:nme|me)?|conversar|chatear|contactar(?:me)?|p[aá]se(?:nme|me)|pasar(?:me)?|conectar(?:me)?|con[eé]cte(?:nme|me)|transferir(?:me)?|transfi[eé]ra(?:nme|me)|ser atendid[oa]|me atienda|atendid[oa]) (?:[^ ]+ )?(?:con|por|a)? ?(?:(?:una?|el|la|alg[uú]n|alguna|otra) )?${ES_PERSON}`,
  `(?:quiero|necesito|prefiero|exijo|quisiera) (?:a )?(?:una?|alg[uú]n) (?:humano|ser humano|persona (?:real|humana|de verdad)|agente|asesora?|operadora?)(?= $| (?:por favor|humano|real|ya|ahora) )`,
];

const PT_PERSON = `(?:pessoa|humano|ser humano|atendente|agente|operadora?|representante|algu[eé]m|funcion[aá]ri[oa]|consultora?|gerente)`;
const PORTUGUESE = [
  `(?:falar|conversar|ser atendid[oa]|me transfere|me transfira|transferir|me passa) (?:[^ ]+ )?(?:com|por|para|pra) (?:(?:uma?|algum|alguma|o|a|seu) )?${PT_PERSON}`,
  `(?:quero|preciso|gostaria|prefiro) (?:de )?(?:uma? )?(?:humano|ser humano|atendente|atendimento humano|pessoa real|pessoa de verdade)`,
];

const FR_PERSON = `(?:humain|[eê]tre humain|personne|conseill(?:er|[eè]re)|agent|op[eé]rat(?:eur|rice)|quelqu'un|repr[eé]sentante?|coll[eè]gue|employ[eé]e?|interlocuteur|responsable)`;
const FRENCH = [
  `(?:parler|discuter|[eé]changer|communiquer|relation|contact) (?:directement )?(?:[aà]|avec) (?:(?:une?|vraie?|un de vos|l'un de vos|votre) )*${FR_PERSON}`,
  `(?:je veux|je voudrais|j'aimerais|je souhaite|il me faut|j'ai besoin d') ?(?:avoir )?(?:une?) (?:humain|vraie personne|conseiller|agent humain|[eê]tre humain|op[eé]rateur)`,
];

const IT_PERSON = `(?:persona|umano|essere umano|operatore|operatrice|agente|qualcuno|consulente|responsabile|addett[oa]|rappresentante)`;
const ITALIAN = [
  `(?:parlare|conversare|chattare|comunicare|contatto|passarmi|mettermi in contatto) (?:[^ ]+ )?con (?:(?:un|una|qualche|il|la|vera) |un'|l')*${IT_PERSON}`,
  `(?:voglio|vorrei|mi serve|ho bisogno di|preferisco) (?:un |una |un')(?:umano|persona (?:reale|vera)|operatore|operatrice|essere umano)`,
];

const NL_PERSON = `(?:mens|persoon|medewerker|collega|iemand|adviseur|klantenservice)`;
const DUTCH = [
  `met (?:(?:een|echte?|levend|menselijke) )*${NL_PERSON} (?:[^ ]+ ){0,3}?(?:spreken|praten|chatten|bellen|doorverbinden|doorverbonden)`,
  `(?:spreken|praten|chatten|doorverbinden|doorverbonden|verbind me(?: door)?) met (?:(?:een|echte?|levend) )*${NL_PERSON}`,
  `(?:wil|wens) (?:graag |nu )?een (?:echt |echte )?(?:mens|medewerker|persoon)(?! (?:die|van|met))`,
];

const HINDI = [
  `(?:insaa?n|aadmi|admi|vyakti|manushya|human|agent|executive|person|operator|customer care|kisi) (?:wale )?se (?:[^ ]+ )?(?:baat|bat|baath|connect|chat)(?! (?:nahi|nahin|mat))`,
  `(?:इंसान|आदमी|व्यक्ति|मनुष्य|एजेंट|किसी|ग्राहक सेवा) से (?:[^ ]+ )?बात(?! नहीं)`,
];

const AR_PERSON = `(?:شخص|إنسان|موظف|موظفة|بشري|حد|أحد|مندوب|ممثل|خدمة العملاء|الموظف|مسؤول)`;
const ARABIC = [
  `(?:أتكلم|أتحدث|التحدث|التكلم|أحكي|احكي|أكلم|اكلم|تكلم|التواصل|أتواصل|حولني|تحويلي|وصلني) (?:[^ ]+ )?(?:(?:مع|إلى|الى|على) )?(?:ل)?${AR_PERSON}`,
  `(?:أريد|اريد|أبغى|ابغى|أبي|عايز|عاوز|بدي|أحتاج) (?:موظف|إنسان|شخص حقيقي|إنسان حقيقي|شخص بشري|خدمة العملاء)`,
];

const INDONESIAN = [
  `(?:bicara|berbicara|ngobrol|ngomong|chat|hubungkan|terhubung|disambungkan|sambungkan) (?:[^ ]+ )?(?:dengan|dgn|sama|ke) (?:seorang )?(?:manusia|orang(?! (?:tua|lain))|agen|operator|petugas|admin|cs|customer service|staf|pegawai|seseorang)`,
  `(?:mau|ingin|minta|butuh) (?:manusia|orang asli|operator|agen manusia|cs manusia|admin manusia)`,
];

const TR_PERSON = `(?:insan|gerçek (?:bir )?(?:insan|kişi)|(?:müşteri )?temsilci(?:si|niz)?|yetkili|operatör|biri|birisi|kişi|canlı destek|müşteri hizmetleri)`;
const TURKISH = [
  `${TR_PERSON}(?: ?(?:ile|yle|yla|la|le|ye|ya|e|a|ne|nle|ine|mle))? (?:[^ ]+ )?(?:görüş|konuş|bağla|aktar)[a-zşğıöüç]*(?! istemiyor)`,
  `(?:gerçek (?:bir )?(?:insan|kişi)|canlı destek|müşteri temsilcisi|temsilci) (?:istiyorum|lazım|lütfen)`,
];

const POLISH = [
  `(?:rozmawiać|porozmawiać|połączyć|połączcie|połącz mnie|kontakt) (?:mnie )?z (?:żywym |prawdziwym )?(?:człowiekiem|konsultantem|konsultantką|pracownikiem|osobą|kimś)`,
];

const RUSSIAN = [
  `(?:поговорить|соедините|связаться|переключите|свяжите|переведите) (?:меня )?(?:со? |на )?(?:живым |живого )?(?:человеком|человека|оператором|оператора|сотрудником|сотрудника|менеджером|менеджера|специалистом)`,
  `(?:позовите|нужен|хочу) (?:живой |живого )?(?:человека?|оператора?)(?= $)`,
];

export const REQUESTS: readonly string[] = [
  ...ENGLISH,
  ...GERMAN,
  ...SPANISH,
  ...PORTUGUESE,
  ...FRENCH,
  ...ITALIAN,
  ...DUTCH,
  ...HINDI,
  ...ARABIC,
  ...INDONESIAN,
  ...TURKISH,
  ...POLISH,
  ...RUSSIAN,
];

/** What, shortly before a request, makes it none. Questions such as "why can't I" stay requests. */
export const NEGATIONS: readonly string[] = [
  `(?:do not|don't|dont|did not|didn't) (?:want|need|have|wish|like)`,
  `no need|never|without|instead of|rather not`,
  `(?:will|möchte|moechte|muss|brauche) (?:ich )?(?:nicht|keinen?)|ohne`,
  `no (?:quiero|necesito|deseo|hace falta|quisiera)|sin`,
  `não (?:quero|preciso|gostaria)|sem`,
  `ne (?:veux|souhaite|voudrais) pas|pas besoin|sans`,
  `non (?:voglio|vorrei|serve|ho bisogno)|senza`,
  `(?:wil|hoef) (?:ik )?(?:niet|geen)|zonder`,
  `لا (?:أريد|اريد|أحتاج)|مش (?:عايز|عاوز)|ما (?:أبي|ابغى|بدي)`,
  `(?:tidak|tak|gak|ga|nggak) (?:mau|ingin|perlu|usah)|jangan|tanpa`,
  `nie (?:chcę|muszę)|не (?:хочу|надо|нужно)`,
];

/** A message that says nothing else is a request. */
export const ALONE: readonly string[] = [
  `(?:an? |the |real |live |to )*(?:human|human being|human agent|agent|real person|live person|operator|representative|customer (?:service|support|care) (?:agent|representative))`,
  `(?:ein(?:en|e)? )?(?:echte[rn]? )?(?:mensch(?:en)?|mitarbeiter(?:in)?|kundenberater(?:in)?)`,
  `(?:una? )?(?:humano|ser humano|agente|asesora?|operadora?|persona real|agente humano|agente real)`,
  `(?:uma? )?(?:atendente|atendente humano|atendimento humano|pessoa real)`,
  `(?:une? )?(?:humain|conseiller|conseillère|vraie personne|opérateur)`,
  `(?:una? |un')?(?:umano|operatore|operatrice|operatore umano|persona (?:reale|vera))`,
  `(?:een )?(?:mens|medewerker|echt mens|echte persoon)`,
  `insaan|إنسان|موظف|شخص حقيقي|خدمة العملاء`,
  `manusia|orang asli|temsilci|müşteri temsilcisi|canlı destek|operatör`,
  `(?:живой )?(?:человек|оператор)|konsultant|człowiek`,
];
