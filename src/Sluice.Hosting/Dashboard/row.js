// @ts-check
// One row: all its values, the file that it is from, and the rows that it is related to.

/** @import { DataSet, Link } from './model.js' */
/** @import { Row } from './values.js' */
import { get, isAbort, literal } from './api.js';
import { byId, el, failure } from './dom.js';
import { rowsLink } from './rows.js';
import { clicked } from './save.js';
import { texts } from './texts.js';
import { shown } from './values.js';

/**
 * Opens the dialog with a row.
 * @param {ReadonlyMap<string, DataSet>} sets
 * @param {DataSet} set
 * @param {Row} row At least its key.
 * @param {AbortSignal} signal
 */
export async function showRow(sets, set, row, signal) {
  const dialog = byId('row-dialog', HTMLDialogElement);
  const body = byId('row-body', HTMLElement);
  byId('row-title', HTMLElement).textContent = `${set.title}: ${set.key.map(name => shown(row[name])).join(', ')}`;
  byId('row-close', HTMLButtonElement).onclick = () => dialog.close();
  body.replaceChildren(el('p', { class: 'state' }, texts.loading));
  if (!dialog.open) {
    dialog.showModal();
  }
  // The links leave the page, and the dialog with it.
  body.onclick = event => {
    if (event.target instanceof HTMLAnchorElement) {
      dialog.close();
    }
  };
  try {
    const path = `${set.name}(${keyOf(set, row)})`;
    const whole = await get(`data/${path}`, signal);
    const file = set.isDataset ? await get(`data/files(${whole._file})`, signal) : null;
    body.replaceChildren(
      el('dl', {}, set.columns.flatMap(({ name, kind, description }) => [
        el('dt', { title: description }, name), el('dd', {}, shown(whole[name], kind) || el('span', { class: 'soft' }, texts.nothing)),
      ])),
      file ? el('p', {}, texts.fromFile, el('a', { href: rowsLink('files', { where: [['id', 'eq', String(whole._file)]] }) }, file.path),
        texts.row(whole._row)) : '',
      set.links.length ? el('h3', {}, texts.related) : '',
      el('ul', {}, set.links.map(link => el('li', {}, relation(sets, path, link, signal)))));
  } catch (error) {
    if (!isAbort(error)) {
      body.replaceChildren(failure(error));
    }
  }
}

/**
 * The way to related rows: to the page of many, or to the one.
 * @param {ReadonlyMap<string, DataSet>} sets
 * @param {string} path
 * @param {Link} link
 * @param {AbortSignal} signal
 */
function relation(sets, path, { name, target, isMany }, signal) {
  const label = texts.relation(name, target, isMany);
  return isMany ? el('a', { href: rowsLink(target, { of: `${path}/${name}` }) }, label) : el('button', {
    type: 'button',
    onclick: clicked(async button => {
      const row = await get(`data/${path}/${name}`, signal);
      const set = sets.get(target);
      if (row && set) {
        await showRow(sets, set, row, signal);
      } else {
        button.textContent = texts.noRelated(name);
      }
    }),
  }, label);
}

/**
 * The key of a row as OData writes it.
 * @param {DataSet} set
 * @param {Row} row
 */
function keyOf(set, row) {
  const values = set.key.map(name => {
    const value = encodeURIComponent(set.byName.get(name)?.kind === 'text' ? literal(row[name]) : String(row[name]));
    return set.key.length === 1 ? value : `${name}=${value}`;
  });
  return values.join();
}
