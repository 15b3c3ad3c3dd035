// @ts-check
// A question about one set: a measure of its rows, by time or by category. It becomes requests, a chart and a report.

/** @import { Condition } from './conditions.js' */
/** @import { Chart } from './drawable.js' */
/** @import { Column, DataSet } from './model.js' */
/** @import { Range } from './periods.js' */
/** @import { Kind } from './values.js' */
import { filterOf, readConditions, writeConditions } from './conditions.js';
import { isStep } from './periods.js';
import { linkTo } from './route.js';
import { texts } from './texts.js';
import { isNumber } from './values.js';

/** @typedef {'count' | 'distinct' | 'sum' | 'average' | 'median' | 'min' | 'max'} Measure */
/** @typedef {'bar' | 'line' | 'area' | 'point'} Mark */
/**
 * @typedef {object} Question
 * @property {DataSet} set
 * @property {Measure} measure
 * @property {string | null} of The column that is measured; null for `count`.
 * @property {string | null} by The column that groups; null for one number.
 * @property {string} step The length of the periods, if `by` is a date or a timestamp.
 * @property {string | null} color The column that groups within `by`.
 * @property {Mark} mark
 * @property {Condition[]} where
 * @property {string | null} range The name of the time range; null for all time.
 */

/** The measures, with OData's names for how each is computed. @type {ReadonlyMap<Measure, string>} */
const methods = new Map([
  ['distinct', 'countdistinct'], ['sum', 'sum'], ['average', 'average'], ['median', 'Sluice.median'], ['min', 'min'], ['max', 'max'],
]);

/** @type {Measure[]} */
export const measures = ['count', ...methods.keys()];

/** @type {Mark[]} */
export const marks = ['bar', 'line', 'area', 'point'];

/**
 * Whether rows can be grouped by periods of a column.
 * @param {Column | undefined} column
 */
export const isTime = column => column?.kind === 'date' || column?.kind === 'timestamp';

/**
 * Whether a question groups by periods of time, and not by categories.
 * @param {Pick<Question, 'set' | 'by'>} question
 */
export const hasPeriods = ({ set, by }) => by !== null && isTime(set.byName.get(by));

/**
 * The columns that a measure can be of.
 * @param {DataSet} set
 * @param {Measure} measure
 */
export const measurable = (set, measure) => set.columns.filter(({ kind, name }) =>
  measure === 'distinct' || (isNumber(kind) && !name.startsWith('_')));

/**
 * The question of the options of a URL. What the set does not have is left out.
 * @param {DataSet} set
 * @param {URLSearchParams} options
 * @returns {Question}
 */
export function readQuestion(set, options) {
  const columns = set.byName;
  const known = (/** @type {string | null} */ name) => name !== null && columns.has(name) ? name : null;
  const asked = measures.find(name => name === options.get('measure')) ?? 'count';
  const of = measurable(set, asked).find(({ name }) => name === options.get('of'))?.name ?? null;
  const by = known(options.get('by'));
  return {
    set,
    measure: asked === 'count' || of ? asked : 'count',
    of: asked === 'count' ? null : of,
    by,
    step: isStep(options.get('step')) ?? 'month',
    color: by === null || isTime(columns.get(options.get('color') ?? '')) || options.get('color') === by
      ? null : known(options.get('color')),
    mark: marks.find(mark => mark === options.get('mark')) ?? 'bar',
    where: readConditions(options.get('where')),
    range: options.get('range'),
  };
}

/**
 * The options of the URL of a question.
 * @param {Question} question
 * @returns {Record<string, string | null>}
 */
const writeQuestion = ({ measure, of, by, step, color, mark, where, range, set }) => ({
  measure, of, by, step: hasPeriods({ set, by }) ? step : null, color, mark, where: writeConditions(where), range,
});

/**
 * The link to the chart of a question.
 * @param {Question} question
 */
export const chartLink = question => linkTo(['data', question.set.name, 'chart'], writeQuestion(question));

/**
 * A question in words.
 * @param {Question} question
 */
export function titleOf({ set, measure, of, by, step, color }) {
  return [
    texts.measureOf(measure, of, set.title),
    by === null ? '' : hasPeriods({ set, by }) ? texts.byPeriod(by, step) : texts.by(by),
    color === null ? '' : texts.and(color),
  ].join(' ').trim();
}

/** The type of a question's numbers. @param {Question} question @returns {Kind} */
export const valueKind = ({ set, measure, of }) => measure === 'count' || measure === 'distinct' ? 'int64'
  : measure === 'average' || measure === 'median' ? 'double'
    : of ? set.byName.get(of)?.kind ?? 'decimal' : 'decimal';

/** @typedef {{ group: string, color: string, value: string }} Names The names of the columns of an answer. */

/**
 * Names for the columns of an answer that the set does not have.
 * @param {Question} question
 * @returns {Names}
 */
export function namesOf({ set, measure, by, step, color }) {
  /** @type {(name: string) => string} */
  const free = name => set.byName.has(name) ? free(`${name}_`) : name;
  return {
    group: by === null ? '' : hasPeriods({ set, by }) ? free(step) : by,
    color: color ?? '',
    value: free(measure === 'count' ? 'rows' : measure),
  };
}

/**
 * The $apply of a question.
 * @param {Question} question
 * @param {Names} names
 * @param {object} [part]
 * @param {string[]} [part.groups] The names to group by. Without it, all.
 * @param {Condition[]} [part.where] More conditions.
 * @param {Condition[][]} [part.anyOf] Lists of conditions, one of each of which must hold.
 * @param {Range | null} [part.range] The time range.
 */
export function applyOf(question, names, { groups, where = [], anyOf = [], range = null } = {}) {
  const { set, measure, of, by, step } = question;
  const filter = [filterOf([...question.where, ...where, ...conditionsOf(question, range)], set), ...anyOf.map(one =>
    `(${one.map(condition => filterOf([condition], set)).join(' or ')})`)].filter(text => text).join(' and ');
  const grouped = groups ?? [names.group, names.color].filter(name => name);
  const aggregate = `aggregate(${measure === 'count' ? '$count' : `${of} with ${methods.get(measure)}`} as ${names.value})`;
  return [
    filter ? `filter(${filter})` : '',
    hasPeriods(question) && grouped.includes(names.group) ? `compute(Sluice.datetrunc('${step}',${by}) as ${names.group})` : '',
    grouped.length ? `groupby((${[...new Set(grouped)].join()}),${aggregate})` : aggregate,
  ].filter(text => text).join('/');
}

/**
 * The column that a time range is about: the one that groups, else the set's first date.
 * @param {Question} question
 */
export const timeColumn = ({ set, by }) => hasPeriods({ set, by }) ? by : set.columns.find(isTime)?.name ?? null;

/**
 * @param {Question} question
 * @param {Range | null} range
 * @returns {Condition[]}
 */
export function conditionsOf(question, range) {
  const column = timeColumn(question);
  return range && column ? [[column, 'ge', range.from], [column, 'lt', range.to]] : [];
}

/** @type {Record<string, string>} */
const timeUnits = {
  day: 'utcyearmonthdate', week: 'utcyearmonthdate', month: 'utcyearmonth', quarter: 'utcyearquarter', year: 'utcyear',
};

/**
 * The chart of a question.
 * @param {Question} question
 * @param {Names} names The names of the columns of its rows.
 * @returns {Chart}
 */
export function chartOf({ set, measure, of, by, step, color, mark }, names) {
  // Counts and sums of parts add up to the whole. The other measures must not look as if they did.
  const isAdditive = measure === 'count' || measure === 'sum';
  const value = {
    field: names.value, type: 'quantitative', title: texts.measureOf(measure, of, ''), ...isAdditive ? {} : { stack: null },
  };
  const isPeriods = hasPeriods({ set, by });
  const group = isPeriods
    ? { field: names.group, type: 'temporal', timeUnit: timeUnits[step], title: `${by} (${texts.steps[step]})` }
    : { field: names.group, type: 'nominal', title: by, sort: null };
  const isAcross = mark === 'bar' && !isPeriods;
  const hue = { field: names.color, type: 'nominal', title: color, sort: null };
  const beside = isAdditive || mark !== 'bar' ? {} : { [isAcross ? 'yOffset' : 'xOffset']: { field: names.color, sort: null } };
  return {
    // Rows without a date have no place on the axis of time. The table has them.
    ...isPeriods ? { transform: [{ filter: { field: names.group, valid: true } }] } : {},
    mark: { type: mark, cursor: 'pointer', ...mark === 'line' ? { point: true } : {}, ...isAdditive ? {} : { opacity: 0.8 } },
    encoding: {
      ...isAcross ? { y: group, x: value } : { x: group, y: value },
      ...color === null ? {} : { color: hue, ...beside },
      tooltip: [group, ...color === null ? [] : [hue], value],
    },
  };
}
