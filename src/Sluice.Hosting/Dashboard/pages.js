// @ts-check
// A table of many rows: one page after another, both ways.

/** @import { TableOptions } from './dom.js' */
import { get, isAbort } from './api.js';
import { el, failure, table } from './dom.js';
import { texts } from './texts.js';
import { counted } from './values.js';

const usualSize = 100;

/**
 * The path with one more option.
 * @param {string} path
 * @param {string} option
 */
export const withOption = (path, option) => `${path}${path.includes('?') ? '&' : '?'}${option}`;

/**
 * Shows the first page of a request's rows, with buttons for the next and the previous page.
 * @param {HTMLElement} place
 * @param {string} path
 * @param {TableOptions & { caption: string, pageSize?: number }} options
 * @param {AbortSignal} signal
 */
export async function pages(place, path, { caption, pageSize = usualSize, ...options }, signal) {
  place.replaceChildren(el('p', { class: 'state', 'data-pending': true }, texts.loading));
  /** @type {{ url: string, rows: number }[]} The pages before this one. */
  const before = [];
  /** @param {string} url */
  async function load(url) {
    try {
      const answer = await get(url, signal, pageSize);
      const next = answer['@odata.nextLink'];
      const first = before.reduce((sum, page) => sum + page.rows, 1);
      const part = before.length || next ? texts.part(counted(first), counted(first + answer.value.length - 1)) : '';
      place.replaceChildren(
        table(`${caption}: ${part}${counted(answer['@odata.count'])}`, answer.value, options),
        el('div', { class: 'actions' },
          before.length ? el('button', {
            type: 'button', onclick: () => load(/** @type {{ url: string }} */ (before.pop()).url),
          }, texts.previousRows) : '',
          next ? el('button', {
            type: 'button',
            onclick: () => {
              before.push({ url, rows: answer.value.length });
              return load(next);
            },
          }, texts.nextRows) : ''));
    } catch (error) {
      if (!isAbort(error)) {
        place.replaceChildren(failure(error, () => load(url)));
      }
    }
  }
  await load(withOption(path, '$count=true'));
}
