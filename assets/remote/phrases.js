// @ts-check
// What the page of a phone says, in the language of the talk. Manual page: tests/spec/remote.md

const LANGUAGES = ['en', 'de', 'fr', 'it'];

/** @type {Record<string, string>} */
const phrases = {
  remote: 'Remote|Fernbedienung|Télécommande|Telecomando',
  ask: 'Enter the six digits that the terminal of the laptop shows.|Die sechs Ziffern eingeben, die das Terminal des Laptops zeigt.|Entrez les six chiffres qu’affiche le terminal de l’ordinateur.|Inserisci le sei cifre che mostra il terminale del portatile.',
  code: 'code|Code|code|codice',
  pair: 'Pair|Verbinden|Associer|Collega',
  trying: 'One moment …|Einen Moment …|Un instant …|Un momento …',
  wrong: 'Not right. Tries left: {}.|Nicht richtig. Noch {} Versuche.|Incorrect. Essais restants : {}.|Non è giusto. Tentativi rimasti: {}.',
  locked: 'Five wrong codes. Press Enter in the terminal for another code.|Fünf falsche Codes. Im Terminal Enter drücken für einen neuen.|Cinq codes faux. Appuyez sur Entrée dans le terminal pour un autre.|Cinque codici errati. Premi Invio nel terminale per un altro.',
  none: 'That code is over. The terminal shows another.|Dieser Code ist abgelaufen. Das Terminal zeigt einen neuen.|Ce code a expiré. Le terminal en affiche un autre.|Quel codice è scaduto. Il terminale ne mostra un altro.',
  unreachable: 'The laptop cannot be reached.|Der Laptop ist nicht erreichbar.|L’ordinateur est injoignable.|Il portatile non è raggiungibile.',
  forgotten: 'This phone is no longer paired.|Dieses Telefon ist nicht mehr verbunden.|Ce téléphone n’est plus associé.|Questo telefono non è più collegato.',
  next: 'next|weiter|suivant|avanti',
  previous: 'back|zurück|retour|indietro',
  laser: 'laser|Laser|laser|laser',
  question: 'question|Frage|question|domanda',
  black: 'black|schwarz|noir|nero',
  size: 'text|Schrift|texte|testo',
  drag: 'Drag a finger: the laser is where it is on the slide.|Mit dem Finger ziehen: der Laserpunkt folgt auf der Folie.|Glissez un doigt : le laser le suit sur la diapositive.|Trascina un dito: il laser lo segue sulla diapositiva.',
  of: 'of {}|von {}|sur {}|di {}',
  step: 'step {} of {}|Schritt {} von {}|étape {} sur {}|passo {} di {}',
  then: 'Next: {}|Danach: {}|Ensuite : {}|Poi: {}',
  end: 'End of the talk|Ende des Vortrags|Fin de l’exposé|Fine della presentazione',
  noNotes: 'No notes on this slide.|Keine Notizen zu dieser Folie.|Pas de notes pour cette diapositive.|Nessuna nota per questa diapositiva.',
  start: 'start|Start|démarrer|avvia',
  pause: 'paused|Pause|en pause|in pausa',
  left: '{} left|noch {}|reste {}|restano {}',
  over: '{} over|{} darüber|{} de trop|{} in più',
  asked: 'question, {}|Frage, {}|question, {}|domanda, {}',
  time: 'on time|im Plan|à l’heure|in orario',
  behind: '{} behind|{} im Rückstand|{} de retard|{} di ritardo',
  ahead: '{} ahead|{} voraus|{} d’avance|{} di anticipo',
  isBlack: 'screen is black|Bild ist schwarz|écran noir|schermo nero',
  isWhite: 'screen is white|Bild ist weiss|écran blanc|schermo bianco',
  held: 'audience held on {}|Saalbild steht auf {}|public figé sur {}|pubblico fermo: {}',
  lost: 'No connection to the laptop. Trying again …|Keine Verbindung zum Laptop. Neuer Versuch …|Pas de connexion avec l’ordinateur. Nouvel essai …|Nessuna connessione con il portatile. Nuovo tentativo …',
  silent: 'The laptop’s page does not answer.|Die Seite auf dem Laptop antwortet nicht.|La page de l’ordinateur ne répond pas.|La pagina sul portatile non risponde.',
  alone: 'The talk is not open on the laptop. Open the address that the terminal shows there.|Der Vortrag ist auf dem Laptop nicht offen. Dort die Adresse öffnen, die das Terminal zeigt.|L’exposé n’est pas ouvert sur l’ordinateur. Ouvrez-y l’adresse qu’affiche le terminal.|La presentazione non è aperta sul portatile. Apri lì l’indirizzo che mostra il terminale.',
};

/** A phrase in the language of the page, its blanks filled. @type {(name: string, ...values: (string | number)[]) => string} */
export function phrase(name, ...values) {
  const all = phrases[name].split('|');
  const text = all[LANGUAGES.indexOf(document.documentElement.lang.slice(0, 2).toLowerCase())] ?? all[0];
  return values.reduce((/** @type {string} */ filled, value) => filled.replace('{}', () => String(value)), text);
}
