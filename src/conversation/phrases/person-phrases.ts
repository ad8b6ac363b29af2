/**
 * How customers ask for a person, by language, as sources of regular expressions: spelled as people spell, compared
 * without accents (see `infra/fold.ts`), always as whole words, with one space on either side. A phrase needs a verb of asking or of talking beside the
 * person, so that "human resources" or "a table for one person" is none.
 */

const EN_ADJECTIVES = `(?:(?:directly|with|to|a|an|the|any|some|your|another|one of your|(?:a )?members? of|real|live|actual|human|customer|service|support|care|sales|senior) )*`;
const EN_PEOPLE = `(?:person|(?:real|actual|live) people|human being|human(?! (?:resource|right|trafficking|hair|error)s?)|agent|operator|representative|rep|advis[eo]r|employee|colleague|(?:some|any)(?:one|body)|manager|supervisor|owner|staff|team|support|sales|(?:customer|human) (?:service|support|care))`;
const EN_SURE = `(?:human being|human (?:agent|operator|person|representative|support|help|assistance)|(?:real|live|actual) (?:person|human|agent|people|operator|representative|support)|(?:customer|support|service) (?:service |support )?(?:agent|representative|rep)|human|person|representative|operator|agent)`;
const EN_AFTER = `(?= $| (?:please|pls|plz|now|here|instead|asap|who|that|to (?:talk|speak|help|answer|call)|about|i can|because|right away|right now|not a|or|and) )`;
const EN_END = `(?= $| (?:please|pls|plz|anymore|any more|now|here|thanks|but|just|i|give|get|let) )`;
const EN_BOT = `(?:(?:chat ?|ro)?bots?)`;
const ENGLISH = [
  `(?:talk|tlak|takl|speak|chat|complain|connect(?: me)?|be connected|transfer(?: me)?|be transferred|put me (?:through|on|in touch)|pass me(?: on)?|hand me over|escalate(?: me| this| it)?) (?:to|with) ${EN_ADJECTIVES}${EN_PEOPLE}`,
  `(?:i|we|me|would|i'd|we'd|can|could|may|to|just|you|please) (?:want|need|like|prefer|demand|get|have|reach|contact|give me|get me) (?:to (?:get|have|reach|contact) )?(?:me )?${EN_ADJECTIVES}${EN_SURE}${EN_AFTER}`,
  `(?:want|need|prefer|give me|get me|contact|reach|help from) (?:a |an |the )?(?:human|(?:real |live )?person|live agent|real human|human agent|agent)${EN_AFTER}`,
  `(?:contact|reach) (?:customer )?(?:support|service)(?= $| (?:please|pls|now) )`,
  `(?:is there|are there) (?:a |an |any )?(?:human|real person|real people|live agent|human agent)s?${EN_AFTER}`,
  `is any(?:one|body) (?:real|human)|some(?:one|body) real${EN_END}`,
  `(?:can|could|may|will|would) (?:a |an |some )?(?:human|(?:real |actual )?person|real human|agent|representative) (?:please |just )?(?:help|call|answer|assist|talk|speak|contact|look)`,
  `(?:can|could|may|would) (?:some|any)(?:one|body) (?:please )?(?:call|phone|ring) (?:me|us)|can i (?:call|phone) some(?:one|body)`,
  `(?:transfer|connect) (?:me|us)${EN_END}|escalate (?:this|it|my)`,
  `(?:human|human agent|human being|(?:real |actual )person|real human|live (?:agent|person|chat|support)) (?:please|pls|plz)`,
  `(?:do not|don't|dont) want (?:an? |the |this |your |any )?(?:${EN_BOT}|ai)${EN_END}`,
  `(?:do not|don't|dont) want to (?:talk|speak|chat) (?:to|with) (?:an? |the |this |your |any )?(?:${EN_BOT}|machine|computer|ai)`,
  `(?:no(?: more)?|not an?|stop (?:the|this|that)|hate (?:the|this|your|that)) ${EN_BOT}${EN_END}`,
];

const DE_PERSON = `(?:mensch(?:en)?|person|mitarbeiter(?:in)?|(?:kunden)?berater(?:in)?|chef(?:in)?|vorgesetzten?|support|team|kolleg(?:en|in)|ansprechpartner(?:in)?|sachbearbeiter(?:in)?|kundenservice|kundendienst|jemande?m?)`;
const DE_ARTICLE = `(?:(?:einem|einer|einen|eine|nem|ner|nen|dem|der|ihrem|eurem|echten|echte|richtigen|realen|menschlichen|anderen) )*`;
const GERMAN = [
  `mit ${DE_ARTICLE}${DE_PERSON} (?:[^ ]+ ){0,3}?(?:sprechen|reden|schreiben|chatten|telefonieren|verbinden|verbunden)`,
  `(?:sprechen|reden|chatten|verbinden sie mich|verbinde mich|verbindet mich) (?:bitte )?mit ${DE_ARTICLE}${DE_PERSON}`,
  `(?:will|möchte|moechte|brauche|verlange|hätte gerne?|haette gerne?|geben sie mir|gib mir) (?:bitte |jetzt |gerne )?(?:einen|nen|eine) (?:echten |richtigen |menschlichen |echte |reale )?(?:menschen|mitarbeiter(?:in)?|kundenberater(?:in)?|ansprechpartner(?:in)?)(?! (?:rabatt|ausweis))`,
  `(?:einen?|nen|den|die|jemanden?|mitarbeiter(?:in)?|menschen) (?:${DE_PERSON} )?(?:bitte |gerne |persönlich )?sprechen`,
  `(?:gibt es|ist) (?:hier |da )?(?:ein(?:en)?|nen|irgendein(?:en)?) (?:echten? )?mensch(?:en)?|kann (?:mir|mich) (?:bitte )?(?:ein(?:e)? )?(?:echter |echte )?(?:mensch|mitarbeiter(?:in)?) (?:helfen|anrufen|antworten)`,
  `kann mich (?:bitte )?jemand (?:bitte )?(?:anrufen|zurückrufen)|verbinden sie mich(?= $| bitte )|support kontaktieren`,
  `an (?:einen|eine|nen) (?:menschlichen |echten )?(?:mitarbeiter(?:in)?|menschen) (?:weiter|über)[a-z]*`,
  `weiter an (?:einen|eine|nen) (?:mitarbeiter(?:in)?|menschen)|leiten? (?:sie )?mich (?:bitte )?an (?:einen|eine|nen) (?:mitarbeiter(?:in)?|menschen)`,
  `(?:kein(?:en)? (?:chat ?)?(?:bot|roboter)|nicht mit (?:einem|einer|nem|ner|dem|der|diesem) (?:(?:chat ?)?bot|roboter|maschine|computer|ki))(?= $| (?:bitte|mehr|reden|sprechen|schreiben|sondern) )`,
];

const ES_PERSON = `(?:personas?|humano|ser humano|agente|asesora?|soporte|gerente|(?:atenci[oó]n|servicio) al cliente|operadora?|representante|ejecutiv[oa]|alguien|emplead[oa]|encargad[oa]|supervisora?)`;
const SPANISH = [
  `(?:h?ablar|comunicar(?:me|nos)?|comun[ií]que(?:nme|me)?|conversar|chatear|contactar(?:me)?|p[aá]se(?:nme|me)|pasar(?:me)?|conectar(?:me)?|con[eé]cte(?:nme|me)|transferir(?:me)?|transfi[eé]ra(?:nme|me)|ser atendid[oa]|me atienda|atendid[oa]) (?:[^ ]+ )?(?:con|por|a)? ?(?:(?:una?|el|la|alg[uú]n|alguna|otra) )?${ES_PERSON}`,
  `(?:quiero|necesito|prefiero|exijo|quisiera) (?:a )?(?:una?|alg[uú]n) (?:humano|ser humano|persona (?:real|humana|de verdad)|agente|asesora?|operadora?)(?= $| (?:por favor|humano|real|ya|ahora) )`,
  `(?:p[aá]same|ayuda|ayude|atienda|atender|atienda|contactar|llame|llamar) (?:con |de |a |por )?(?:una?|el|alg[uú]n) (?:humano|ser humano|persona|agente|asesora?|operadora?|ejecutivo)(?= $| (?:por favor|real|humana|ya|ahora) )`,
  `p[aá]same con ${ES_PERSON}|alguien que me (?:atienda|ayude|llame)|(?:puede|podr[ií]a) (?:alguien )?llamarme(?: alguien)?`,
  `hay (?:alg[uú]n|alguna|una?) (?:humano|persona|agente|asesora?)(?= $| (?:real|ah[ií]|aqu[ií]|que me|con (?:quien|la que|el que)) )`,
  `no quiero (?:(?:un |el |este )?(?:chat ?bot|bot|robot)|hablar con (?:una? |el |la |este )?(?:chat ?bot|bot|robot|m[aá]quina))(?= $| (?:por favor|quiero|sino) )`,
];

const PT_PERSON = `(?:pessoas?|humano|suporte|vendedora?|ser humano|atendente|agente|operadora?|representante|algu[eé]m|funcion[aá]ri[oa]|consultora?|gerente)`;
const PORTUGUESE = [
  `(?:falar?|conversar|ser atendid[oa]|me transfere|me transfira|transferir|me passa|me passar|passar) (?:[^ ]+ )?(?:com|c|por|para|pra) (?:(?:uma?|algum|alguma|o|a|seu) )?${PT_PERSON}`,
  `(?:quero|preciso|gostaria|prefiro) (?:de )?(?:uma? )?(?:humano|ser humano|atendente|atendimento humano|ajuda humana|pessoa real|pessoa de verdade)`,
  `cham(?:ar|a|e) (?:uma? |o )?(?:atendente|humano|pessoa|vendedora?|gerente)|(?:uma? )(?:pessoa|atendente) por favor`,
  `tem (?:algum|alguma|uma?) (?:humano|pessoa|atendente)(?= $| (?:a[ií]|aqui|real|que|para|pra) )`,
  `n[aã]o quero (?:falar com )?(?:um |o |esse )?(?:chat ?bot|bot|rob[oô])(?= $| (?:por favor|quero) )`,
];

const FR_PERSON = `(?:humain|qqn|service client|support|[eê]tre humain|personne|conseill(?:er|[eè]re)|agent|op[eé]rat(?:eur|rice)|quelqu'un|repr[eé]sentante?|coll[eè]gue|employ[eé]e?|interlocuteur|responsable)`;
const FRENCH = [
  `(?:parl(?:er|é)|discuter|[eé]changer|communiquer|relation|contact) (?:directement )?(?:[aà]|avec|au) (?:(?:une?|vraie?|un de vos|l'un de vos|votre|le|la|du) )*${FR_PERSON}`,
  `(?:je veux|je voudrais|j'aimerais|je souhaite|il me faut|j'ai besoin d') ?(?:avoir )?(?:une?) (?:humain|vraie personne|conseiller|agent humain|[eê]tre humain|op[eé]rateur)`,
  `(?:passez moi|passer à|joindre|contacter|besoin d'|mettez moi avec) ?(?:une?|le|la) (?:humain|vraie personne|conseill[eè]re?|conseiller|agent|op[eé]rateur|responsable)`,
  `(?:y a t il|il y a|est ce qu'il y a) (?:un|une) (?:vrai )?(?:humain|vraie personne|conseiller)|quelqu'un (?:peut|pourrait) (?:il )?m'appeler|(?:un|une) (?:humain|vraie personne|conseiller) (?:peut|pourrait)`,
  `(?:ne veux pas|pas) (?:parler )?(?:à |avec |de |d')?(?:un |une |ce |votre )?(?:chat ?bot|robot|bot)(?= $| (?:svp|s'il|merci|je|mais) )`,
];

const IT_PERSON = `(?:persona|umano|essere umano|operatore|operatrice|agente|qualcuno|consulente|responsabile|addett[oa]|rappresentante)`;
const ITALIAN = [
  `(?:parlare|conversare|chattare|comunicare|contatto|passarmi|passami|mettermi in contatto) (?:[^ ]+ )?con (?:(?:un|una|qualche|il|la|vera) |un'|l')*${IT_PERSON}`,
  `(?:voglio|vorrei|mi serve|ho bisogno di|preferisco) (?:un |una |un')(?:umano|persona (?:reale|vera)|operatore|operatrice|essere umano)`,
  `(?:(?:mi (?:passi|può passare|puoi passare|passa)|passami|passatemi|contattare|c'è|c'e) )(?:un |una |un'|l')?(?:umano|persona (?:reale|vera)|operatore|operatrice|essere umano|responsabile)|assistenza umana`,
  `(?:non voglio (?:parlare con )?|niente |basta )(?:una? |il |questo )?(?:chat ?bot|bot|robot)(?= $| (?:per favore|grazie|voglio) )`,
];

const NL_PERSON = `(?:mens|persoon|medewerker|collega|iemand|adviseur|manager|klantenservice)`;
const DUTCH = [
  `met (?:(?:een|de|echte?|levend|menselijke) )*${NL_PERSON} (?:[^ ]+ ){0,3}?(?:spreken|praten|chatten|bellen|doorverbinden|doorverbonden)`,
  `(?:spreken|praten|chatten|doorverbinden|doorverbonden|contact|verbind (?:me|mij)(?: door)?) met (?:(?:een|de|echte?|levend) )*${NL_PERSON}`,
  `(?:wil|wens) (?:graag |nu )?een (?:echt |echte )?(?:mens|medewerker|persoon)(?! (?:die|van|met))`,
  `(?:iemand|medewerker|mens) (?:graag |nu )?spreken|is er (?:een|hier een) (?:echt |echte )?(?:mens|medewerker)|mag ik (?:een|met een) (?:echte )?(?:mens|medewerker)`,
  `kan iemand (?:mij|me) (?:terug)?bellen|verbind (?:me|mij) door(?= $| (?:aub|alsjeblieft|alstublieft) )`,
  `(?:geen|niet met (?:een|de|deze)) (?:chat ?)?(?:bot|robot)(?= $| (?:aub|alsjeblieft|graag|praten|spreken|chatten|meer) )`,
];

const HINDI = [
  `(?:insaa?n|aadmi|admi|vyakti|manushya|human|agent|executive|person|operator|manager|customer care|kisi) (?:wale )?se (?:[^ ]+ )?(?:baat|bat|baath|connect|chat)(?! (?:nahi|nahin|mat))`,
  `(?:इंसान|आदमी|व्यक्ति|मनुष्य|एजेंट|किसी|ग्राहक सेवा) से (?:[^ ]+ )?बात(?! नहीं)`,
  `कस्टमर केयर से (?:[^ ]+ )?बात|(?:इंसान|एजेंट|मैनेजर) चाहिए|बात (?:करनी|करना) है (?:किसी )?(?:इंसान|एजेंट) से`,
  `(?:insaa?n|human|agent|executive|asli (?:insaa?n|aadmi)) chahiye|ba+t karn[ia] hai (?:kisi )?(?:insaa?n|agent|human|manager|executive) se|koi (?:asli )?insaa?n hai`,
  `bot (?:nahi|nahin|nhi) cha[hi]+ye`,
];

const AR_PERSON = `(?:شخص|إنسان|موظف|موظفة|بشري|حد|أحد|مندوب|ممثل|خدمة العملاء|الموظف|المدير|مسؤول)`;
const ARABIC = [
  `(?:أتكلم|أتحدث|التحدث|التكلم|أحكي|احكي|أكلم|اكلم|تكلم|التواصل|أتواصل|كلمني|حولني|تحويلي?|وصلني) (?:[^ ]+ )?(?:(?:مع|إلى|الى|على) )?[لب]?${AR_PERSON}`,
  `(?:أريد|اريد|أبغى|ابغى|أبي|عايز|عاوز|بدي|أحتاج|محتاج) (?:موظف|إنسان|شخص حقيقي|إنسان حقيقي|شخص بشري|خدمة العملاء)`,
  `(?:لا أريد|لا اريد|مش عايز|مش عاوز|ما أبي|ما ابغى) (?:(?:التحدث|اتكلم|التكلم) مع )?(?:ال)?(?:روبوت|بوت|آلة)`,
];

const INDONESIAN = [
  `(?:bicara|berbicara|ngobrol|ngomong|chat|hubungkan|terhubung|disambungkan|sambungkan) (?:[^ ]+ )?(?:dengan|dgn|sama|ke) (?:seorang )?(?:manusia|orang(?! (?:tua|lain))|agen|operator|petugas|admin|cs|customer service|staf|pegawai|seseorang)`,
  `(?:mau|ingin|minta|butuh) (?:seorang )?(?:manusia|orang asli|operator|agen manusia|cs manusia|admin(?: manusia)?|cs|bantuan manusia)(?= $| (?:dong|ya|tolong|sekarang|asli) )`,
  `(?:tidak|gak|ga|nggak|enggak) mau (?:bicara dengan |chat dengan )?(?:bot|robot|mesin)`,
];

const TR_PERSON = `(?:insan|gerçek (?:bir )?(?:insan|kişi)|(?:müşteri )?temsilci(?:si|niz)?|yetkili|operatör|biri|birisi|kişi|canlı destek|müşteri hizmetleri)`;
const TURKISH = [
  `${TR_PERSON}(?: ?(?:ile|yle|yla|la|le|ye|ya|e|a|ne|nle|ine|mle))? (?:[^ ]+ )?(?:görüş|konuş|bağla|aktar)[a-zşğıöüç]*(?! istemiyor)`,
  `(?:(?:ro)?botla|(?:ro)?bot ile|makineyle) (?:konuş|görüş)[a-zşğıöüç]* istemiyorum|(?:ro)?bot istemiyorum|müdür(?:le|ünüzle|ünüz ile| ile) (?:görüş|konuş)[a-zşğıöüç]*`,
  `(?:(?:gerçek )?(?:bir )?(?:insan|gerçek kişi)|canlı destek|müşteri temsilcisi|temsilci) (?:istiyorum|lazım|lütfen)`,
];

const POLISH = [
  `(?:po|na)?(?:rozmawiać|połączyć|połączcie|połącz mnie|kontakt) (?:mnie )?z (?:żywym |prawdziwym )?(?:człowiekiem|konsultantem|konsultantką|pracownikiem|kierownikiem|osobą|kimś)`,
  `(?:rozmow[aęy]|połączeni[ea]|kontakt) z (?:żywym |prawdziwym )?(?:człowiekiem|konsultantem|konsultantką|pracownikiem|kimś)|z (?:człowiekiem|konsultantem|pracownikiem) (?:chcę )?(?:po)?rozmawiać`,
  `(?:chcę|potrzebuję|poproszę|proszę) (?:żywego |prawdziwego )?(?:człowieka|konsultanta|konsultantkę|pracownika)(?= $| (?:proszę|teraz) )`,
  `nie chcę (?:rozmawiać z )?(?:bota|botem|robota|robotem|maszyną)`,
];

const RU_WITH = `(?:человеком|оператором|сотрудником|менеджером|специалистом|консультантом|администратором|кем нибудь|кем то)`;
const RU_WHOM = `(?:человека|оператора|сотрудника|менеджера|специалиста|консультанта|администратора)`;
const RUSSIAN = [
  `(?:поговорить|говорить|общаться|соедините|связаться|переключите|свяжите|переведите)(?: меня| я| мне)? (?:со? |на )?(?:живым |живого )?(?:${RU_WITH}|${RU_WHOM})`,
  `(?:позовите|пригласите|дайте|нужен|нужна|хочу|можно) (?:мне )?(?:живой |живого )?(?:человек|оператор|${RU_WHOM})(?= $| пожалуйста )|${RU_WHOM} (?:позовите|пригласите|дайте)`,
  `не хочу (?:говорить|общаться|разговаривать) с (?:бот|робот|машин)[а-я]+|есть кто живой`,
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
  `(?:an? |the |real |live |actual |to )*(?:human|human (?:being|agent|support|help)|(?:contact )?agent|real person|live (?:person|chat|support)|operator|representative|customer (?:service|support|care)(?: agent| representative)?)`,
  `(?:ein(?:en|e)? )?(?:echte[rn]? |menschlicher )?(?:mensch(?:en)?|mitarbeiter(?:in)?|kundenberater(?:in)?|kundenservice|kundendienst)`,
  `(?:una? )?(?:humano|ser humano|agente|asesora?|operadora?|ejecutivo|persona real|agente humano|agente real|(?:atención|servicio) al cliente)`,
  `(?:uma? )?(?:atendente|atendente humano|atendimento humano|pessoa real)`,
  `(?:une? )?(?:humain|conseiller|conseillère|vraie personne|opérateur|service client)`,
  `(?:una? |un')?(?:umano|operatore|operatrice|operatore umano|persona (?:reale|vera)|(?:servizio|assistenza) clienti)`,
  `(?:een )?(?:echte? |menselijke )?(?:mens|medewerker)|(?:een )?echte? persoon|klantenservice`,
  `insaan|एजेंट|इंसान|إنسان|موظف|شخص حقيقي|(?:موظف )?خدمة العملاء`,
  `manusia|orang asli|admin|cs|temsilci|müşteri (?:temsilcisi|hizmetleri)|canlı destek|operatör|gerçek insan`,
  `(?:живой )?(?:человек|оператор)|(?:техподдержка|служба поддержки)|konsultant|(?:żywy |prawdziwy )?człowiek|(?:biuro )?obsług[ai] klienta`,
];
