// @ts-check
// The rows of a set: filtered, searched, sorted, some columns of them, page by page. What is chosen is in the URL.

/** @import { Condition } from './conditions.js' */
/** @import { DataSet } from './model.js' */
/** @import { Row } from './values.js' */
import { address, query } from './api.js';
import { filterOf, readConditions, searchOf, writeConditions } from './conditions.js';
import { el, failure, inOrder } from './dom.js';
import { filterEditor } from './filters.js';
import { kindsOf } from './model.js';
import { pages, withOption } from './pages.js';
import { linkTo } from './route.js';
import { showRow } from './row.js';
import { copyButton, rowsButtons } from './save.js';
import { texts } from './texts.js';

// A table with more columns is slow to read and to draw. All can be chosen.
const mostColumns = 40;

// Columns with long text.
const wide = ['error', 'message', 'raw_text', 'hint'];

/**
 * @typedef {object} Choice What is chosen of a set's rows.
 * @property {Condition[]} where
 * @property {string} search
 * @property {string} sort A column, with ` desc` after it for the greatest first; '' for the order of the key.
 * @property {string[]} columns Without any, the first ones.
 * @property {string} of The path of a relation whose rows are shown, such as users(5)/ads; '' for all rows.
 * @property {number} from The number of the first row that is shown, from 1.
 */

/**
 * @param {DataSet} set
 * @param {URLSearchParams} options
 * @returns {Choice}
 */
const readChoice = (set, options) => ({
  where: readConditions(options.get('where')),
  search: options.get('search') ?? '',
  sort: options.get('sort') ?? '',
  columns: (options.get('columns') ?? '').split(',').filter(name => set.columns.some(column => column.name === name)),
  of: options.get('of') ?? '',
  from: Math.max(1, Math.trunc(Number(options.get('from'))) || 1),
});

/**
 * The link to some rows of a set.
 * @param {string} set
 * @param {Partial<Choice>} choice
 */
export const rowsLink = (set, { where = [], search, sort, columns = [], of, from = 1 }) => linkTo(['data', set, 'rows'], {
  where: writeConditions(where), search, sort, columns: columns.join(), of, from: from > 1 ? String(from) : null,
});

/**
 * @param {HTMLElement} place
 * @param {AbortSignal} signal
 * @param {DataSet} set
 * @param {URLSearchParams} options
 * @param {ReadonlyMap<string, DataSet>} sets
 */
export async function rowsPart(place, signal, set, options, sets) {
  const choice = readChoice(set, options);
  // Other rows are read from the first.
  const go = (/** @type {Partial<Choice>} */ changed) => { location.hash = rowsLink(set.name, { ...choice, from: 1, ...changed }); };
  const columns = choice.columns.length ? choice.columns : set.columns.slice(0, mostColumns).map(({ name }) => name);
  const body = el('section', { id: 'rows' });
  place.append(
    choice.of ? el('p', {}, texts.relatedTo, el('code', {}, choice.of), ' ', el('a', { href: rowsLink(set.name, {}) }, texts.allRows)) : '',
    filterEditor(set, choice.where, where => go({ where }), signal),
    el('div', { class: 'filters' }, searchForm(choice, go), columnChooser(set, columns, go)));
  let path;
  try {
    path = pathOf(set, choice, columns);
  } catch (error) {
    place.append(failure(error));
    return;
  }
  const request = requestPart(set, path);
  place.append(body, request);
  await inOrder([[body, pages(body, path, {
    caption: texts.rowsOf(set.name), columns, kinds: kindsOf(set), wide, tall: true, sorted: sortedBy(choice), cells: cellsOf(set),
    heads: new Map(columns.map(name => [name, sortButton(name, choice, go)])), leads: row => opener(sets, set, row, signal),
    from: choice.from, moved: from => history.pushState(null, '', rowsLink(set.name, { ...choice, from })),
  }, signal)], [request, Promise.resolve()]]);
}

/**
 * The path of the request for the chosen rows.
 * @param {DataSet} set
 * @param {Choice} choice
 * @param {string[]} columns
 */
function pathOf(set, { where, search, sort, of }, columns) {
  const words = search.trim() ? searchOf(search.trim(), set) : '';
  const filter = [filterOf(where, set), words && `(${words})`].filter(text => text).join(' and ');
  // The key leads to the row itself.
  const selected = columns.length === set.columns.length ? null : [...new Set([...columns, ...set.key])].join();
  return `data/${of || set.name}${query({ $filter: filter, $orderby: sort, $select: selected })}`;
}

/**
 * @param {Choice} choice
 * @param {(changed: Partial<Choice>) => void} go
 */
const searchForm = (choice, go) => el('form', {
  class: 'inline', role: 'search',
  onsubmit: (/** @type {SubmitEvent} */ event) => {
    event.preventDefault();
    go({ search: String(new FormData(/** @type {HTMLFormElement} */ (event.target)).get('search')) });
  },
}, el('input', {
  type: 'search', name: 'search', value: choice.search, 'data-focus': 'search',
  'aria-label': texts.searchText, placeholder: texts.searchText,
}),
el('button', { type: 'submit' }, texts.search));

/**
 * @param {DataSet} set
 * @param {string[]} shown
 * @param {(changed: Partial<Choice>) => void} go
 */
const columnChooser = (set, shown, go) => el('details', { class: 'chooser' },
  el('summary', {}, texts.columnsShown(shown.length, set.columns.length)),
  el('form', {
    onsubmit: (/** @type {SubmitEvent} */ event) => {
      event.preventDefault();
      const chosen = new FormData(/** @type {HTMLFormElement} */ (event.target)).getAll('columns').map(String);
      go({ columns: chosen.length === set.columns.length && chosen.length <= mostColumns ? [] : chosen });
    },
  },
  el('div', { class: 'checks' }, set.columns.map(({ name, description }) => el('label', { title: description },
    el('input', { type: 'checkbox', name: 'columns', value: name, checked: shown.includes(name) }), ` ${name}`))),
  el('button', { type: 'submit' }, texts.apply)));

/**
 * The request of the rows, and the files that it can be saved as.
 * @param {DataSet} set
 * @param {string} path
 */
const requestPart = (set, path) => el('section', { class: 'request' },
  el('h2', {}, texts.request),
  el('pre', { id: 'request' }, `GET ${decodeURIComponent(address(path))}`),
  el('div', { class: 'actions' },
    copyButton(texts.copyUrl, () => address(path)),
    rowsButtons(set.name, format => withOption(path, `$format=${encodeURIComponent(format)}`))));

/**
 * The column of the order, and its direction.
 * @param {Choice} choice
 * @returns {[string, 'ascending' | 'descending']}
 */
const sortedBy = ({ sort }) => [sort.replace(/ desc$/, ''), sort.endsWith(' desc') ? 'descending' : 'ascending'];

/**
 * A column's head, which sorts by it, then the other way round, then no more.
 * @param {string} name
 * @param {Choice} choice
 * @param {(changed: Partial<Choice>) => void} go
 */
function sortButton(name, choice, go) {
  const [column, direction] = sortedBy(choice);
  const next = column !== name ? name : direction === 'ascending' ? `${name} desc` : '';
  const mark = column !== name ? '' : direction === 'ascending' ? ' ↑' : ' ↓';
  return el('button', { type: 'button', class: 'bare', 'data-focus': `sort ${name}`, onclick: () => go({ sort: next }) }, name + mark);
}

/**
 * The button that opens a row.
 * @param {ReadonlyMap<string, DataSet>} sets
 * @param {DataSet} set
 * @param {Row} row
 * @param {AbortSignal} signal
 */
const opener = (sets, set, row, signal) => el('button', {
  type: 'button', class: 'bare', 'aria-label': texts.openRow(set.key.map(name => row[name]).join(', ')),
  onclick: () => showRow(sets, set, row, signal),
}, '⋯');

/**
 * A row's file leads to what the ledger says about it.
 * @param {DataSet} set
 */
const cellsOf = set => new Map(set.isDataset
  ? [['_file', (/** @type {string} */ id) => el('a', { href: rowsLink('files', { where: [['id', 'eq', String(id)]] }) }, id)]]
  : []);
