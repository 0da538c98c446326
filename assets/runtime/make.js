// @ts-check
// What the modules share to build their parts of the page.

/**
 * A new element with these properties and what is inside it.
 * @type {<Name extends keyof HTMLElementTagNameMap>(name: Name, own?: Partial<HTMLElementTagNameMap[Name]>, ...inside: (Node | string)[]) => HTMLElementTagNameMap[Name]}
 */
export function make(name, own, ...inside) {
  const element = Object.assign(document.createElement(name), own);
  element.append(...inside);
  return element;
}

/**
 * Makes an action of the speaker open a panel, which `fill` then fills, or close it if it is open. `keys` says which keys the panel takes for itself.
 * @type {(stage: import('./start.js').Stage, action: string, panel: HTMLElement, fill: () => void, keys?: (event: KeyboardEvent, action: string | null) => boolean) => void}
 */
export function opens(stage, action, panel, fill, keys) {
  panel.hidden = true;
  stage.does(action, () => {
    if (!panel.hidden) return stage.panel(null);
    stage.panel(() => {
      panel.hidden = true;
    }, keys);
    panel.hidden = false;
    fill();
  }, true);
}
