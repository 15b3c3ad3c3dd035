// @ts-check
// Buttons that save files and copy links.

import { bytes } from './api.js';
import { el } from './dom.js';
import { texts } from './texts.js';

/** @typedef {MouseEvent & { target: HTMLButtonElement }} Click A click on a button. */

/**
 * Does the work of a button. The button is off meanwhile, and says what went wrong.
 * @param {(button: HTMLButtonElement) => Promise<void>} work
 */
export const clicked = work => async (/** @type {Click} */ { target }) => {
  target.disabled = true;
  try {
    await work(target);
  } catch (error) {
    target.textContent = error instanceof Error ? error.message : String(error);
  } finally {
    target.disabled = false;
  }
};

/**
 * Saves a file.
 * @param {Blob} content
 * @param {string} name
 */
export function save(content, name) {
  const url = URL.createObjectURL(content);
  el('a', { href: url, download: name }).click();
  setTimeout(() => URL.revokeObjectURL(url), 10_000);
}

/**
 * A button that copies a text.
 * @param {string} label
 * @param {() => string} content
 */
export const copyButton = (label, content) => el('button', {
  type: 'button',
  onclick: async (/** @type {Click} */ { target }) => {
    try {
      await navigator.clipboard.writeText(content());
      target.textContent = texts.copied;
    } catch {
      prompt(label, content());
    }
  },
}, label);

/** The formats of rows: their name, the ending of their files, the value of $format, and what comes before the content. */
const formats = [
  { label: 'CSV', ending: 'csv', format: 'csv', mark: '', title: null },
  // Without a byte order mark, a spreadsheet reads the file in the encoding of its locale.
  { label: texts.csvForSpreadsheets, ending: 'csv', format: 'text/csv;escapeFormulas=true', mark: '\uFEFF', title: texts.escapesFormulas },
  { label: 'Parquet', ending: 'parquet', format: 'parquet', mark: '', title: null },
];

/**
 * The buttons that save the rows of a request.
 * @param {string} name The name of the file, without its ending.
 * @param {(format: string) => string} path The path of the request with a $format.
 */
export const rowsButtons = (name, path) => formats.map(({ label, ending, format, mark, title }) => el('button', {
  type: 'button',
  title,
  onclick: clicked(async () => save(new Blob([mark, await bytes(path(format))]), `${name}.${ending}`)),
}, label));
