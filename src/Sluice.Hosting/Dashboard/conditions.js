// @ts-check
// Conditions on rows, as a person chooses them, and as a $filter of OData.

/** @import { Column, DataSet } from './model.js' */
/** @import { Kind } from './values.js' */
import { literal } from './api.js';
import { texts } from './texts.js';

/** @typedef {[column: string, operator: string, value?: string]} Condition */

/** What a value must look like to be part of a request. The app refuses the rest, such as the 31st of June. */
const forms = new Map(/** @type {[Kind, RegExp][]} */ ([
  ['int64', /^[+-]?\d+$/],
  ['decimal', /^[+-]?\d+(\.\d+)?$/],
  ['double', /^([+-]?\d+(\.\d+)?(e[+-]?\d+)?|-?INF|NaN)$/i],
  ['boolean', /^(true|false)$/],
  ['date', /^-?\d{4,}-\d\d-\d\d$/],
  ['time', /^\d\d:\d\d(:\d\d(\.\d+)?)?$/],
  ['timestamp', /^-?\d{4,}-\d\d-\d\d([T ]\d\d:\d\d(:\d\d(\.\d+)?)?(Z|[+-]\d\d:\d\d)?)?$/],
]));

const comparisons = ['eq', 'ne', 'ge', 'gt', 'le', 'lt'];
const onText = ['contains', 'eq', 'ne', 'startswith', 'endswith'];
const nulls = ['empty', 'filled'];

/**
 * The operators that a column can be filtered by.
 * @param {Column} column
 */
export const operatorsOf = ({ kind, isNullable }) => [
  ...kind === 'text' ? onText : kind === 'boolean' ? ['eq'] : comparisons, ...isNullable ? nulls : [],
];

/**
 * Whether an operator needs a value.
 * @param {string} operator
 */
export const needsValue = operator => !nulls.includes(operator);

/**
 * The $filter of conditions, all of which must hold, or '' if there are none.
 * @param {Condition[]} conditions
 * @param {DataSet} set
 * @throws {Error} A condition is about no column, or its value is not of the column's type.
 */
export const filterOf = (conditions, set) => conditions.map(condition => one(condition, set.byName)).join(' and ');

/**
 * A $filter for rows that have a text in any column of text, in any case. Empty if there is no such column.
 * @param {string} words
 * @param {DataSet} set
 */
export function searchOf(words, set) {
  const searched = set.columns.filter(column => column.kind === 'text').slice(0, mostSearched);
  const pattern = literal(words.toLowerCase());
  return searched.map(({ name }) => `contains(tolower(${name}),${pattern})`).join(' or ');
}

/** The columns that a search looks at. More would make the request's URL too long. */
const mostSearched = 40;

/**
 * The conditions of an option of the URL.
 * @param {string | null} option
 * @returns {Condition[]}
 */
export function readConditions(option) {
  /** @type {unknown} */
  let value = null;
  try {
    value = JSON.parse(option ?? '[]');
  } catch {
    // It is no list, as below.
  }
  if (!Array.isArray(value) || !value.every(isCondition)) {
    throw new Error(texts.unreadableFilter);
  }
  return value;
}

/**
 * @param {unknown} value
 * @returns {value is Condition}
 */
const isCondition = value =>
  Array.isArray(value) && (value.length === 2 || value.length === 3) && value.every(part => typeof part === 'string');

/**
 * The option of the URL for conditions, or null if there are none.
 * @param {Condition[]} conditions
 */
export const writeConditions = conditions => conditions.length ? JSON.stringify(conditions) : null;

/**
 * A condition as a person says it.
 * @param {Condition} condition
 */
export const said = ([column, operator, value]) => `${column} ${texts.operators[operator] ?? operator} ${value ?? ''}`.trim();

/**
 * The condition that a column has a value, which may be null.
 * @param {string} column
 * @param {any} value
 * @returns {Condition}
 */
export const equals = (column, value) => value === null ? [column, 'empty'] : [column, 'eq', String(value)];

/**
 * @param {Condition} condition
 * @param {ReadonlyMap<string, Column>} columns
 */
function one([name, operator, value], columns) {
  const column = columns.get(name);
  if (!column) {
    throw new Error(texts.noSuchColumn(name));
  }
  if (!operatorsOf({ ...column, isNullable: true }).includes(operator)) {
    throw new Error(texts.noSuchOperator(name, operator));
  }
  switch (operator) {
    case 'empty': return `${name} eq null`;
    case 'filled': return `${name} ne null`;
    case 'contains': return `contains(tolower(${name}),${literal((value ?? '').toLowerCase())})`;
    case 'startswith':
    case 'endswith': return `${operator}(${name},${literal(value ?? '')})`;
    default: return `${name} ${operator} ${literalOf(column, value ?? '')}`;
  }
}

/**
 * @param {Column} column
 * @param {string} value
 */
function literalOf({ name, kind }, value) {
  if (kind === 'text') {
    return literal(value);
  }
  const text = value.trim();
  if (!forms.get(kind)?.test(text)) {
    throw new Error(texts.wrongValue(name, kind));
  }
  return kind === 'timestamp' ? instant(text) : kind === 'time' ? clock(text) : text;
}

/** @param {string} text */
const clock = text => text.length === 5 ? `${text}:00` : text;

/**
 * A day is its first instant. A time without an offset is in UTC.
 * @param {string} text
 */
function instant(text) {
  const [, day, time, offset] = /^(-?\d+-\d\d-\d\d)(?:[T ]([\d:.]+))?(.*)$/.exec(text) ?? [];
  return `${day}T${time ? clock(time) : '00:00:00'}${offset || 'Z'}`;
}
