// @ts-check
// The list of sets, and the pages of one: its profile, its rows, and charts of it.

/** @import { DataSet } from './model.js' */
import { get, query } from './api.js';
import { chartPart } from './builder.js';
import { el } from './dom.js';
import { readSets } from './model.js';
import { nowhere } from './nowhere.js';
import { profilePart } from './profile.js';
import { linkTo, route } from './route.js';
import { rowsPart } from './rows.js';
import { texts } from './texts.js';
import { counted } from './values.js';

/**
 * @callback Part Renders a page of a set.
 * @param {HTMLElement} place
 * @param {AbortSignal} signal
 * @param {DataSet} set
 * @param {URLSearchParams} options
 * @param {ReadonlyMap<string, DataSet>} sets
 * @returns {Promise<void>}
 */
/** @type {ReadonlyMap<string, Part>} */
const parts = new Map([['profile', profilePart], ['rows', rowsPart], ['chart', chartPart]]);

/**
 * @param {HTMLElement} page
 * @param {AbortSignal} signal
 * @param {string} [name] The set. Without it, the page lists all sets.
 * @param {string} [part]
 */
export async function dataPage(page, signal, name, part = 'profile') {
  const sets = await readSets(signal);
  if (name === undefined) {
    await list(page, [...sets.values()], signal);
    return;
  }
  const set = sets.get(name);
  const show = parts.get(part);
  if (!show) {
    nowhere(page);
    return;
  }
  if (!set) {
    page.append(
      el('h1', {}, texts.data), el('p', { class: 'error' }, texts.noSuchDataset), el('p', {}, el('a', { href: '#/data' }, texts.data)));
    return;
  }
  const place = el('div', {});
  page.append(
    el('h1', {}, set.title),
    set.title === set.name ? '' : el('p', { class: 'soft' }, set.name),
    el('nav', { class: 'tabs', 'aria-label': texts.pagesOf(set.title) }, [...parts.keys()].map(other => el('a', {
      href: linkTo(['data', set.name, other]), 'aria-current': other === part ? 'page' : null,
    }, texts.parts[other]))),
    place);
  await show(place, signal, set, route().options, sets);
}

/**
 * All sets, the datasets with their rows and rejects. With many, a field narrows the list.
 * @param {HTMLElement} page
 * @param {DataSet[]} sets
 * @param {AbortSignal} signal
 */
async function list(page, sets, signal) {
  const sums = 'groupby((dataset),aggregate($count as files,rows with sum as rows,rejected with sum as rejected))';
  const { value } = await get(`data/files${query({ $apply: sums })}`, signal);
  const counts = new Map(value.map((/** @type {any} */ row) => [row.dataset, row]));
  const cards = sets.map(set => ({ set, element: card(set, set.isDataset ? counts.get(set.name) : undefined) }));
  const of = (/** @type {boolean} */ isDataset) => cards.filter(({ set }) => set.isDataset === isDataset).map(({ element }) => element);
  page.append(
    el('h1', {}, texts.data),
    el('label', { class: 'narrow' }, texts.findDataset, el('input', {
      type: 'search',
      oninput: (/** @type {InputEvent & { target: HTMLInputElement }} */ { target }) => {
        const words = target.value.toLowerCase();
        cards.forEach(({ set, element }) => { element.hidden = !`${set.name} ${set.title}`.toLowerCase().includes(words); });
      },
    })),
    el('div', { class: 'cards small' }, of(true)),
    el('h2', {}, texts.ledger),
    el('div', { class: 'cards small' }, of(false)));
}

/**
 * @param {DataSet} set
 * @param {any} counts
 */
const card = (set, counts) => el('article', { class: 'card' },
  el('h2', {}, el('a', { href: linkTo(['data', set.name]) }, set.title)),
  set.title === set.name ? null : el('p', { class: 'soft' }, set.name),
  set.isDataset ? el('p', { class: 'soft' }, counts
    ? texts.countsOf(counted(counts.rows), counted(counts.rejected), counted(counts.files)) : texts.noFiles) : null,
  el('p', { class: 'actions' },
    el('a', { href: linkTo(['data', set.name, 'rows']) }, texts.parts.rows),
    el('a', { href: linkTo(['data', set.name, 'chart']) }, texts.parts.chart)));
