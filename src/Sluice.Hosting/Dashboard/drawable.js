// @ts-check
// Converts rows for charts, which know only JavaScript numbers, and finds their exact values again for tooltips.

/** @import { Kinds, Row } from './values.js' */
import { texts } from './texts.js';
import { flat, groupedDigits, isNumber, shown, trimmed } from './values.js';

/** @typedef {Record<string, any>} Chart A Vega-Lite specification without its data. */

/** The name of the column that numbers the rows. */
export const rowNumber = 'sluice_row';

/**
 * Vega groups values as keys of plain objects, where the key __proto__ does not work. A zero-width space after it looks the same.
 * @param {unknown} value
 */
const safe = value => value === '__proto__' ? `${value}\u200B` : value;

/**
 * The rows with JavaScript numbers. A column stays text if the chart uses it only to tell things apart (such as 64-bit ids) and JavaScript
 * numbers could make two of its values equal. Null among names has a label, unless the chart itself tests or transforms the column.
 * @param {Row[]} rows
 * @param {Kinds} kinds
 * @param {Chart} chart
 * @returns {Row[]}
 */
export function drawable(rows, kinds, chart) {
  /** @type {Set<string>} */
  const names = new Set();
  /** @type {Set<string>} */
  const quantities = new Set();
  for (const { field, type } of fields(chart)) {
    (type === 'nominal' || type === 'ordinal' ? names : quantities).add(path(field));
  }
  const asked = JSON.stringify([...transforms(chart)]);
  const labels = new Set([...names].filter(name => !quantities.has(name)));
  const labelled = new Set([...labels].filter(name => !asked.includes(name.replaceAll('/', '.'))));
  const numbers = new Set([...labels].filter(name => isNumber(kinds.get(name))));
  /** @type {Set<string>} */
  const inexact = new Set();
  for (const row of numbers.size ? rows : []) {
    for (const [name, value] of flat(row)) {
      if (numbers.has(name) && value !== null && String(Number(value)) !== trimmed(String(value))) {
        inexact.add(name);
      }
    }
  }
  /**
   * @param {Row} row
   * @param {string} prefix
   * @returns {Row}
   */
  const convert = (row, prefix) => Object.fromEntries(Object.entries(row).map(([name, value]) => [name,
    value === null ? (labelled.has(prefix + name) ? texts.nothing : null)
      : typeof value === 'object' ? convert(value, `${prefix}${name}/`)
        : isNumber(kinds.get(prefix + name)) && !inexact.has(prefix + name) ? Number(value) : safe(value)]));
  return rows.map((row, i) => ({ ...convert(row, ''), [rowNumber]: i }));
}

/**
 * A function that gives the names and values of a tooltip. A value that belongs to one row is that row's exact value.
 * @param {Row[]} rows
 * @param {Kinds} kinds
 * @param {Chart} chart
 * @returns {(value: Row, datum: Row | undefined) => [string, any][]}
 */
export function exactly(rows, kinds, chart) {
  const titles = new Map([...fields(chart)]
    .filter(({ aggregate, bin, timeUnit }) => !aggregate && !bin && !timeUnit)
    .map(({ field, title }) => /** @type {[string, string]} */ ([title ?? field, path(field)])));
  const quantities = new Set([...fields(chart)].filter(({ type }) => type === 'quantitative').map(({ field }) => path(field)));
  return (value, datum) => {
    const row = datum && rows[datum[rowNumber]];
    const values = new Map(row ? flat(row) : []);
    return Object.entries(value)
      .filter(([title]) => title !== rowNumber)
      .map(([title, text]) => {
        const name = titles.get(title) ?? '';
        return [title, isNumber(kinds.get(name)) && values.has(name)
          ? quantities.has(name) ? groupedDigits(shown(values.get(name), kinds.get(name))) : shown(values.get(name), kinds.get(name))
          : text];
      });
  };
}

/**
 * A copy of the chart whose axes of whole numbers have no ticks between them: no half year, no half user.
 * @param {Chart} chart
 * @param {Kinds} kinds
 * @returns {Chart}
 */
export function withWholeTicks(chart, kinds) {
  const copy = structuredClone(chart);
  for (const { node, channel, field, type, aggregate, bin } of fields(copy)) {
    const isWhole = type === 'quantitative' && kinds.get(path(field)) === 'int64' && !aggregate && !bin;
    if ((channel === 'x' || channel === 'y') && isWhole && node.axis !== null) {
      node.axis = { tickMinStep: 1, ...node.axis };
    }
  }
  return copy;
}

/**
 * The channel definitions of a chart that read a field, with the type and title that Vega-Lite gives them.
 * @param {Record<string, any>} node
 * @param {string} [channel]
 * @returns {Generator<Record<string, any>>}
 */
function* fields(node, channel, isEncoding = false) {
  if (isEncoding && typeof node.field === 'string') {
    yield {
      ...node, node, channel,
      type: node.type ?? (node.aggregate || node.bin ? 'quantitative' : node.timeUnit ? 'temporal' : 'nominal'),
      title: node.title ?? node.axis?.title ?? node.legend?.title ?? node.header?.title,
    };
  }
  for (const [name, child] of Object.entries(node)) {
    // A sort field is only read: it is not drawn.
    if (child !== null && typeof child === 'object' && name !== 'sort') {
      yield* fields(child, name, isEncoding || name === 'encoding');
    }
  }
}

/**
 * The transforms and the conditions of a chart.
 * @param {Record<string, any>} node
 * @returns {Generator<unknown>}
 */
function* transforms(node) {
  for (const [name, child] of Object.entries(node)) {
    if (name === 'transform' || name === 'condition') {
      yield child;
    } else if (child !== null && typeof child === 'object') {
      yield* transforms(child);
    }
  }
}

/**
 * The path of a chart field's column.
 * @param {string} field
 */
const path = field => field.replaceAll('.', '/');
