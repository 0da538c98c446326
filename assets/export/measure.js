// @ts-check
// What does not fit on the slides of this deck. Only `deckle check --render` runs it, in a page that was built for it: there
// every block has its place in the source as `data-at`. Manual page: tests/spec/fit.md
(async () => {
  await document.fonts.ready;
  await Promise.all([...document.images].map((image) => image.decode().catch(() => {})));
  const { stage } = /** @type {any} */ (globalThis).deckle ?? {};
  if (!stage) return [];
  stage.fitting.all();
  return stage.slides.map(measure).filter(Boolean);

  /** @param {HTMLElement} slide */
  function measure(slide) {
    slide.dataset.measured = '';
    const canvas = /** @type {HTMLElement} */ (slide.querySelector('.canvas'));
    const frame = canvas.getBoundingClientRect();
    const scale = frame.width / canvas.offsetWidth;
    const body = slide.querySelector('.body');
    const style = getComputedStyle(body ?? canvas);
    const found = { id: slide.id, at: slide.dataset.at ?? '', tall: 0, wide: 0, small: 0, outside: 0, cut: 0, size: parseFloat(style.fontSize), line: parseFloat(style.lineHeight), part: /** @type {any} */ (null) };
    const px = Number(slide.dataset.overflow ?? 0);
    if (px) {
      let widest = null;
      for (const box of slide.querySelectorAll('.content, .body, .column, .head, .title, .table, .code pre, .math.display')) {
        const wide = Math.ceil(box.scrollWidth - box.clientWidth);
        if (wide > 1 && wide >= found.wide) [found.wide, widest] = [wide, box];
        if (box.matches('.content, .body')) found.tall = Math.max(found.tall, Math.ceil(box.scrollHeight - box.clientHeight));
      }
      if (found.tall <= found.size / 8) found.tall = 0;
      if (!found.tall && !found.wide) found.small = px;
      found.part = (found.tall && body && low(body, scale, found.size / 8)) || (widest && place(widest)) || null;
    } else {
      outside(canvas, frame, scale, found);
    }
    delete slide.dataset.measured;
    return px || found.outside || found.cut ? found : null;
  }

  /** The place of an element, or of what it stands in. @param {Element} element */
  function place(element, kind = '', number = 0) {
    const own = /** @type {HTMLElement | null} */ (element.closest('[data-at]'));
    return own && own.dataset.at ? { at: own.dataset.at, kind: kind || own.localName + [...own.classList].map((name) => '.' + name).join(''), number } : null;
  }

  /** The first part of the body that is too low to be on it, but never its beginning. @type {(body: Element, scale: number, reach: number) => any} */
  function low(body, scale, reach) {
    const end = body.getBoundingClientRect().bottom + reach * scale;
    let first = true;
    for (const block of body.querySelectorAll(':scope > *')) {
      const [kind, parts] = block.matches('ul, ol') ? ['item', block.children]
        : block.matches('.table') ? ['row', block.querySelectorAll('tbody > tr')]
        : block.matches('.code') ? ['line', block.querySelectorAll('.line')]
        : ['', [block]];
      for (const [index, part] of [...parts].entries()) {
        if (part.getBoundingClientRect().bottom > end && !first) return index || !kind ? place(part, kind, kind ? index + 1 : 0) : place(block);
        first = false;
      }
    }
    return null;
  }

  /** Letters outside of the canvas, and letters that are cut off. @type {(canvas: HTMLElement, frame: DOMRect, scale: number, found: any) => void} */
  function outside(canvas, frame, scale, found) {
    const texts = document.createTreeWalker(canvas, NodeFilter.SHOW_TEXT);
    const range = document.createRange();
    while (texts.nextNode()) {
      const parent = texts.currentNode.parentElement;
      if (!parent || !texts.currentNode.nodeValue?.trim() || parent.closest('svg, .katex, .live')) continue;
      range.selectNodeContents(texts.currentNode);
      const box = range.getBoundingClientRect();
      if (!box.width) continue;
      const most = Math.ceil(Math.max(frame.left - box.left, box.right - frame.right, frame.top - box.top, box.bottom - frame.bottom) / scale);
      if (most > 1 && most > found.outside) {
        found.outside = most;
        found.part = place(parent);
      }
    }
    if (found.outside) return;
    for (const box of canvas.querySelectorAll('*')) {
      const cut = box.scrollWidth - box.clientWidth;
      if (cut <= 1 || !box.textContent?.trim() || box.closest('svg, .katex, .live')) continue;
      if (!/hidden|clip/.test(getComputedStyle(box).overflowX)) continue;
      found.cut = Math.ceil(cut);
      found.part = place(box, box.matches('.foot-text') ? 'footer' : '');
      return;
    }
  }
})()
