// @ts-check
// What the interface says, in the language of the talk: English, German, French, Italian.

/** @type {Record<string, string>} */
const words = {
  // Keys, in the order of the help panel.
  help: 'Keys|Tasten|Touches|Tasti',
  next: 'next step|nächster Schritt|étape suivante|passo seguente',
  previous: 'previous step|Schritt zurück|étape précédente|passo precedente',
  nextSlide: 'next slide|nächste Folie|diapositive suivante|diapositiva seguente',
  previousSlide: 'previous slide|Folie zurück|diapositive précédente|diapositiva precedente',
  first: 'first slide|erste Folie|première diapositive|prima diapositiva',
  last: 'last slide|letzte Folie|dernière diapositive|ultima diapositiva',
  digit: 'slide by number, Enter|Folie nach Nummer, Enter|diapositive par numéro, Entrée|diapositiva per numero, Invio',
  find: 'find a slide|Folie suchen|chercher une diapositive|cerca una diapositiva',
  overview: 'overview|Übersicht|vue d’ensemble|panoramica',
  unseen: 'next unseen|nächste ungesehene|prochaine non vue|prossima non vista',
  back: 'back|zurück|retour|indietro',
  black: 'black|schwarz|noir|nero',
  white: 'white|weiss|blanc|bianco',
  full: 'full screen|Vollbild|plein écran|schermo intero',
  freeze: 'hold the audience’s screen|Saalbild festhalten|figer l’écran du public|ferma lo schermo del pubblico',
  presenter: 'presenter window|Sprecherfenster|fenêtre de l’orateur|finestra del relatore',
  timer: 'clock|Uhr|chrono|orologio',
  timerReset: 'clock to zero|Uhr auf null|chrono à zéro|azzera l’orologio',
  question: 'question|Frage|question|domanda',
  mark: 'mark the slide|Folie merken|marquer la diapositive|segna la diapositiva',
  drawer: 'notes|Notizen|notes|note',
  laser: 'laser|Laserpunkt|laser|laser',
  pen: 'pen|Stift|stylo|penna',
  spotlight: 'spotlight|Scheinwerfer|projecteur|faretto',
  zoom: 'zoom|Lupe|loupe|lente',
  clear: 'wipe the ink|Tinte löschen|effacer l’encre|cancella l’inchiostro',
  color: 'light, dark, contrast|hell, dunkel, Kontrast|clair, sombre, contraste|chiaro, scuro, contrasto',
  reader: 'reader view|Leseansicht|lecture|lettura',
  close: 'close|schliessen|fermer|chiudi',
  lastKey: 'Last keys|Letzte Tasten|Dernières touches|Ultimi tasti',
  nothing: 'nothing|nichts|rien|niente',
  // The tools of the pen.
  highlighter: 'highlighter|Textmarker|surligneur|evidenziatore',
  undo: 'undo|rückgängig|annuler|annulla',
  // Overview and search.
  slide: 'slide|Folie|diapositive|diapositiva',
  slides: 'slides|Folien|diapositives|diapositive',
  filter: 'type to filter|tippen filtert|taper pour filtrer|digita per filtrare',
  optional: 'optional|entbehrlich|facultative|facoltativa',
  backup: 'Backup|Reserve|Réserve|Riserva',
  // The presenter window and its absence.
  alone: 'no presenter window|kein Sprecherfenster|pas de fenêtre de l’orateur|nessuna finestra del relatore',
  openAudience: 'audience’s window|Saalfenster|fenêtre du public|finestra del pubblico',
  of: 'of {}|von {}|sur {}|su {}',
  left: 'left, ends {}|übrig, Ende {}|restant, fin {}|rimanenti, fine {}',
  over: 'over time|über der Zeit|dépassé|oltre il tempo',
  time: 'on time|im Plan|à l’heure|in orario',
  behind: '{} behind|{} im Rückstand|{} de retard|{} di ritardo',
  ahead: '{} ahead|{} voraus|{} d’avance|{} di anticipo',
  skip: 'skip {} optional, saves {}|{} freie auslassen, spart {}|sauter {} facultatives, gagne {}|salta {} facoltative, risparmia {}',
  spent: 'this slide: {} of {}|diese Folie: {} von {}|cette diapositive : {} sur {}|questa diapositiva: {} su {}',
  slideOf: 'slide {} of {}|Folie {} von {}|diapositive {} sur {}|diapositiva {} di {}',
  stepOf: 'step {} of {}|Schritt {} von {}|étape {} sur {}|passo {} di {}',
  held: 'audience held on {}|Saalbild steht auf {}|public figé sur {}|pubblico fermo: {}',
  nextTitle: 'Next: {}|Danach: {}|Ensuite : {}|Poi: {}',
  keep: 'save times|Zeiten speichern|enregistrer les temps|salva i tempi',
  end: 'End|Ende|Fin|Fine',
  noNotes: 'no notes: build with --notes|keine Notizen: mit --notes bauen|pas de notes : construire avec --notes|nessuna nota: costruire con --notes',
  arrange: 'arrangement|Anordnung|disposition|disposizione',
};

/** Of the words in four languages those in one; other languages read English. @type {(list: string, language: string) => string} */
function oneOf(list, language) {
  const all = list.split('|');
  return all[['en', 'de', 'fr', 'it'].indexOf(language.slice(0, 2).toLowerCase())] ?? all[0];
}

/**
 * Words of the interface, in the language of the page, their blanks filled with values. In a deck the list holds one language only:
 * `build.rs` has chosen it, and knows the next line but two.
 * @type {(word: string, ...values: (string | number)[]) => string}
 */
export function say(word, ...values) {
  const text = oneOf(words[word], document.documentElement.lang);
  return values.reduce((/** @type {string} */ filled, value) => filled.replace('{}', () => String(value)), text);
}
