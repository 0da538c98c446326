// @ts-check
// A page of the audience goes where the speaker is. It has no more slides and steps than were shown, so it cannot run ahead; it may
// look back, and a button leads to the present again. Part of the live script, after live.js. Manual page: tests/spec/remote.md

const follows = liveWords.includes('audience');
/** Where the talk is. @type {{key: number, step: number, cover: string} | undefined} */
let target;
/** Whether this page goes along, or somebody is looking back on it. */
let goesAlong = true;
/** @type {Record<string, string[]>} */
const followWords = {
  en: ['Back to live', 'The talk has not begun. This page will follow it by itself.'],
  de: ['Zurück zum Vortrag', 'Der Vortrag hat noch nicht begonnen. Diese Seite folgt ihm von selbst.'],
  fr: ['Revenir au direct', 'L’exposé n’a pas commencé. Cette page le suivra d’elle-même.'],
  it: ['Torna alla diretta', 'La presentazione non è iniziata. Questa pagina la seguirà da sola.'],
};
const present = document.createElement('button');
const curtain = document.createElement('div');

/** The talk is there now; nothing when it has not begun or the place has not changed. @type {(place?: typeof target) => void} */
function pursue(place) {
  if (!follows) return;
  target = place ?? target;
  curtain.hidden = !target?.cover;
  curtain.style.background = target?.cover === 'white' ? '#fff' : '#000';
  if (goesAlong) catchUp();
  else mark();
}

/** @type {() => {slide: number, step: number} | null} */
function targetPlace() {
  const { stage } = deckle() ?? {};
  const slide = stage && target ? stage.slides.findIndex((/** @type {Element} */ one) => keyOf(one) === target?.key) : -1;
  return slide < 0 || !target ? null : { slide, step: Math.min(target.step, stage.stops[slide].last) };
}

function catchUp() {
  const to = targetPlace();
  if (!to) return;
  const { stage } = deckle();
  goesAlong = true;
  if (!stage.presenting()) stage.present(true);
  if (stage.session.cover) stage.act('close'); // its own black is over
  stage.act('go', to);
  mark();
}

/** The button is there while somebody looks back. */
function mark() {
  const to = targetPlace();
  const { at } = deckle()?.stage.session ?? {};
  present.hidden = !to || (to.slide === at.slide && to.step === at.step);
}

if (follows) {
  const [live, waiting] = followWords[root.lang.slice(0, 2)] ?? followWords.en;
  const look = document.createElement('style');
  // How far the talk is, nobody can say who has only what was shown.
  look.textContent = `
:root { --progress: 0 !important; }
.tolive { position: fixed; z-index: 12; inset: auto auto max(12px, env(safe-area-inset-bottom)) 50%; translate: -50%; min-height: 44px; padding: 0 1.4em; border: 0;
  border-radius: 22px; font: 600 16px/1 system-ui, sans-serif; color: #fff; background: #b3261e; box-shadow: 0 2px 12px rgb(0 0 0 / .4); cursor: pointer; }
.tolive::before { content: ''; display: inline-block; width: .6em; height: .6em; margin-right: .6em; border-radius: 50%; background: currentColor; }
.tolive[hidden], .curtain[hidden] { display: none; }
.tolive:focus-visible { outline: 3px solid #fff; outline-offset: -5px; }
.curtain { position: fixed; z-index: 11; inset: 0; }
.waiting { position: fixed; inset: 0; display: grid; place-content: center; margin: 0; padding: 2em; text-align: center; font: 1.4rem/1.5 system-ui, sans-serif; }
@media print { .tolive, .curtain { display: none; } }`;
  document.head.append(look);
  present.className = 'tolive';
  present.textContent = live;
  present.hidden = curtain.hidden = true;
  present.onclick = () => {
    present.blur();
    catchUp();
  };
  curtain.className = 'curtain';
  document.body.append(present, curtain);
  const { stage } = deckle() ?? {};
  if (!stage) line('p', waiting, document.body).className = 'waiting';
  else {
    // Whoever turns back stays there until the present is reached again.
    stage.on('draw', () => {
      const to = targetPlace();
      const { at } = stage.session;
      if (to) goesAlong = to.slide === at.slide && to.step === at.step;
      mark();
    });
    // On a narrow screen too it shows slides: a page to read would show them all at once.
    if (!stage.presenting()) stage.present(true);
    matchMedia('(max-width: 699px)').addEventListener('change', () => stage.present(true));
  }
}
