// Values as people read them: with all their digits, and none that they do not have. Names of columns come from the data, and may be those
// that every object has (constructor, __proto__): whatever is looked up by such a name is in a Map.

/** Whether values of a kind are numbers. */
export const isNumber = kind => kind === 'int64' || kind === 'decimal' || kind === 'double';

/**
 * A value of a kind (int64, decimal, double, boolean, text, date, time, timestamp). Numbers are not grouped: a year is no quantity, nor is an
 * id, a latitude or a line.
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

/** A decimal without the zeros at its end, which only say how its column is declared. */
export const trimmed = digits => digits.includes('.') ? digits.replace(/\.?0+$/, '') : digits;

const grouped = new Intl.NumberFormat('en');

/** How many of something there are. */
export const counted = number => grouped.format(BigInt(number));

/** A point in time, to the second. */
export const second = value => shown(value, 'timestamp').replace(/\.\d+$/, '');

/** The members of a row, those of nested objects by their path. */
export function flat(row, prefix = '') {
  return Object.entries(row).flatMap(([name, value]) => value !== null && typeof value === 'object'
    ? flat(value, `${prefix}${name}/`)
    : [[prefix + name, value]]);
}
