// @ts-check
// Creates and finds elements. Data is only ever set as text, never as HTML.

/** @import { Kinds, Row } from './values.js' */
import { texts } from './texts.js';
import { flat, isNumber, shown } from './values.js';

/** @typedef {Node | string | null | undefined} Child */

/**
 * Creates an element with attributes, listeners (`onclick`, …) and children.
 * @template {keyof HTMLElementTagNameMap} Name
 * @param {Name} name
 * @param {Record<string, any>} properties Properties that are undefined, null or false are left out.
 * @param {(Child | Child[])[]} children
 * @returns {HTMLElementTagNameMap[Name]}
 */
export function el(name, properties = {}, ...children) {
  const element = document.createElement(name);
  for (const [key, value] of Object.entries(properties)) {
    if (value === undefined || value === null || value === false) {
      continue;
    }
    if (key.startsWith('on')) {
      element.addEventListener(key.slice(2), value);
    } else if (key === 'class') {
      element.className = value;
    } else {
      element.setAttribute(key, value === true ? '' : value);
    }
  }
  element.append(...children.flat().filter(child => child !== null && child !== undefined));
  return element;
}

/**
 * An element of index.html. Throws if the page does not have it.
 * @template {HTMLElement} T
 * @param {string} id
 * @param {new () => T} type
 * @returns {T}
 */
export function byId(id, type) {
  const element = document.getElementById(id);
  if (!(element instanceof type)) {
    throw new TypeError(`The page has no ${type.name} with the id ${id}.`);
  }
  return element;
}

/**
 * The values of a form as query parameters, without empty fields.
 * @param {SubmitEvent} event
 */
export function filledIn(event) {
  const form = /** @type {HTMLFormElement} */ (event.target);
  return new URLSearchParams([...new FormData(form)].flatMap(([name, value]) => value && typeof value === 'string' ? [[name, value]] : []));
}

/**
 * @typedef {object} TableOptions
 * @property {string[]} [columns] The names of the columns. Without it, all columns of the rows.
 * @property {Kinds} [kinds] The kinds of columns.
 * @property {ReadonlyMap<string, (value: any, row: Row) => Child>} [cells] Creates the cells of a column, by its name.
 * @property {string[]} [wide] The columns with long text.
 * @property {boolean} [tall] Whether the table may take most of the page's height.
 * @property {ReadonlyMap<string, Child>} [heads] The heads of columns, if they are not their names.
 * @property {[column: string, direction: 'ascending' | 'descending']} [sorted] The order of the rows.
 * @property {(row: Row) => Child} [leads] Creates a first cell of each row.
 */

/**
 * A table of rows, or a sentence if there are none.
 * @param {string} caption
 * @param {Row[]} rows
 * @param {TableOptions} options
 */
export function table(
  caption, rows, { columns, kinds = new Map(), cells = new Map(), wide = [], tall = false, heads, sorted, leads } = {}) {
  if (rows.length === 0) {
    return el('p', { class: 'state' }, texts.noRows);
  }
  const flatRows = rows.map(row => new Map(flat(row)));
  const names = columns ?? [...new Set(flatRows.flatMap(row => [...row.keys()]))];
  return el('div', { class: tall ? 'scroll tall' : 'scroll', tabindex: '0', role: 'region', 'aria-label': caption },
    el('table', {},
      el('caption', {}, caption),
      el('thead', {}, el('tr', {}, leads ? el('td', {}) : null, names.map(name => el(
        'th', { scope: 'col', 'aria-sort': sorted?.[0] === name ? sorted[1] : null }, heads?.get(name) ?? name)))),
      el('tbody', {}, flatRows.map((row, i) => el('tr', {}, leads ? el('td', {}, leads(rows[i])) : null, names.map(name => el(
        'td',
        { class: isNumber(kinds.get(name)) ? 'number' : wide.includes(name) ? 'wide' : undefined },
        cells.get(name)?.(row.get(name), rows[i]) ?? shown(row.get(name), kinds.get(name)))))))));
}

/**
 * An error message, and a button that tries again.
 * @param {any} error
 * @param {() => void} [retry]
 */
export function failure(error, retry) {
  return el('div', {},
    el('p', { class: 'error', role: 'alert' }, error.message),
    retry ? el('button', { type: 'button', onclick: retry }, texts.tryAgain) : null);
}

/**
 * Shows parts of a page from top to bottom, so that no part moves one that the reader sees.
 * @param {[part: HTMLElement, work: Promise<unknown>][]} parts Each with the work that fills it.
 */
export async function inOrder(parts) {
  parts.slice(1).forEach(([part]) => part.classList.add('later'));
  await parts.reduce((before, [part, work]) => Promise.allSettled([before, work]).then(() => part.classList.remove('later')),
    Promise.resolve());
  await Promise.all(parts.map(([, work]) => work));
}
