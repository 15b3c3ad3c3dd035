// @ts-check
// The table of operations: how far each is, how fast, and how long it may still take.

/** @import { Kinds, Row } from './values.js' */
import { el, table } from './dom.js';
import { texts } from './texts.js';
import { counted, second } from './values.js';

const columns = ['id', 'kind', 'state', 'files', 'rows', 'rejected', 'rows/s', 'MB/s', 'time left', 'started_at', 'error'];

/** @type {Kinds} */
const kinds = new Map(['id', 'rows', 'rejected', 'rows/s', 'MB/s'].map(name => [name, /** @type {const} */ ('double')]));

/** @type {Map<string, (value: any, row: Row) => Node | string>} */
const cells = new Map(Object.entries({
  'files': (_value, row) => filesOf(row),
  'rows': value => counted(value),
  'rejected': value => counted(value),
  'rows/s': (_value, row) => perSecond(Number(row.rows) + Number(row.rejected), row, 0),
  'MB/s': (_value, row) => perSecond(Number(row.bytes) / 1e6, row, 1),
  'time left': (_value, row) => timeLeft(row),
  'started_at': value => second(value),
}));

/**
 * @param {string} caption
 * @param {Row[]} rows Rows of the set `operations`.
 */
export const operationTable = (caption, rows) => table(caption, rows, { columns, kinds, cells, wide: ['error'] });

/** @param {Row} row */
function filesOf(row) {
  const text = texts.doneOf(counted(row.files_done), counted(row.files));
  return row.state === 'running'
    ? el('span', {},
      el('progress', { value: doneOf(row), max: Math.max(1, allOf(row)), 'aria-label': `${row.kind} ${row.id}` }), ` ${text}`)
    : text;
}

/**
 * A rate. The counts and the seconds of an operation both end with its last report.
 * @param {number} count
 * @param {Row} row
 * @param {number} digits
 */
const perSecond = (count, row, digits) => row.seconds > 0
  ? (count / row.seconds).toLocaleString('en', { minimumFractionDigits: digits, maximumFractionDigits: digits })
  : '';

// Bytes say more about the time than files do, but empty files take time too.
/** @param {Row} row */
const allOf = row => Number(row.length) + Number(row.files);
/** @param {Row} row */
const doneOf = row => Number(row.length_done) + Number(row.files_done);

/** @param {Row} row */
function timeLeft(row) {
  if (row.state !== 'running' || row.planned_at === null || doneOf(row) === 0) {
    return '';
  }
  const seconds = Math.ceil(row.seconds * (allOf(row) - doneOf(row)) / doneOf(row));
  return seconds < 120 ? `${seconds} s` : `${Math.ceil(seconds / 60)} min`;
}
