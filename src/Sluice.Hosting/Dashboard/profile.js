// @ts-check
// The profile of a set: what the values of each of its columns look like.

/** @import { Column, DataSet } from './model.js' */
/** @import { Condition } from './conditions.js' */
import { get } from './api.js';
import { equals } from './conditions.js';
import { el, table } from './dom.js';
import { linkTo } from './route.js';
import { rowsLink } from './rows.js';
import { texts } from './texts.js';
import { counted, isNumber, shown } from './values.js';

/**
 * @typedef {object} Profile What the app says about a column. What does not apply is missing.
 * @property {string} name
 * @property {string} type
 * @property {string | number} nulls
 * @property {string | number} distinct
 * @property {boolean} [approximate]
 * @property {any} [min]
 * @property {any} [max]
 * @property {any} [mean]
 * @property {any[]} [quartiles]
 * @property {{ from: any, to: any, rows: string | number }[]} [histogram]
 * @property {{ value: any, rows: string | number }[]} [top]
 * @property {string | number} [shortest]
 * @property {string | number} [longest]
 * @property {boolean} [sensitive]
 */

/**
 * @param {HTMLElement} place
 * @param {AbortSignal} signal
 * @param {DataSet} set
 */
export async function profilePart(place, signal, set) {
  const pending = el('p', { class: 'state', 'data-pending': true }, texts.loading);
  place.append(pending);
  const profile = await get(`data/${encodeURIComponent(set.name)}/profile`, signal);
  const rows = Number(profile.rows);
  const columns = new Map(profile.columns.map((/** @type {Profile} */ column) => [column.name, column]));
  pending.remove();
  place.append(
    el('h2', {}, texts.columns),
    el('p', {}, texts.rowsAndColumns(counted(profile.rows), counted(set.columns.length))),
    el('div', { class: 'cards profile' }, set.columns.map(column => columnCard(set, column, columns.get(column.name), rows))),
    profile.rejects?.length ? el('section', {}, el('h2', {}, texts.rejects), table(texts.rejectsByRule, profile.rejects, {
      columns: ['rule', 'field', 'rows'], kinds: new Map([['rows', 'int64']]),
      cells: new Map([
        ['rule', (rule, row) => el('a', { href: linkTo(['rejects'], { dataset: set.name, rule, field: row.field }) }, rule)],
        ['field', field => field ?? texts.wholeRow],
        ['rows', count => counted(count)],
      ]),
    })) : '');
}

/**
 * @param {DataSet} set
 * @param {Column} column
 * @param {Profile | undefined} profile
 * @param {number} rows
 */
function columnCard(set, { name, kind, type, description }, profile, rows) {
  const facts = profile ? [
    [texts.empty, rows ? share(Number(profile.nulls), rows) : ''],
    [texts.distinct, (profile.approximate ? '≈ ' : '') + counted(profile.distinct)],
    [texts.least, profile.min === undefined ? '' : shown(profile.min, kind)],
    [texts.quartiles, profile.quartiles ? profile.quartiles.map(value => shown(value, kind)).join(' · ') : ''],
    [texts.greatest, profile.max === undefined ? '' : shown(profile.max, kind)],
    [texts.mean, profile.mean === undefined ? '' : shown(rounded(profile.mean))],
    [texts.length, profile.longest === undefined ? '' : texts.range(counted(profile.shortest ?? 0), counted(profile.longest))],
  ].filter(([, value]) => value !== '') : [];
  return el('article', { class: 'card', 'data-column': name },
    el('h3', {}, name, ' ', el('span', { class: 'soft' }, type)),
    description ? el('p', { class: 'soft' }, description) : null,
    profile?.sensitive ? el('p', { class: 'note' }, texts.sensitive) : null,
    el('dl', {}, facts.flatMap(([term, value]) => [el('dt', {}, term), el('dd', {}, value)])),
    profile?.histogram?.length ? histogram(set, name, profile.histogram, kind) : null,
    profile?.top?.length && !(profile.histogram?.length && isNumber(kind)) ? most(set, name, profile.top, rows, kind) : null);
}

/**
 * @param {number} part
 * @param {number} whole
 */
const share = (part, whole) => part === 0 ? '0 %' : part < whole / 1_000 ? '< 0.1 %' : `${(100 * part / whole).toFixed(1)} %`;

/** A mean to six digits: more would only show how it is computed. @param {any} value */
const rounded = value => Number.isFinite(Number(value)) ? String(Number(Number(value).toPrecision(6))) : String(value);

/**
 * Bars of equal width. Each leads to its rows.
 * @param {DataSet} set
 * @param {string} name
 * @param {NonNullable<Profile['histogram']>} bins
 * @param {import('./values.js').Kind | undefined} kind
 */
function histogram(set, name, bins, kind) {
  const most_ = Math.max(...bins.map(bin => Number(bin.rows)));
  return el('ul', { class: 'histogram', 'aria-label': texts.histogramOf(name) }, bins.map((bin, i) => {
    const isLast = i === bins.length - 1;
    /** @type {Condition[]} */
    const where = [[name, 'ge', String(bin.from)], [name, isLast ? 'le' : 'lt', String(bin.to)]];
    const label = texts.bin(shown(bin.from, kind), shown(bin.to, kind), counted(bin.rows));
    const bar = el('a', { href: rowsLink(set.name, { where }), title: label, 'aria-label': label });
    bar.style.setProperty('--share', String(Number(bin.rows) / most_));
    return el('li', {}, bar);
  }));
}

/**
 * The most frequent values. Each leads to its rows.
 * @param {DataSet} set
 * @param {string} name
 * @param {NonNullable<Profile['top']>} values
 * @param {number} rows
 * @param {import('./values.js').Kind | undefined} kind
 */
function most(set, name, values, rows, kind) {
  const greatest = Number(values[0].rows);
  return el('ol', { class: 'top', 'aria-label': texts.topOf(name) }, values.map(({ value, rows: count }) => {
    const item = el('li', {},
      el('a', { href: rowsLink(set.name, { where: [equals(name, value)] }) }, value === '' ? '""' : shown(value, kind) || texts.nothing),
      el('span', { class: 'number', title: share(Number(count), rows) }, counted(count)));
    item.style.setProperty('--share', String(Number(count) / greatest));
    return item;
  }));
}
