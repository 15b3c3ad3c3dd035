// Elements. What comes from the data is only ever set as text.

import { flat, isNumber, shown } from './values.js';

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
 * A table of rows.
 * @param caption What they are.
 * @param rows The rows.
 * @param options.columns The names of the columns; without it, those that the rows have.
 * @param options.kinds A Map of the kinds of columns.
 * @param options.cells A Map of functions that make the cells of a column.
 */
export function table(caption, rows, { columns, kinds = new Map(), cells = new Map(), wide = [], tall = false } = {}) {
  if (rows.length === 0) {
    return el('p', { class: 'state' }, 'There are no rows.');
  }
  const flatRows = rows.map(row => new Map(flat(row)));
  const names = columns ?? [...new Set(flatRows.flatMap(row => [...row.keys()]))];
  return el('div', { class: tall ? 'scroll tall' : 'scroll', tabindex: '0', role: 'region', 'aria-label': caption },
    el('table', {},
      el('caption', {}, caption),
      el('thead', {}, el('tr', {}, names.map(name => el('th', { scope: 'col' }, name)))),
      el('tbody', {}, flatRows.map((row, i) => el('tr', {}, names.map(name => el(
        'td',
        { class: isNumber(kinds.get(name)) ? 'number' : wide.includes(name) ? 'wide' : undefined },
        cells.get(name)?.(row.get(name), rows[i]) ?? shown(row.get(name), kinds.get(name)))))))));
}

export function failure(error, retry) {
  return el('div', {},
    el('p', { class: 'error', role: 'alert' }, error.message),
    retry ? el('button', { type: 'button', onclick: retry }, 'Try again') : null);
}
