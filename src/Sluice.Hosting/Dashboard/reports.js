// @ts-check
// The first page: row counts, filters, and the reports of the lake as charts. A lake without reports has charts of each dataset.

/** @import { Card } from './card.js' */
/** @import { Chart } from './drawable.js' */
/** @import { DataSet } from './model.js' */
/** @import { Kind, Kinds, Row } from './values.js' */
import { address, get, isAbort, query, rowsOfPages, text } from './api.js';
import { card, fill, pictures } from './card.js';
import { addable, change, sumOf } from './change.js';
import { el, failure, filledIn } from './dom.js';
import { whenNear } from './lazy.js';
import { readSets } from './model.js';
import { overview, welcome } from './overview.js';
import { dayBefore, rangeBefore, rangeOf, ranges, today } from './periods.js';
import { watchLoads } from './refresh.js';
import { linkTo, route } from './route.js';
import { copyButton, rowsButtons } from './save.js';
import { capital, texts } from './texts.js';
import { counted } from './values.js';

// Limits that a browser handles easily: pages of rows for a chart, values of a filter's list, and counts at the top of the page.
const mostPages = 10;
const mostChoices = 500;
const mostTiles = 24;

// With more reports, those far down are asked for when the reader comes near.
const mostAtOnce = 24;

/**
 * @typedef {object} Report
 * @property {string} name
 * @property {string} title
 * @property {string} question
 * @property {string} dataset
 * @property {string} query The address of its rows.
 * @property {Chart} chart
 * @property {ReadonlyMap<string, string>} filters The path of the column of each filter, by the name of the filter.
 * @property {Kinds} kinds
 */

/**
 * @param {HTMLElement} page
 * @param {AbortSignal} signal
 */
export async function reportsPage(page, signal) {
  const [{ value }, sets] = await Promise.all([get('reports', signal), readSets(signal)]);
  /** @type {Report[]} */
  const reports = value.map((/** @type {any} */ report) => ({
    ...report,
    filters: new Map(Object.entries(report.filters)),
    kinds: new Map(report.properties.map((/** @type {{ name: string, type: Kind }} */ { name, type }) => [name, type])),
  }));
  const tiles = el('ul', { class: 'tiles', 'aria-label': texts.rowCounts });
  const start = el('div', {});
  const cards = el('div', { class: 'cards' });
  const chosen = route().options;
  page.append(el('h1', {}, texts.reports), start, tiles, reports.length ? await filters(reports, chosen, signal) : '', cards);
  numbers(tiles, [...sets.values()], signal);
  welcome(start, signal);
  const shows = reports.map(report => {
    const place = card(`report-${report.name}`, report.title, report.question);
    cards.append(place.element);
    return whenNear(place.element, () => show(report, place, chosen, signal), signal, reports.length <= mostAtOnce);
  });
  if (reports.length === 0) {
    shows.push(...overview(cards, [...sets.values()], chosen, signal));
  }
  watchLoads(signal, () => {
    numbers(tiles, [...sets.values()], signal);
    welcome(start, signal);
    shows.forEach(showAgain => showAgain());
  });
}

/**
 * Shows the number of rows of each set.
 * @param {HTMLElement} tiles
 * @param {DataSet[]} sets
 * @param {AbortSignal} signal
 */
function numbers(tiles, sets, signal) {
  const shown = sets.slice(0, mostTiles);
  tiles.replaceChildren(...shown.map(set => {
    const number = el('strong', { 'data-count': set.name, 'data-pending': true }, '…');
    text(`data/${set.name}/$count`, signal).then(
      count => { number.textContent = counted(count); },
      error => { number.textContent = isAbort(error) ? '' : '?'; })
      .finally(() => number.removeAttribute('data-pending'));
    return el('li', { class: 'tile' }, number, el('a', { href: linkTo(['data', set.name]) }, set.title));
  }), ...sets.length > shown.length
    ? [el('li', { class: 'tile' }, el('strong', {}, counted(sets.length)), el('a', { href: '#/data' }, texts.allSets))] : []);
}

/**
 * @param {Report[]} reports
 * @param {URLSearchParams} chosen
 * @param {AbortSignal} signal
 */
async function filters(reports, chosen, signal) {
  const names = [...new Set(reports.flatMap(report => [...report.filters.keys()]))].filter(name => name !== 'date');
  const hasDates = reports.some(report => report.filters.has('date'));
  const fields = hasDates ? [
    el('label', {}, texts.from, el('input', { type: 'date', name: 'from', value: chosen.get('from') })),
    el('label', {}, texts.to, el('input', { type: 'date', name: 'to', value: chosen.get('to') })),
  ] : [];
  const inputs = await Promise.all(names.map(name => filter(reports, name, chosen.get(name), signal)));
  names.forEach((name, i) => fields.push(el('label', {}, capital(name), inputs[i])));
  return el('form', {
    class: 'filters', 'aria-label': texts.filters,
    onsubmit: (/** @type {SubmitEvent} */ event) => {
      event.preventDefault();
      location.hash = linkTo(['reports'], filledIn(event));
    },
  }, fields, el('button', { type: 'submit' }, texts.apply), el('a', { href: '#/reports' }, texts.clear), hasDates ? quick(chosen) : null);
}

/**
 * Links to the time ranges that end today.
 * @param {URLSearchParams} chosen
 */
const quick = chosen => el('span', { class: 'quick' }, ranges.map(name => {
  const range = rangeOf(name);
  const options = new URLSearchParams(chosen);
  options.set('from', range?.from ?? '');
  options.delete('to');
  return el('a', { href: linkTo(['reports'], options) }, texts.ranges[name]);
}));

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
    el('option', { value: '' }, texts.all), choices.map(choice => el('option', { value: choice, selected: choice === chosen }, choice)));
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
    ...rowsButtons(report.name, format => `reports/${report.name}${query({ ...narrowed, $format: format })}`),
    copyButton(texts.copyUrl, () => address(path)),
    ...pictures(place, report.name),
    ignored.length ? el('span', { class: 'chip' }, texts.notFilteredBy(ignored.join(', '))) : '');
  try {
    const { rows, total } = await rowsOfPages(path, signal, mostPages);
    await fill(place, { chart: report.chart, kinds: report.kinds, rows, total }, report.question, signal);
    if (rows.length === total) {
      place.note.append(await changed(report, rows, narrowed, signal));
    }
  } catch (error) {
    if (!isAbort(error)) {
      place.chart.replaceChildren(failure(error, () => show(report, place, chosen, signal)));
    }
  }
}

/**
 * The sum of a report's numbers in the time range, and how it differs from that of the range before. Empty without a time range.
 * @param {Report} report
 * @param {Row[]} rows
 * @param {Record<string, string>} narrowed The options that the rows are narrowed by.
 * @param {AbortSignal} signal
 */
async function changed({ name, chart, query: request, kinds }, rows, narrowed, signal) {
  const before = narrowed.from ? rangeBefore(`${narrowed.from}..${narrowed.to ?? today()}`) : null;
  const column = addable(chart, request);
  if (!before || !column) {
    return '';
  }
  const options = query({ ...narrowed, from: before.from, to: dayBefore(before.to) });
  const then = await rowsOfPages(`reports/${name}${options}`, signal, mostPages);
  return then.rows.length < then.total ? '' : change(sumOf(rows, column), sumOf(then.rows, column), kinds.get(column) ?? 'decimal');
}
