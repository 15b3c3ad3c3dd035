// @ts-check
// A card: a chart with its table, and the ways to take both along.

/** @import { Chart } from './drawable.js' */
/** @import { Kinds, Row } from './values.js' */
/** @import { Child } from './dom.js' */
import { el, table } from './dom.js';
import { clicked, save } from './save.js';
import { texts } from './texts.js';
import { counted } from './values.js';

// The most rows of a card's table.
const mostListed = 1_000;

/** @typedef {ReturnType<typeof card>} Card The elements that show a chart. */
/**
 * @typedef {object} Drawing What a card shows.
 * @property {Chart} chart
 * @property {Kinds} kinds
 * @property {Row[]} rows
 * @property {number} total How many rows there are; more than `rows` if not all are here.
 * @property {ReadonlyMap<string, (value: any, row: Row) => Child>} [cells]
 * @property {ReadonlyMap<string, Child>} [heads]
 * @property {(row: Row) => void} [pick] Follows a mark of the chart to what it is made of.
 */

/**
 * @param {string} id
 * @param {string} title
 * @param {string} question
 */
export function card(id, title, question) {
  const note = el('div', {});
  const chart = el('div', { class: 'chart' }, el('p', { class: 'state', 'data-pending': true }, texts.loading));
  const rows = el('details', {}, el('summary', {}, texts.table));
  const actions = el('div', { class: 'actions' });
  const element = el('article', { class: 'card', id, 'aria-labelledby': `title-${id}` },
    el('h2', { id: `title-${id}` }, title),
    question ? el('p', { class: 'soft' }, question) : null,
    note, chart, actions, rows);
  return { element, note, chart, rows, actions, title, drawn: new AbortController() };
}

/**
 * Draws a chart with its table. The library that draws is loaded by the first chart.
 * @param {Card} place
 * @param {Drawing} drawing
 * @param {string} question
 * @param {AbortSignal} signal
 */
export async function fill(place, drawing, question, signal) {
  const { chart, kinds, rows, total, pick } = drawing;
  place.element.dataset.rows = String(rows.length);
  place.note.replaceChildren(rows.length < total ? part(rows.length, total, texts.drawn) : '');
  list(place, drawing);
  if (rows.length === 0) {
    place.chart.replaceChildren(el('p', { class: 'state' }, texts.nothingToDraw));
    return;
  }
  const { draw } = await import('./chart.js');
  // A new drawing ends the one before: its observers would draw it again.
  place.drawn.abort();
  place.drawn = new AbortController();
  const isWanted = AbortSignal.any([signal, place.drawn.signal]);
  if (isWanted.aborted) {
    return;
  }
  place.chart.replaceChildren();
  await draw(place.chart, { chart, kinds, pick }, rows, texts.chartLabel(place.title, question), isWanted);
}

/**
 * The buttons that save the picture of a card's chart.
 * @param {Card} place
 * @param {string} name The name of the file, without its ending.
 */
export const pictures = (place, name) => /** @type {const} */ (['PNG', 'SVG']).map(format => el('button', {
  type: 'button',
  onclick: clicked(async () => {
    const { picture } = await import('./chart.js');
    const content = await picture(place.chart, format);
    if (content) {
      save(content, `${name}.${format.toLowerCase()}`);
    }
  }),
}, format));

/**
 * A note that only a part of the rows is shown.
 * @param {number} rows
 * @param {number} total
 * @param {string} what
 */
const part = (rows, total, what) => el('p', { class: 'note', role: 'note' }, texts.onlyFirst(counted(rows), counted(total), what));

/**
 * Creates the table when it is opened.
 * @param {Card} place
 * @param {Drawing} drawing
 */
function list({ rows: details, title }, { rows, total, kinds, cells, heads }) {
  const [summary] = details.children;
  details.replaceChildren(summary);
  const create = () => {
    if (details.open && details.children.length === 1) {
      const listed = rows.slice(0, mostListed);
      details.append(
        listed.length < total ? part(listed.length, total, texts.listed) : '',
        table(title, listed, { columns: [...kinds.keys()], kinds, cells, heads }));
    }
  };
  details.ontoggle = create;
  create();
}
