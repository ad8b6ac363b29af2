/** Politeness that may stand around a word that is a request by itself. */
export const COURTESIES: readonly string[] = [
  `please|pls|plz|now|thanks|thank you|hi|hello|hey|ok|okay|yes`,
  `bitte|hallo|jetzt|danke`,
  `por favor|porfa|hola|gracias|ahora`,
  `oi|olá|obrigad[oa]`,
  `s'il vous pla[iî]t|s'il te pla[iî]t|svp|bonjour|merci`,
  `per favore|ciao|grazie`,
  `alsjeblieft|alstublieft|aub|graag`,
  `من فضلك|لو سمحت|رجاء`,
  `tolong|mohon|lütfen|proszę|пожалуйста|kripya`,
];
