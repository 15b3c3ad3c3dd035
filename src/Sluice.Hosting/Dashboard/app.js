// @ts-check
// Shows the page that the fragment (#) of the URL names.

import { apiPage } from './apipage.js';
import { showCaller } from './caller.js';
import { dataPage } from './dataset.js';
import { byId, el, failure } from './dom.js';
import { nowhere } from './nowhere.js';
import { pipelinePage } from './pipeline.js';
import { rejectsPage } from './rejects.js';
import { reportsPage } from './reports.js';
import { route } from './route.js';

/** @typedef {(place: HTMLElement, signal: AbortSignal, ...names: string[]) => void | Promise<void>} Page Renders a page. */
// The pages by name. `most` limits the names that may follow the page's own in the URL.
/** @type {ReadonlyMap<string, { page: Page, most: number }>} */
const pages = new Map([
  ['reports', { page: reportsPage, most: 0 }], ['pipeline', { page: pipelinePage, most: 0 }], ['rejects', { page: rejectsPage, most: 0 }],
  ['data', { page: dataPage, most: 2 }], ['api', { page: apiPage, most: 0 }],
]);
const main = byId('main', HTMLElement);
/** @type {AbortController | null} */
let current = null;

async function show() {
  const { names } = route();
  const [name, ...rest] = names.length ? names : ['reports'];
  current?.abort();
  const mine = current = new AbortController();
  for (const link of /** @type {NodeListOf<HTMLAnchorElement>} */ (document.querySelectorAll('nav a'))) {
    if (link.hash === `#/${name}`) {
      link.setAttribute('aria-current', 'page');
    } else {
      link.removeAttribute('aria-current');
    }
  }
  const place = el('div', {});
  main.replaceChildren(place);
  main.setAttribute('aria-busy', 'true');
  try {
    await pageOf(name, rest)(place, mine.signal);
  } catch (error) {
    if (!mine.signal.aborted) {
      place.append(failure(error, show));
    }
  }
  if (mine === current) {
    const heading = place.querySelector('h1')?.textContent;
    document.title = heading ? `${heading} · Sluice` : 'Sluice';
    main.setAttribute('aria-busy', 'false');
  }
}

/**
 * The page of a URL, or the page that says "Not found".
 * @param {string | null} name
 * @param {(string | null)[]} rest The names after the page's own.
 * @returns {Page}
 */
function pageOf(name, rest) {
  const known = pages.get(name ?? '');
  const names = rest.filter(part => part !== null);
  return known && rest.length <= known.most && names.length === rest.length
    ? (place, signal) => known.page(place, signal, ...names)
    : nowhere;
}

document.querySelector('.skip')?.addEventListener('click', event => {
  event.preventDefault();
  main.focus();
});
// A page is drawn anew when something is chosen on it. The keyboard stays where it was if the new page has the same control.
addEventListener('hashchange', async () => {
  const control = document.activeElement?.getAttribute('data-focus');
  main.focus();
  await show();
  if (control && document.activeElement === main) {
    /** @type {HTMLElement | null} */ (main.querySelector(`[data-focus="${CSS.escape(control)}"]`))?.focus();
  }
});
await showCaller();
show();
