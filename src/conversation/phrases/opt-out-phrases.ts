/**
 * How customers say, with nothing beside it, that they want no more messages, or want them again; as sources of regular
 * expressions, compared without accents (see `infra/fold.ts`). Words that as often mean something else (cancel, end, basta)
 * are left out.
 */
export const STOP: readonly string[] = [
  `(?:stop|stopp|stop all|stopall|stop promotions|(?:stop|no more) (?:messages|messaging|texting|spam)|stop (?:sending|messaging|texting)(?: me)?(?: messages)?)`,
  `unsubscribe(?: me)?|opt ?out|remove me(?: from (?:the|your|this) list)?`,
  `abmelden|abbestellen|austragen|newsletter (?:abmelden|abbestellen)|keine (?:nachrichten|werbung)(?: mehr)?`,
  `baja|(?:darme|dar|dame|deme) de baja|desuscribir(?:me)?|cancelar (?:la |mi )?suscripción|no más mensajes`,
  `parar|pare|detener|sair|descadastrar|cancelar (?:a |minha )?inscrição|(?:não|nao) quero (?:mais )?(?:receber )?mensagens`,
  `arr[eê]te[rz]?|arr[eê]t|(?:me |se )?désabonner|désabonnement|(?:me |se )?désinscrire|désinscription|plus de messages`,
  `ferma|fermati|cancellami|disiscriv(?:i|imi|ere|ermi)|disiscrizione|(?:annulla|cancella) (?:l'|la )?iscrizione|niente messaggi`,
  `stoppen|afmelden|uitschrijven|geen berichten(?: meer)?`,
  `(?:stop|band|bandh) kar(?:o|en|ein|iye|do)|rok(?:o| do)|बंद कर(?:ो|ें|िए| दो)|रोक(?:ो|ें| दो)`,
  `توقف|قف|أوقف|إيقاف|إلغاء الاشتراك|الغي الاشتراك`,
  `berhenti(?: berlangganan)?|hentikan`,
  `dur|durdur|ret|abonelikten (?:çık|ayrıl)|mesaj (?:atma|gönderme)(?:yin)?`,
  `wypisz(?: mnie)?|nie wysyłaj(?:cie)?`,
  `стоп|отписаться|отписка|отпишите(?: меня)?`,
];

export const START: readonly string[] = [
  `start|unstop|resume|(?:re ?)?subscribe(?: me)?|opt ?in`,
  `anmelden|starten|fortsetzen|wieder anmelden`,
  `alta|(?:darme|dar|dame|deme) de alta|iniciar|reanudar|suscribir(?:me)?`,
  `começar|retomar|voltar|inscrever(?:-?me)?`,
  `reprendre|démarrer|(?:m'|s')?abonner`,
  `inizia|riprendi|iscriv(?:imi|ermi)`,
  `hervatten|aanmelden`,
  `(?:shuru|chalu|start) kar(?:o|en|ein|iye|do)|(?:शुरू|चालू) कर(?:ो|ें|िए| दो)`,
  `ابدأ|استئناف|اشتراك`,
  `mulai|lanjutkan|langganan`,
  `başla|başlat|abone ol`,
  `wznów|zapisz mnie`,
  `старт|начать|возобновить|подписаться|подпишите меня`,
];
