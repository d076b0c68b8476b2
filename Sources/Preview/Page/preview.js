// Reloads the page when its report is built anew and keeps the reader's place; shows over the page what is wrong with the newest
// source. The preview server adds it to the pages that it serves; pages that are published do not have it.
(() => {
  'use strict';
  const own = document.currentScript.dataset;
  const key = 'isoloss-preview:' + location.pathname;

  // The reader's place: the last element with an id above the top of the window, and how far the window is from it. What is
  // written above that element then moves nothing.
  function place() {
    const folded = [...document.querySelectorAll('details')].map(d => d.open);
    let anchor = null;
    for (const e of document.querySelectorAll('main [id]')) {
      const top = e.getBoundingClientRect().top;
      if (top > 1 || e.getClientRects().length === 0) continue;
      if (!anchor || top >= anchor.top) anchor = { id: e.id, top };
    }
    const ranges = [...document.querySelectorAll('*')].filter(e => e.scrollTop > 0 || e.scrollLeft > 0)
      .filter(e => e.id && e !== document.scrollingElement).map(e => [e.id, e.scrollLeft, e.scrollTop]);
    return { x: scrollX, y: scrollY, anchor, folded, ranges, focus: document.activeElement?.id || '' };
  }

  function restore() {
    let saved;
    try {
      saved = JSON.parse(sessionStorage.getItem(key));
      sessionStorage.removeItem(key);
    } catch { return; }
    if (!saved) return;
    const details = [...document.querySelectorAll('details')];
    if (details.length === saved.folded.length) details.forEach((d, i) => { d.open = saved.folded[i]; });
    for (const [id, left, top] of saved.ranges) document.getElementById(id)?.scrollTo(left, top);
    document.getElementById(saved.focus)?.focus({ preventScroll: true });
    const scroll = () => {
      const anchor = saved.anchor && document.getElementById(saved.anchor.id);
      const y = anchor && saved.y > 0
        ? scrollY + anchor.getBoundingClientRect().top - saved.anchor.top : saved.y;
      scrollTo({ left: saved.x, top: y, behavior: 'instant' });
    };
    history.scrollRestoration = 'manual';
    scroll();
    // Pictures of files take their room when they come.
    addEventListener('load', () => {
      scroll();
      setTimeout(() => { history.scrollRestoration = 'auto'; });
    }, { once: true });
  }

  // What is wrong, in a box of its own style over the foot of the page.
  let shown = '';
  let box = null;
  function overlay(problems) {
    const text = JSON.stringify(problems);
    if (text === shown) return;
    shown = text;
    box?.remove();
    box = null;
    if (problems.length === 0) return;
    box = document.createElement('isoloss-problems');
    const root = box.attachShadow({ mode: 'open' });
    const make = (tag, name, content, parent) => {
      const e = document.createElement(tag);
      if (name) e.className = name;
      if (content) e.textContent = content;
      parent.append(e);
      return e;
    };
    make('style', '', style, root);
    const panel = make('section', 'panel', '', root);
    panel.setAttribute('aria-label', 'Problems of the newest build');
    const bar = make('div', 'bar', '', panel);
    const errors = problems.filter(p => p.severity === 'error').length;
    const title = make('p', 'title', '', bar);
    title.setAttribute('role', 'alert');
    const close = make('button', 'close', 'Dismiss', bar);
    close.type = 'button';
    close.addEventListener('click', () => box?.remove());
    const list = make('ol', 'list', '', panel);
    list.tabIndex = 0;
    for (const p of problems) {
      const item = make('li', p.severity, '', list);
      const line = make('p', 'message', '', item);
      make('span', 'code', p.severity + ' ' + p.code, line);
      line.append(' ' + p.message);
      if (p.place) make('p', 'place', p.place, item);
      if (p.detail) make('pre', '', p.detail, item);
    }
    document.documentElement.append(box);
    // An alert is read out when its words come after it.
    title.textContent = (errors === 1 ? 'One error' : errors + ' errors') +
      (own.version ? ': this is the page of the last build that succeeded' : ': there is no page yet');
  }
  addEventListener('keydown', event => { if (event.key === 'Escape') box?.remove(); });

  const style = `
    :host{all:initial;color-scheme:light dark}
    .panel{position:fixed;inset:auto 0 0 0;max-height:min(60vh,34rem);z-index:2147483647;display:flex;flex-direction:column;
      font:.875rem/1.45 system-ui,-apple-system,"Segoe UI",sans-serif;color:#1a1c1f;background:#fff;
      border-top:3px solid #b3261e;box-shadow:0 -6px 28px rgb(20 24 30/.28)}
    .bar{display:flex;gap:1rem;align-items:center;justify-content:space-between;padding:.5rem 1.25rem;background:#fcebe9}
    p,ol,pre{margin:0;padding:0}
    .title{font-weight:600;color:#8c1d18}
    button{font:inherit;color:inherit;background:none;border:1px solid #868d96;border-radius:4px;min-height:28px;padding:0 .75rem;
      cursor:pointer}
    button:hover{background:rgb(0 0 0/.06)}
    :focus-visible{outline:2px solid #17528f;outline-offset:2px}
    .list{list-style:none;overflow:auto;padding:.25rem 1.25rem 1rem}
    .list:focus-visible{outline-offset:-3px}
    li{padding:.75rem 0}
    li+li{border-top:1px solid #e3e6ea}
    .message{font-weight:600;overflow-wrap:anywhere}
    .code{font:600 .8125rem ui-monospace,Consolas,"DejaVu Sans Mono",monospace;color:#b3261e}
    .warning .code{color:#855600}
    .place{font:.8125rem/1.5 ui-monospace,Consolas,"DejaVu Sans Mono",monospace;color:#5b6169;overflow-wrap:anywhere}
    pre{margin-top:.375rem;padding:.5rem .75rem;overflow-x:auto;background:#f6f5f2;border-radius:4px;
      font:.8125rem/1.45 ui-monospace,Consolas,"DejaVu Sans Mono",monospace}
    @media (prefers-color-scheme:dark){
      .panel{color:#e4e2dc;background:#15181d;border-color:#f39a92;box-shadow:0 -6px 28px rgb(0 0 0/.7)}
      .bar{background:#331f1e}.title,.code{color:#f39a92}.warning .code{color:#e0b25c}.place{color:#a2a8b1}
      button{border-color:#737b87}button:hover{background:rgb(255 255 255/.08)}
      li+li{border-color:#2b3038}pre{background:#1d2127}:focus-visible{outline-color:#8fbaf0}
    }
    @media print{.panel{display:none}}`;

  function state(event) {
    const { versions, problems } = JSON.parse(event.data);
    if ((versions[own.folder] ?? '') !== own.version) {
      try { sessionStorage.setItem(key, JSON.stringify(place())); } catch { /* the place is lost, the page is not */ }
      location.reload();
      return;
    }
    overlay(problems);
  }

  // A browser has six connections for all tabs of a server: a tab that nobody sees takes none, and asks when it is seen.
  let source = null;
  function listen() {
    if (document.hidden) {
      source?.close();
      source = null;
    } else if (!source) {
      source = new EventSource(own.events);
      source.addEventListener('state', state);
    }
  }
  document.addEventListener('visibilitychange', listen);
  addEventListener('pagehide', () => { source?.close(); source = null; });
  addEventListener('pageshow', listen);
  restore();
  listen();
})();
