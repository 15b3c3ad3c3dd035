// @ts-check
// Periods of time: the steps of a chart, and the ranges that end today. All in UTC, as the app's timestamps are.

/** @typedef {{ from: string, to: string }} Range Days as 2024-01-31: from the first, to the day after the last. */

export const steps = ['day', 'week', 'month', 'quarter', 'year'];

/** @param {string | null} text */
export const isStep = text => steps.find(step => step === text);

const perDay = 86_400_000;

/** The ranges by name: how many days or months each has. `year` begins with January. @type {ReadonlyMap<string, [number, number]>} */
const lengths = new Map([['7d', [7, 0]], ['30d', [30, 0]], ['90d', [90, 0]], ['12m', [0, 12]]]);

export const ranges = [...lengths.keys(), 'year'];

/**
 * A range that ends today, or one given as 2024-01-01..2024-01-31.
 * @param {string | null} name
 * @param {Date} [now]
 * @returns {Range | null}
 */
export function rangeOf(name, now = new Date()) {
  const given = /^(\d{4}-\d\d-\d\d)?\.\.(\d{4}-\d\d-\d\d)?$/.exec(name ?? '');
  if (given) {
    const [, from = '0001-01-01', last] = given;
    return { from, to: last ? dayAfter(last) : '9999-12-31' };
  }
  const to = dayAfter(day(now));
  if (name === 'year') {
    return { from: `${to.slice(0, 4)}-01-01`, to };
  }
  const length = lengths.get(name ?? '');
  return length ? { from: back(to, length), to } : null;
}

/**
 * The range before a range, of the same length. Null if the range is open.
 * @param {string | null} name
 * @param {Date} [now]
 * @returns {Range | null}
 */
export function rangeBefore(name, now = new Date()) {
  const range = rangeOf(name, now);
  if (!range || range.from <= '0001-01-01' || range.to >= '9999-12-31') {
    return null;
  }
  const days = Math.round((Date.parse(range.to) - Date.parse(range.from)) / perDay);
  return { from: back(range.from, lengths.get(name ?? '') ?? [days, 0]), to: range.from };
}

/**
 * The day after the last of a period.
 * @param {string} start Its first day.
 * @param {string} step
 */
export function endOf(start, step) {
  const date = new Date(`${start}T00:00:00Z`);
  switch (step) {
    case 'day': date.setUTCDate(date.getUTCDate() + 1); break;
    case 'week': date.setUTCDate(date.getUTCDate() + 7); break;
    case 'month': date.setUTCMonth(date.getUTCMonth() + 1); break;
    case 'quarter': date.setUTCMonth(date.getUTCMonth() + 3); break;
    default: date.setUTCFullYear(date.getUTCFullYear() + 1);
  }
  return day(date);
}

/**
 * The step that divides the time between two days into a number of periods that a chart can show.
 * @param {string} first
 * @param {string} last
 */
export function stepFor(first, last) {
  const days = (Date.parse(last.slice(0, 10)) - Date.parse(first.slice(0, 10))) / perDay;
  return days <= 62 ? 'day' : days <= 400 ? 'week' : days <= 3_700 ? 'month' : 'year';
}

/** @param {Date} date */
const day = date => date.toISOString().slice(0, 10);

/** The day that it is. */
export const today = () => day(new Date());

/** @param {string} text */
export const dayBefore = text => back(text, [1, 0]);

/** @param {string} text */
const dayAfter = text => day(new Date(Date.parse(text) + perDay));

/**
 * @param {string} from
 * @param {[number, number]} length Days and months.
 */
function back(from, [days, months]) {
  const date = new Date(`${from}T00:00:00Z`);
  date.setUTCMonth(date.getUTCMonth() - months);
  date.setUTCDate(date.getUTCDate() - days);
  return day(date);
}
