// @ts-check
// Formats values for people, with exactly their digits. Column names come from the data, and may be names that every object has
// (constructor, __proto__). So anything that is looked up by a column name is in a Map.

/** @typedef {'int64' | 'decimal' | 'double' | 'boolean' | 'text' | 'date' | 'time' | 'timestamp'} Kind The type of a column's values. */
/** @typedef {ReadonlyMap<string, Kind | undefined>} Kinds The kinds of columns, by name. */
/** @typedef {Record<string, any>} Row A row of an answer. A related row is an object in it. */

/**
 * Whether values of a kind are numbers.
 * @param {Kind} [kind]
 */
export const isNumber = kind => kind === 'int64' || kind === 'decimal' || kind === 'double';

/**
 * A value as text. Numbers are not grouped, because many are no quantities: years, ids, latitudes, lines.
 * @param {any} value
 * @param {Kind} [kind]
 * @returns {string}
 */
export function shown(value, kind) {
  if (value === null || value === undefined) {
    return '';
  }
  switch (kind) {
    case 'decimal':
      return trimmed(String(value));
    case 'timestamp':
      return String(value).replace('T', ' ').replace(/Z$/, '');
    default:
      return String(value);
  }
}

/**
 * A decimal without trailing zeros, which only show how its column is declared.
 * @param {string} digits
 */
export const trimmed = digits => digits.includes('.') ? digits.replace(/\.?0+$/, '') : digits;

const grouped = new Intl.NumberFormat('en');

/**
 * A count, with grouped digits.
 * @param {number | string} number
 */
export const counted = number => grouped.format(BigInt(number));

/**
 * A number with grouped digits, exactly. Numbers with four digits are not grouped, because most of them are years.
 * @param {string} digits
 */
export function groupedDigits(digits) {
  const [, sign, whole, rest] = /^([+-]?)(\d+)(.*)$/s.exec(digits) ?? [];
  return whole === undefined || whole.length < 5 || /e/i.test(rest)
    ? digits
    : `${sign}${whole.replaceAll(/\B(?=(\d{3})+$)/g, ',')}${rest}`;
}

/**
 * A point in time, to the second.
 * @param {string | null} value
 */
export const second = value => shown(value, 'timestamp').replace(/\.\d+$/, '');

/**
 * The members of a row, those of nested objects by their path.
 * @param {Row} row
 * @returns {[string, any][]}
 */
export function flat(row, prefix = '') {
  return Object.entries(row).flatMap(([name, value]) => value !== null && typeof value === 'object'
    ? flat(value, `${prefix}${name}/`)
    : [/** @type {[string, any]} */ ([prefix + name, value])]);
}
