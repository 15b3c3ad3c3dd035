// @ts-check
// A number for people, and how it differs from that of the period before.

/** @import { Chart } from './drawable.js' */
/** @import { Kind, Row } from './values.js' */
import { el } from './dom.js';
import { texts } from './texts.js';
import { counted, groupedDigits, shown } from './values.js';

// Digits of an average or a median: more would only show how it is computed. The table and the tooltips have all.
const mostDigits = 6;

/**
 * @param {any} now
 * @param {any} then The number of the period before. Undefined if there is no such period.
 * @param {Kind} kind
 */
export function change(now, then, kind) {
  const percent = (Number(now) / Number(then) - 1) * 100;
  return el('p', { class: 'total' }, el('strong', {}, said(now, kind)),
    then === undefined ? '' : ` ${texts.before(said(then, kind), Number.isFinite(percent) ? signed(percent) : '')}`);
}

/**
 * The column of a chart whose numbers make a total: a count or a sum of the groups of its request. Null if the chart has none.
 * @param {Chart} chart
 * @param {string} request The address of its rows.
 */
export function addable({ encoding }, request) {
  const options = new URL(request, location.href).searchParams;
  const measured = [encoding?.x, encoding?.y].filter(channel => channel?.type === 'quantitative' && !channel.bin);
  const column = measured.length === 1 && [undefined, 'sum'].includes(measured[0].aggregate) ? measured[0].field : null;
  const isMade = column && new RegExp(`(?:\\$count|\\bwith sum) as ${column}(?:,[^()]*)?\\)\\)$`).test(options.get('$apply') ?? '');
  return isMade && !options.has('$top') ? /** @type {string} */ (column) : null;
}

/**
 * The sum of a column.
 * @param {Row[]} rows
 * @param {string} column
 */
export const sumOf = (rows, column) => rows.reduce((sum, row) => sum + Number(row[column] ?? 0), 0);

/**
 * A number for people.
 * @param {any} value
 * @param {Kind} kind
 */
function said(value, kind) {
  const isRounded = kind === 'double' && Number.isFinite(Number(value)) && value !== null;
  if (kind === 'int64') {
    return counted(value ?? 0);
  }
  return isRounded ? Number(value).toLocaleString('en', { maximumSignificantDigits: mostDigits })
    : groupedDigits(shown(value, kind)) || texts.nothing;
}

/** @param {number} percent */
const signed = percent => `${percent >= 0 ? '+' : '−'}${Math.abs(percent).toFixed(1)} %`;
