// @ts-check
// The reports as charts, below row counts and filters. The filters are part of the reports' queries.

/** @import { Chart } from './drawable.js' */
/** @import { Kind, Kinds, Row } from './values.js' */
import { address, bytes, get, isAbort, query, rowsOfPages, text } from './api.js';
import { draw } from './chart.js';
import { el, failure, filledIn, table } from './dom.js';
import { counted } from './values.js';

// Limits that a browser handles easily: pages of rows for a chart, rows of a table, and values of a filter's list.
const mostPages = 10;
const mostListed = 1_000;
const mostChoices = 500;

/**
 * @typedef {object} Report
 * @property {string} name
 * @property {string} title
 * @property {string} question
 * @property {string} dataset
 * @property {Chart} chart
 * @property {ReadonlyMap<string, string>} filters The path of the column of each filter, by the name of the filter.
 * @property {Kinds} kinds
 */
/** @typedef {ReturnType<typeof card>} Card The elements that show a report. */

/**
 * @param {HTMLElement} page
 * @param {AbortSignal} signal
 */
export async function reportsPage(page, signal) {
  const [{ value }, { value: sets }] = await Promise.all([get('reports', signal), get('data', signal)]);
  /** @type {Report[]} */
  const reports = value.map((/** @type {any} */ report) => ({
    ...report,
    filters: new Map(Object.entries(report.filters)),
    kinds: new Map(report.properties.map((/** @type {{ name: string, type: Kind }} */ { name, type }) => [name, type])),
  }));
  const tiles = el('ul', { class: 'tiles', 'aria-label': 'Row counts' });
  const cards = el('div', { class: 'cards' });
  const chosen = new URLSearchParams(location.hash.split('?')[1] ?? '');
  page.append(el('h1', {}, 'Reports'), tiles, await filters(reports, chosen, signal), cards);
  numbers(tiles, sets, signal);
  if (reports.length === 0) {
    cards.append(el('p', { class: 'state' }, 'The lake definition has no reports. Add them to reports.json beside it.'));
  }
  for (const report of reports) {
    const place = card(report);
    cards.append(place.element);
    show(report, place, chosen, signal);
  }
}

/**
 * Shows the number of rows of each set.
 * @param {HTMLElement} tiles
 * @param {Row[]} sets
 * @param {AbortSignal} signal
 */
function numbers(tiles, sets, signal) {
  for (const set of sets) {
    const number = el('strong', { 'data-count': set.name, 'data-pending': true }, '…');
    tiles.append(el('li', { class: 'tile' }, number, el('a', { href: `#/data/${set.name}` }, set.title ?? set.name)));
    text(`data/${set.name}/$count`, signal).then(
      count => { number.textContent = counted(count); },
      error => { number.textContent = isAbort(error) ? '' : '?'; })
      .finally(() => number.removeAttribute('data-pending'));
  }
}

/**
 * @param {Report[]} reports
 * @param {URLSearchParams} chosen
 * @param {AbortSignal} signal
 */
async function filters(reports, chosen, signal) {
  const names = [...new Set(reports.flatMap(report => [...report.filters.keys()]))].filter(name => name !== 'date');
  const fields = [];
  if (reports.some(report => report.filters.has('date'))) {
    fields.push(
      el('label', {}, 'From', el('input', { type: 'date', name: 'from', value: chosen.get('from') })),
      el('label', {}, 'To', el('input', { type: 'date', name: 'to', value: chosen.get('to') })));
  }
  const inputs = await Promise.all(names.map(name => filter(reports, name, chosen.get(name), signal)));
  names.forEach((name, i) => fields.push(el('label', {}, name[0].toUpperCase() + name.slice(1), inputs[i])));
  return el('form', {
    class: 'filters', 'aria-label': 'Filters',
    onsubmit: (/** @type {SubmitEvent} */ event) => {
      event.preventDefault();
      const values = filledIn(event);
      location.hash = `#/reports${values.size ? `?${values}` : ''}`;
    },
  }, fields, el('button', { type: 'submit' }, 'Apply'), el('a', { href: '#/reports' }, 'Clear'));
}

/**
 * The input of a filter: a list if it holds all values, else a text field that suggests some.
 * @param {Report[]} reports
 * @param {string} name
 * @param {string | null} chosen
 * @param {AbortSignal} signal
 */
async function filter(reports, name, chosen, signal) {
  const source = reports.find(report => report.filters.get(name)?.includes('/') === false);
  const path = source?.filters.get(name);
  if (!source || !path) {
    return el('input', { name, value: chosen });
  }
  const distinct = query({ $apply: `filter(${path} ne null)/groupby((${path}))`, $orderby: path, $top: mostChoices + 1 });
  const answer = await get(`data/${source.dataset}${distinct}`, signal);
  /** @type {string[]} */
  const choices = answer.value.map((/** @type {Row} */ row) => row[path]);
  if (choices.length > mostChoices || answer['@odata.nextLink']) {
    const id = `choices-${name}`;
    return [el('input', { name, value: chosen, list: id }), el('datalist', { id }, choices.map(choice => el('option', { value: choice })))];
  }
  return el('select', { name },
    el('option', { value: '' }, 'all'), choices.map(choice => el('option', { value: choice, selected: choice === chosen }, choice)));
}

/** @param {Report} report */
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

/**
 * @param {Report} report
 * @param {Card} place
 * @param {URLSearchParams} chosen
 * @param {AbortSignal} signal
 */
async function show(report, place, chosen, signal) {
  const takes = (/** @type {string} */ name) => report.filters.has(name === 'from' || name === 'to' ? 'date' : name);
  const narrowed = Object.fromEntries([...chosen].filter(([name]) => takes(name)));
  const ignored = [...chosen.keys()].filter(name => !takes(name));
  const path = `reports/${report.name}${query(narrowed)}`;
  place.actions.replaceChildren(
    el('button', { type: 'button', onclick: (/** @type {Click} */ event) => download(event.target, report, narrowed, 'csv', '') }, 'CSV'),
    el('button', {
      type: 'button', title: 'Puts an apostrophe before text that a spreadsheet would run as a formula',
      // Without a byte order mark, a spreadsheet reads the file in the encoding of its locale.
      onclick: (/** @type {Click} */ event) => download(event.target, report, narrowed, 'text/csv;escapeFormulas=true', '\uFEFF'),
    }, 'CSV for spreadsheets'),
    el('button', { type: 'button', onclick: (/** @type {Click} */ event) => copy(event.target, address(path)) }, 'Copy URL'),
    ignored.length ? el('span', { class: 'chip' }, `Not filtered by ${ignored.join(', ')}`) : '');
  try {
    const { rows, total } = await rowsOfPages(path, signal, mostPages);
    place.element.dataset.rows = String(rows.length);
    place.note.replaceChildren(rows.length < total ? part(rows.length, total, 'drawn') : '');
    list(place.rows, report, rows, total);
    if (rows.length === 0) {
      place.chart.replaceChildren(el('p', { class: 'state' }, 'There is nothing to draw: no row matches.'));
      return;
    }
    place.chart.replaceChildren();
    await draw(place.chart, report, rows, `${report.title}. ${report.question} The table below has the numbers.`, signal);
  } catch (error) {
    if (!isAbort(error)) {
      place.chart.replaceChildren(failure(error, () => show(report, place, chosen, signal)));
    }
  }
}

/**
 * A note that only a part of the rows is shown.
 * @param {number} rows
 * @param {number} total
 * @param {string} what 'drawn' or 'listed'.
 */
const part = (rows, total, what) => el('p', { class: 'note', role: 'note' },
  `Only the first ${counted(rows)} of ${counted(total)} rows are ${what}. The CSV has all of them.`);

/**
 * Creates the table when it is opened.
 * @param {HTMLDetailsElement} details
 * @param {Report} report
 * @param {Row[]} rows
 * @param {number} total
 */
function list(details, report, rows, total) {
  const [summary] = details.children;
  details.replaceChildren(summary);
  const fill = () => {
    if (details.open && details.children.length === 1) {
      const listed = rows.slice(0, mostListed);
      details.append(
        listed.length < total ? part(listed.length, total, 'listed') : '',
        table(report.title, listed, { columns: [...report.kinds.keys()], kinds: report.kinds }));
    }
  };
  details.ontoggle = fill;
  fill();
}

/** @typedef {MouseEvent & { target: HTMLButtonElement }} Click A click on a button. */

/**
 * @param {HTMLButtonElement} button
 * @param {Report} report
 * @param {Record<string, string>} narrowed
 * @param {string} format
 * @param {string} mark The start of the file: a byte order mark, or nothing.
 */
async function download(button, report, narrowed, format, mark) {
  try {
    const csv = await bytes(`reports/${report.name}${query({ ...narrowed, $format: format })}`);
    const url = URL.createObjectURL(new Blob([mark, csv], { type: 'text/csv' }));
    el('a', { href: url, download: `${report.name}.csv` }).click();
    setTimeout(() => URL.revokeObjectURL(url), 10_000);
  } catch (error) {
    button.textContent = error instanceof Error ? error.message : String(error);
  }
}

/**
 * @param {HTMLButtonElement} button
 * @param {string} url
 */
async function copy(button, url) {
  try {
    await navigator.clipboard.writeText(url);
    button.textContent = 'Copied';
  } catch {
    prompt('The URL of this query', url);
  }
}
