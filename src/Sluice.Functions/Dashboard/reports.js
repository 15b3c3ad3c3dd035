// The reports as charts, with numbers above them and filters that go into their queries.

import { address, bytes, get, query, rowsOfPages, text } from './api.js';
import { draw } from './chart.js';
import { el, failure, table } from './dom.js';
import { counted } from './values.js';

// What a browser draws and lists at ease.
const mostPages = 10;
const mostListed = 1_000;
const mostChoices = 500;

export async function reportsPage(page, signal) {
  const [{ value }, { value: sets }] = await Promise.all([get('reports', signal), get('data', signal)]);
  const reports = value.map(report => ({
    ...report, filters: new Map(Object.entries(report.filters)), kinds: new Map(report.properties.map(({ name, type }) => [name, type])),
  }));
  const tiles = el('ul', { class: 'tiles', 'aria-label': 'Numbers' });
  const cards = el('div', { class: 'cards' });
  const chosen = new URLSearchParams(location.hash.split('?')[1] ?? '');
  page.append(el('h1', {}, 'Reports'), tiles, await filters(reports, chosen, signal), cards);
  numbers(tiles, sets, signal);
  if (reports.length === 0) {
    cards.append(el('p', { class: 'state' }, 'The lake definition has no reports: they are in reports.json beside it.'));
  }
  for (const report of reports) {
    const place = card(report);
    cards.append(place.element);
    show(report, place, chosen, signal);
  }
}

async function numbers(tiles, sets, signal) {
  for (const set of sets) {
    const number = el('strong', { 'data-count': set.name, 'data-pending': true }, '…');
    tiles.append(el('li', { class: 'tile' }, number, el('a', { href: `#/data/${set.name}` }, set.title ?? set.name)));
    text(`data/${set.name}/$count`, signal).then(
      count => { number.textContent = counted(count); },
      error => { number.textContent = error.name === 'AbortError' ? '' : '?'; })
      .finally(() => number.removeAttribute('data-pending'));
  }
}

async function filters(reports, chosen, signal) {
  const names = [...new Set(reports.flatMap(report => [...report.filters.keys()]))].filter(name => name !== 'date');
  const fields = [];
  if (reports.some(report => report.filters.has('date'))) {
    fields.push(
      el('label', {}, 'From', el('input', { type: 'date', name: 'from', value: chosen.get('from') })),
      el('label', {}, 'To', el('input', { type: 'date', name: 'to', value: chosen.get('to') })));
  }
  for (const name of names) {
    fields.push(el('label', {}, name[0].toUpperCase() + name.slice(1), await filter(reports, name, chosen.get(name), signal)));
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

/** What a value is chosen with: a list if all fit into one, else a field to type into that suggests some. */
async function filter(reports, name, chosen, signal) {
  const source = reports.find(report => report.filters.has(name) && !report.filters.get(name).includes('/'));
  if (!source) {
    return el('input', { name, value: chosen });
  }
  const path = source.filters.get(name);
  const answer = await get(`data/${source.dataset}${query({ $apply: `filter(${path} ne null)/groupby((${path}))`, $orderby: path, $top: mostChoices + 1 })}`, signal);
  const choices = answer.value.map(row => row[path]);
  if (choices.length > mostChoices || answer['@odata.nextLink']) {
    const id = `choices-${name}`;
    return [el('input', { name, value: chosen, list: id }), el('datalist', { id }, choices.map(choice => el('option', { value: choice })))];
  }
  return el('select', { name }, el('option', { value: '' }, 'all'), choices.map(choice => el('option', { value: choice, selected: choice === chosen }, choice)));
}

function card(report) {
  const note = el('div', {});
  const chart = el('div', { class: 'chart' }, el('p', { class: 'state', 'data-pending': true }, 'Loading…'));
  const rows = el('details', {}, el('summary', {}, 'Table'));
  const actions = el('div', { class: 'actions' });
  const element = el('article', { class: 'card', id: `report-${report.name}`, 'aria-labelledby': `title-${report.name}` },
    el('h2', { id: `title-${report.name}` }, report.title),
    el('p', { class: 'soft' }, report.question),
    note, chart, actions, rows);
  return { element, note, chart, rows, actions };
}

async function show(report, place, chosen, signal) {
  const takes = name => report.filters.has(name === 'from' || name === 'to' ? 'date' : name);
  const narrowed = Object.fromEntries([...chosen].filter(([name]) => takes(name)));
  const ignored = [...chosen.keys()].filter(name => !takes(name));
  const path = `reports/${report.name}${query(narrowed)}`;
  place.actions.replaceChildren(
    el('button', { type: 'button', onclick: event => download(event.target, report, narrowed, 'csv', '') }, 'CSV'),
    el('button', {
      type: 'button', title: 'Texts that a spreadsheet would run as formulas have an apostrophe before them',
      // Without the mark at its start a spreadsheet takes the file to be in the encoding of its country.
      onclick: event => download(event.target, report, narrowed, 'text/csv;escapeFormulas=true', '\uFEFF'),
    }, 'CSV for spreadsheets'),
    el('button', { type: 'button', onclick: event => copy(event.target, address(path)) }, 'Copy URL'),
    ignored.length ? el('span', { class: 'chip' }, `not by ${ignored.join(', ')}`) : '');
  try {
    const { rows, total } = await rowsOfPages(path, signal, mostPages);
    place.element.dataset.rows = rows.length;
    place.note.replaceChildren(rows.length < total ? part(rows.length, total, 'drawn') : '');
    list(place.rows, report, rows, total);
    if (rows.length === 0) {
      place.chart.replaceChildren(el('p', { class: 'state' }, 'There is nothing to draw: no row matches.'));
      return;
    }
    place.chart.replaceChildren();
    await draw(place.chart, report, rows, `${report.title}. ${report.question} The table below has the numbers.`, signal);
  } catch (error) {
    if (error.name !== 'AbortError') {
      place.chart.replaceChildren(failure(error, () => show(report, place, chosen, signal)));
    }
  }
}

/** What is said where not all rows are. */
const part = (rows, total, what) => el('p', { class: 'note', role: 'note' },
  `Only the first ${counted(rows)} of ${counted(total)} rows are ${what}. The CSV has all of them.`);

/** Makes the table when somebody wants to see it. */
function list(details, report, rows, total) {
  const [summary] = details.children;
  details.replaceChildren(summary);
  details.ontoggle = () => {
    if (details.open && details.children.length === 1) {
      const listed = rows.slice(0, mostListed);
      details.append(
        listed.length < total ? part(listed.length, total, 'listed') : '',
        table(report.title, listed, { columns: rows.length ? [...report.kinds.keys()] : undefined, kinds: report.kinds }));
    }
  };
  details.ontoggle();
}

async function download(button, report, narrowed, format, mark) {
  try {
    const csv = await bytes(`reports/${report.name}${query({ ...narrowed, $format: format })}`);
    const url = URL.createObjectURL(new Blob([mark, csv], { type: 'text/csv' }));
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
