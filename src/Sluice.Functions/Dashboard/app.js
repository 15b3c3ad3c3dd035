// Which page is shown, by the address after the #.

import { apiPage, dataPage } from './data.js';
import { el, failure } from './dom.js';
import { pipelinePage, rejectsPage } from './pipeline.js';
import { reportsPage } from './reports.js';

const pages = { reports: reportsPage, pipeline: pipelinePage, rejects: rejectsPage, data: dataPage, api: apiPage };
const main = document.getElementById('main');
let current = null;

async function show() {
  const [name = 'reports', ...rest] = location.hash.replace(/^#\/?/, '').split('?')[0].split('/').filter(part => part);
  const page = pages[name] ?? reportsPage;
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
    await page(place, mine.signal, ...rest.map(decodeURIComponent));
  } catch (error) {
    if (!mine.signal.aborted) {
      place.append(failure(error, show));
    }
  }
  if (mine === current) {
    main.setAttribute('aria-busy', 'false');
  }
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
