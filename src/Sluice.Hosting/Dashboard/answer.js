// @ts-check
// Asks a question of the app. Of many categories, only the greatest are told apart; the rest are one group, measured by the warehouse.

/** @import { Condition } from './conditions.js' */
/** @import { Names, Question } from './question.js' */
/** @import { Range } from './periods.js' */
/** @import { Row } from './values.js' */
import { get, query, rowsOfPages } from './api.js';
import { equals } from './conditions.js';
import { endOf, rangeOf } from './periods.js';
import { applyOf, conditionsOf, hasPeriods, isTime, namesOf } from './question.js';
import { texts } from './texts.js';
import { shown } from './values.js';

// The most categories, colors and pages of periods that a chart can show.
const mostGroups = 20;
const mostColors = 8;
const mostPages = 2;

/** A group of rows of an answer: the names for people, the value, and the conditions on the rows that it is of. */
/** @typedef {{ group: any, color: any, value: any, where: Condition[] }} Group */

/**
 * @typedef {object} Dimension Categories that rows are grouped by.
 * @property {string} column
 * @property {'group' | 'color'} part
 * @property {any[]} values The greatest.
 * @property {boolean} hasOthers
 */

/**
 * The groups of an answer, in the order of the chart.
 * @param {Question} question
 * @param {AbortSignal} signal
 * @returns {Promise<Group[]>}
 */
export async function answer(question, signal) {
  const { by, color } = question;
  const names = namesOf(question);
  const range = rangeOf(question.range);
  const dimensions = /** @type {Dimension[]} */ ((await Promise.all([
    by !== null && !hasPeriods(question) ? greatest(question, names, range, 'group', signal) : null,
    color !== null ? greatest(question, names, range, 'color', signal) : null,
  ])).filter(dimension => dimension !== null));
  const parts = await Promise.all(partsOf(dimensions).map(others => ask(question, names, range, dimensions, others, signal)));
  return ordered(parts.flat(), dimensions);
}

/**
 * The measure of all rows as one number.
 * @param {Question} question
 * @param {Range | null} range
 * @param {AbortSignal} signal
 */
export async function total(question, range, signal) {
  const whole = { ...question, by: null, color: null };
  const names = namesOf(whole);
  const where = conditionsOf(question, range);
  const { value } = await get(`data/${question.set.name}${query({ $apply: applyOf(whole, names, { where }) })}`, signal);
  return value[0]?.[names.value] ?? null;
}

/**
 * The greatest categories of a dimension, by the measure; colors by their rows.
 * @param {Question} question
 * @param {Names} names
 * @param {Range | null} range
 * @param {'group' | 'color'} part
 * @param {AbortSignal} signal
 * @returns {Promise<Dimension>}
 */
async function greatest(question, names, range, part, signal) {
  const most = part === 'group' ? mostGroups : mostColors;
  const asked = part === 'group' ? question : { ...question, measure: /** @type {const} */ ('count'), of: null };
  const apply = applyOf(asked, names, { groups: [names[part]], range });
  const { value } = await get(`data/${question.set.name}${query({
    $apply: apply, $orderby: `${names.value} desc,${names[part]}`, $top: most + 1,
  })}`, signal);
  const values = value.slice(0, most).map((/** @type {Row} */ row) => row[names[part]]);
  const column = /** @type {string} */ (part === 'group' ? question.by : question.color);
  return { column, part, values, hasOthers: value.length > most };
}

/**
 * Each combination of dimensions whose others are asked for.
 * @param {Dimension[]} dimensions
 * @returns {Dimension[][]}
 */
const partsOf = dimensions => dimensions.reduce(
  (parts, dimension) => dimension.hasOthers ? [...parts, ...parts.map(part => [...part, dimension])] : parts,
  /** @type {Dimension[][]} */ ([[]]));

/**
 * @param {Question} question
 * @param {Names} names
 * @param {Range | null} range
 * @param {Dimension[]} dimensions
 * @param {Dimension[]} others The dimensions whose rows are those of no named category.
 * @param {AbortSignal} signal
 * @returns {Promise<Group[]>}
 */
async function ask(question, names, range, dimensions, others, signal) {
  const { set, by, color } = question;
  const isOther = (/** @type {string} */ part) => others.some(dimension => dimension.part === part);
  const groups = [isOther('group') ? '' : names.group, isOther('color') ? '' : names.color].filter(name => name);
  const where = others.flatMap(notNamed);
  const anyOf = dimensions.filter(dimension => dimension.hasOthers && !others.includes(dimension))
    .map(({ column, values }) => values.map(value => equals(column, value)));
  const path = `data/${set.name}${query({
    $apply: applyOf(question, names, { groups, where, anyOf, range }), $orderby: groups.join() || null,
  })}`;
  const { rows } = await rowsOfPages(path, signal, mostPages);
  const own = [...question.where, ...where, ...conditionsOf(question, range)];
  return rows.map(row => ({
    group: by === null ? null : isOther('group') ? texts.others : label(row[names.group]),
    color: color === null ? null : isOther('color') ? texts.others : label(row[names.color]),
    value: row[names.value],
    where: [
      ...own,
      ...by === null || isOther('group') ? [] : within(question, by, row[names.group]),
      ...color === null || isOther('color') ? [] : within(question, color, row[names.color]),
    ],
  }));
}

/**
 * The conditions that a row is of no named category. Null is a category.
 * @param {Dimension} dimension
 * @returns {Condition[]}
 */
const notNamed = ({ column, values }) => values.map(value => value === null ? [column, 'filled'] : [column, 'ne', String(value)]);

/**
 * @param {Question} question
 * @param {string} column
 * @param {any} value
 * @returns {Condition[]}
 */
function within({ set, step }, column, value) {
  return value !== null && isTime(set.byName.get(column))
    ? [[column, 'ge', value], [column, 'lt', endOf(value, step)]]
    : [equals(column, value)];
}

/** @param {any} value */
const label = value => value === null ? texts.nothing : shown(value);

/**
 * Categories in the order of their size, others last; periods in the order of time.
 * @param {Group[]} groups
 * @param {Dimension[]} dimensions
 */
function ordered(groups, dimensions) {
  const ranks = new Map(dimensions.map(({ part, values }) => [part, new Map(values.map((value, i) => [label(value), i]))]));
  const rank = (/** @type {Group} */ group, /** @type {'group' | 'color'} */ part) => ranks.get(part)?.get(group[part]) ?? Infinity;
  return groups.sort((a, b) => {
    const [first, second] = [rank(a, 'group'), rank(b, 'group')];
    return first !== second ? first - second : rank(a, 'color') - rank(b, 'color') || 0;
  });
}
