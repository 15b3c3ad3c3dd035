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
 * Shows a page of a request's rows, with buttons for the next and the previous page.
 * @param {HTMLElement} place
 * @param {string} path
 * @param {TableOptions & { caption: string, pageSize?: number, from?: number, moved?: (from: number) => void }} options `from` is the
 * number of the page's first row, from 1; `moved` is told that of each page that is shown after it.
 * @param {AbortSignal} signal
 */
export async function pages(place, path, { caption, pageSize = usualSize, from = 1, moved, ...options }, signal) {
  place.replaceChildren(el('p', { class: 'state', 'data-pending': true }, texts.loading));
  /** @typedef {{ url: string, first: number }} Page */
  /** @type {(first: number) => Page} */
  const pageFrom = first => ({ url: withOption(path, `$count=true${first > 1 ? `&$skip=${first - 1}` : ''}`), first });
  /** @type {Page[]} The pages before this one that were shown. */
  const before = [];
  // Also a page that only a second try shows is the one that the reader turned to.
  let shown = from;
  /** @param {Page} page */
  async function load(page) {
    const { url, first } = page;
    try {
      const answer = await get(url, signal, pageSize);
      const next = answer['@odata.nextLink'];
      const part = first > 1 || next ? texts.part(counted(first), counted(first + answer.value.length - 1)) : '';
      place.replaceChildren(
        table(`${caption}: ${part}${counted(answer['@odata.count'])}`, answer.value, options),
        el('div', { class: 'actions' },
          first > 1 ? el('button', {
            type: 'button', onclick: () => load(before.pop() ?? pageFrom(Math.max(1, first - pageSize))),
          }, texts.previousRows) : '',
          next ? el('button', {
            type: 'button',
            onclick: () => {
              before.push(page);
              return load({ url: next, first: first + answer.value.length });
            },
          }, texts.nextRows) : ''));
      if (first !== shown) {
        shown = first;
        moved?.(first);
      }
    } catch (error) {
      if (!isAbort(error)) {
        place.replaceChildren(failure(error, () => load(page)));
      }
    }
  }
  await load(pageFrom(from));
}
