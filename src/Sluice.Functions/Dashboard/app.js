// Which page is shown, by the address after the #.

import { apiPage, dataPage } from './data.js';
import { el, failure } from './dom.js';
import { pipelinePage, rejectsPage } from './pipeline.js';
import { reportsPage } from './reports.js';

// Of each page: what shows it, and how many names its address may have after its own.
const pages = new Map([['reports', [reportsPage, 0]], ['pipeline', [pipelinePage, 0]], ['rejects', [rejectsPage, 0]], ['data', [dataPage, 1]], ['api', [apiPage, 0]]]);
const main = document.getElementById('main');
let current = null;

async function show() {
  const parts = location.hash.replace(/^#\/?/, '').split('?')[0].split('/').filter(part => part);
  const [name, ...rest] = parts.length ? parts : ['reports'];
  current?.abort();
  const mine = current = new AbortController();
  for (const link of document.querySelectorAll('nav a')) {
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
    main.setAttribute('aria-busy', 'false');
  }
}

function pageOf(name, rest) {
  const [page, most] = pages.get(name) ?? [];
  const names = rest.map(decoded);
  return page && names.length <= most && !names.includes(null) ? (place, signal) => page(place, signal, ...names) : nowhere;
}

/** A part of the address, or null if nothing can have that name. */
function decoded(part) {
  try {
    return decodeURIComponent(part);
  } catch {
    return null;
  }
}

function nowhere(place) {
  place.append(el('h1', {}, 'Not found'), el('p', { class: 'error' }, 'The dashboard has no such page.'), el('p', {}, el('a', { href: '#/reports' }, 'Reports')));
}

document.querySelector('.skip').addEventListener('click', event => {
  event.preventDefault();
  main.focus();
});
addEventListener('hashchange', () => {
  main.focus();
  show();
});
show();
