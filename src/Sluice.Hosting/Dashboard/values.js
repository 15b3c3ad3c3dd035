// @ts-check
// Values as people read them: with all their digits, and none that they do not have. Names of columns come from the data, and may be those
// that every object has (constructor, __proto__): whatever is looked up by such a name is in a Map.

/** @typedef {'int64' | 'decimal' | 'double' | 'boolean' | 'text' | 'date' | 'time' | 'timestamp'} Kind What the values of a column are. */
/** @typedef {ReadonlyMap<string, Kind | undefined>} Kinds The kinds of columns, by their names. */
/** @typedef {Record<string, any>} Row A row of an answer; what is related to it is an object in it. */

/**
 * Whether values of a kind are numbers.
 * @param {Kind} [kind]
 */
export const isNumber = kind => kind === 'int64' || kind === 'decimal' || kind === 'double';

/**
 * A value of a kind. Numbers are not grouped: a year is no quantity, nor is an id, a latitude or a line.
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
      return trimmed(value);
    case 'timestamp':
      return value.replace('T', ' ').replace(/Z$/, '');
    default:
      return String(value);
  }
}

/**
 * A decimal without the zeros at its end, which only say how its column is declared.
 * @param {string} digits
 */
export const trimmed = digits => digits.includes('.') ? digits.replace(/\.?0+$/, '') : digits;

const grouped = new Intl.NumberFormat('en');

/**
 * How many of something there are.
 * @param {number | string} number
 */
export const counted = number => grouped.format(BigInt(number));

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
