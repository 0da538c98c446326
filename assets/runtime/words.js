// @ts-check
// What the interface says, in the language of the talk.

/** @typedef {'help'|'next'|'back'|'whole'|'ends'|'number'|'black'|'white'|'full'|'color'|'reader'|'close'|'last'|'nothing'} Word */

const words = {
  en: 'Keys|next step|previous step|whole slide|first, last|slide by number|black|white|full screen|light, dark|reader view|close|Last key|nothing',
  de: 'Tasten|nächster Schritt|Schritt zurück|ganze Folie|erste, letzte|Folie nach Nummer|schwarz|weiss|Vollbild|hell, dunkel|Leseansicht|schliessen|Letzte Taste|nichts',
  fr: 'Touches|étape suivante|étape précédente|diapositive entière|première, dernière|diapositive par numéro|noir|blanc|plein écran|clair, sombre|lecture|fermer|Dernière touche|rien',
  it: 'Tasti|passo seguente|passo precedente|diapositiva intera|prima, ultima|diapositiva per numero|nero|bianco|schermo intero|chiaro, scuro|lettura|chiudi|Ultimo tasto|niente',
};
const order = ['help', 'next', 'back', 'whole', 'ends', 'number', 'black', 'white', 'full', 'color', 'reader', 'close', 'last', 'nothing'];

/**
 * A word of the interface; other languages read English.
 * @type {(word: Word, language: string) => string}
 */
export function say(word, language) {
  const key = language.slice(0, 2).toLowerCase();
  const list = Object.hasOwn(words, key) ? words[/** @type {"en"} */ (key)] : words.en;
  return list.split('|')[order.indexOf(word)];
}
