// The reports as charts, with numbers above them and filters that go into their queries.

import { address, get, query, text } from './api.js';
import { draw } from './chart.js';
import { el, failure, shown, table } from './dom.js';

export async function reportsPage(page, signal) {
  const [{ value: reports }, { value: sets }] = await Promise.all([get('reports', signal), get('data', signal)]);
  const tiles = el('ul', { class: 'tiles', 'aria-label': 'Numbers' });
  const cards = el('div', { class: 'cards' });
  const chosen = new URLSearchParams(location.hash.split('?')[1] ?? '');
  page.append(el('h1', {}, 'Reports'), tiles, await filters(reports, chosen, signal), cards);
  numbers(tiles, sets, signal);
  if (reports.length === 0) {
    cards.append(el('p', { class: 'state' }, 'The lake definition has no reports: they are in reports.json beside it.'));
  }
  const ends = [];
  signal.addEventListener('abort', () => ends.forEach(end => end()));
  for (const report of reports) {
    const place = card(report);
    cards.append(place.element);
    show(report, place, chosen, signal, ends);
  }
}

async function numbers(tiles, sets, signal) {
  for (const set of sets) {
    const number = el('strong', { 'data-count': set.name, 'data-pending': true }, '…');
    tiles.append(el('li', { class: 'tile' }, number, el('a', { href: `#/data/${set.name}` }, set.title ?? set.name)));
    text(`data/${set.name}/$count`, signal).then(
      count => { number.textContent = shown(Number(count)); },
      error => { number.textContent = error.name === 'AbortError' ? '' : '?'; })
      .finally(() => number.removeAttribute('data-pending'));
  }
}

async function filters(reports, chosen, signal) {
  const names = [...new Set(reports.flatMap(report => Object.keys(report.filters)))].filter(name => name !== 'date');
  const fields = [];
  if (reports.some(report => report.filters.date)) {
    fields.push(
      el('label', {}, 'From', el('input', { type: 'date', name: 'from', value: chosen.get('from') })),
      el('label', {}, 'To', el('input', { type: 'date', name: 'to', value: chosen.get('to') })));
  }
  for (const name of names) {
    const select = el('select', { name }, el('option', { value: '' }, 'all'));
    fields.push(el('label', {}, name[0].toUpperCase() + name.slice(1), select));
    const source = reports.find(report => report.filters[name] && !report.filters[name].includes('/'));
    if (source) {
      const path = source.filters[name];
      const { value } = await get(`data/${source.dataset}${query({ $apply: `filter(${path} ne null)/groupby((${path}))`, $orderby: path, $top: 500 })}`, signal);
      select.append(...value.map(row => el('option', { value: row[path], selected: row[path] === chosen.get(name) }, row[path])));
    }
  }
  return el('form', {
    class: 'filters', 'aria-label': 'Filters',
    onsubmit: event => {
      event.preventDefault();
      const values = new URLSearchParams([...new FormData(event.target)].filter(([, value]) => value));
      location.hash = `#/reports${values.size ? `?${values}` : ''}`;
    },
  }, fields, el('button', { type: 'submit' }, 'Apply'), el('a', { href: '#/reports' }, 'Clear'));
}

function card(report) {
  const chart = el('div', { class: 'chart' }, el('p', { class: 'state', 'data-pending': true }, 'Loading…'));
  const rows = el('div', {});
  const actions = el('div', { class: 'actions' });
  const element = el('article', { class: 'card', id: `report-${report.name}`, 'aria-labelledby': `title-${report.name}` },
    el('h2', { id: `title-${report.name}` }, report.title),
    el('p', { class: 'soft' }, report.question),
    chart, actions,
    el('details', {}, el('summary', {}, 'Table'), rows));
  return { element, chart, rows, actions };
}

async function show(report, place, chosen, signal, ends) {
  const narrowed = Object.fromEntries([...chosen].filter(([name]) => report.filters[name === 'from' || name === 'to' ? 'date' : name]));
  const ignored = [...chosen.keys()].filter(name => !(name in narrowed));
  const path = `reports/${report.name}${query(narrowed)}`;
  place.actions.replaceChildren(
    el('button', { type: 'button', onclick: event => download(event.target, report, narrowed) }, 'CSV'),
    el('button', { type: 'button', onclick: event => copy(event.target, address(path)) }, 'Copy URL'),
    ignored.length ? el('span', { class: 'chip' }, `not by ${ignored.join(', ')}`) : '');
  try {
    const { value } = await get(path, signal);
    place.rows.replaceChildren(table(report.title, value));
    place.element.dataset.rows = value.length;
    if (value.length === 0) {
      place.chart.replaceChildren(el('p', { class: 'state' }, 'There is nothing to draw: no row matches.'));
      return;
    }
    place.chart.replaceChildren();
    ends.push(await draw(place.chart, report.chart, value, `${report.title}. ${report.question} The table below has the numbers.`));
  } catch (error) {
    if (error.name !== 'AbortError') {
      place.chart.replaceChildren(failure(error, () => show(report, place, chosen, signal, ends)));
    }
  }
}

async function download(button, report, narrowed) {
  try {
    const csv = await text(`reports/${report.name}${query({ ...narrowed, $format: 'csv' })}`);
    const url = URL.createObjectURL(new Blob([csv], { type: 'text/csv' }));
    el('a', { href: url, download: `${report.name}.csv` }).click();
    setTimeout(() => URL.revokeObjectURL(url), 10_000);
  } catch (error) {
    button.textContent = error.message;
  }
}

async function copy(button, url) {
  try {
    await navigator.clipboard.writeText(url);
    button.textContent = 'Copied';
  } catch {
    prompt('The address of this query', url);
  }
}
