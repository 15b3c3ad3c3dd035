// @ts-check
// The state of the pipeline, and the rejects. The pipeline page refreshes itself, more often while something runs.

/** @import { TableOptions } from './dom.js' */
/** @import { Kinds, Row } from './values.js' */
import { get, isAbort, literal, query } from './api.js';
import { byId, el, failure, filledIn, table } from './dom.js';
import { operationTable } from './operations.js';
import { counted, second, shown } from './values.js';

// Milliseconds between refreshes while something runs, and otherwise.
const busy = 2_000;
const idle = 15_000;

const fileColumns = 'path,dataset,state,rows,rejected,attempts,next_try,error,updated_at';
const loadColumns = 'id,file,kind,state,trigger,rows,rejected,started_at,finished_at,error';
const changeColumns = ['dataset', 'column', 'change', 'action', 'sample_kind', 'files', 'first_seen', 'last_seen', 'last_load', 'hint'];
// The same change of many files is one row.
const changesOf = `groupby((${['dataset', 'column', 'change', 'action', 'sample_kind', 'hint'].join()}),aggregate($count as files,`
  + 'seen_at with min as first_seen,seen_at with max as last_seen,load with max as last_load))';
const dayColumns = ['day', 'dataset', 'files', 'bytes', 'loaded', 'skipped', 'refused', 'ignored', 'archived', 'waiting', 'oldest_waiting'];

/** @typedef {[string, (value: any, row: Row) => Node | string]} Cell A column and the function that creates its cells. */

/** @type {Kinds} */
const kinds = new Map([
  'id', 'load', 'last_load', 'rows', 'rejected', 'attempts', 'line', 'row', 'byte_offset', ...dayColumns.slice(2, -1),
].map(name => [name, /** @type {const} */ ('int64')]));
// States of files that need attention.
const troubles = ['failed', 'refused', 'ignored'];

/** @type {Cell[]} */
const times = ['updated_at', 'next_try', 'started_at', 'finished_at', 'oldest_waiting', 'first_seen', 'last_seen']
  .map(name => [name, value => second(value)]);
/** @type {Cell[]} */
const counts = ['rows', 'rejected'].map(name => [name, value => value === null ? '' : counted(value)]);
/** @type {Cell[]} */
const dayCounts = dayColumns.slice(2, -1).map(name => [name, value => counted(value)]);

/**
 * @param {HTMLElement} page
 * @param {AbortSignal} signal
 */
export async function pipelinePage(page, signal) {
  const tiles = el('ul', { class: 'tiles', 'aria-label': 'Files by state' });
  const now = el('p', { role: 'status' });
  const running = el('section', {});
  const operations = el('section', {});
  const files = el('section', {});
  const changes = el('section', {});
  const days = el('section', {});
  const loads = el('section', {});
  page.append(el('h1', {}, 'Pipeline'), now, tiles, running, operations, changes, days, files, loads);

  async function refresh() {
    const [states, sums, sweep, active, asked, last, recent, reconciled, changed] = await Promise.all([
      get(`data/files${query({ $apply: 'groupby((state),aggregate($count as files))' })}`, signal),
      get(`data/files${query({ $apply: 'aggregate(rejected with sum as rejected,rows with sum as rows)' })}`, signal),
      get(`data/loads${query({ $filter: "trigger eq 'sweep'", $orderby: 'id desc', $top: 1 })}`, signal),
      get(`data/loads${query({ $filter: "state eq 'running'", $orderby: 'id desc', $top: 20, $count: true })}`, signal),
      get(`data/operations${query({ $orderby: 'id desc', $top: 10, $count: true })}`, signal),
      get(`data/files${query({ $orderby: 'updated_at desc', $top: 50, $count: true, $select: fileColumns })}`, signal),
      get(`data/loads${query({ $orderby: 'id desc', $top: 50, $count: true, $select: loadColumns })}`, signal),
      get(`data/reconciliation${query({ $orderby: 'day desc,dataset', $top: 50, $count: true })}`, signal),
      get(`data/changes${query({ $apply: changesOf, $orderby: 'last_load desc,column', $top: 50, $count: true })}`, signal),
    ]);
    const { rows, rejected } = sums.value[0] ?? {};
    tiles.replaceChildren(
      ...states.value.map((/** @type {Row} */ row) =>
        tile(row.files, `files ${row.state}`, `state-${row.state}`, troubles.includes(row.state))),
      tile(rows ?? 0, 'rows loaded', 'rows'),
      tile(rejected ?? 0, 'rows rejected', 'rejected', Number(rejected) > 0));
    const [swept] = sweep.value;
    now.textContent = (swept
      ? `The last load of a sweep started at ${second(swept.started_at)} (UTC). `
      : 'No sweep has loaded anything yet. ')
      + (active.value.length ? `Loads running: ${counted(active['@odata.count'])}.` : 'No load is running.');
    running.replaceChildren(...active.value.length ? [el('h2', {}, 'Running loads'), table(partOf('Running loads', active), active.value, {
      columns: ['file', 'rows', 'rejected', 'started_at'], kinds, cells: new Map([...counts, ...times]),
    })] : []);
    operations.replaceChildren(
      el('h2', {}, 'Operations'), operationTable(partOf('Sweeps and loads of many files, newest first', asked), asked.value));
    changes.replaceChildren(...changed.value.length ? [el('h2', {}, 'Changes of columns'), table(
      partOf('Columns that differ from the schema, newest first', changed), changed.value, {
        columns: changeColumns, wide: ['hint'], kinds, cells: new Map([...times, ['files', value => counted(value)]]),
      })] : []);
    days.replaceChildren(
      el('h2', {}, 'Reconciliation'),
      table(partOf('Files by day and dataset, newest first', reconciled), reconciled.value, {
        columns: dayColumns, kinds, cells: new Map([...dayCounts, ...times]),
      }));
    files.replaceChildren(el('h2', {}, 'Files'), table(partOf('Files, newest change first', last), last.value, {
      wide: ['error'], kinds, cells: new Map([...counts, ...times, rejectsOfFile]),
    }));
    loads.replaceChildren(el('h2', {}, 'Loads'), table(partOf('Loads, newest first', recent), recent.value, {
      wide: ['error'], kinds, cells: new Map([...counts, ...times]),
    }));
    return active.value.length || asked.value.some((/** @type {Row} */ row) => row.state === 'running') ? busy : idle;
  }

  let timer = 0;
  signal.addEventListener('abort', () => clearTimeout(timer), { once: true });
  async function loop() {
    let wait;
    try {
      wait = await refresh();
    } catch (error) {
      if (signal.aborted) {
        return;
      }
      now.replaceChildren(failure(error, loop));
      return;
    }
    if (!signal.aborted) {
      // A second click on "Try again" must not start a second timer.
      clearTimeout(timer);
      timer = setTimeout(loop, wait);
    }
  }
  await loop();
}

/** @type {Cell} */
const rejectsOfFile = ['rejected', (value, row) =>
  value === '0' ? value : el('a', { href: `#/rejects?file=${encodeURIComponent(row.path)}` }, counted(value))];

/**
 * @param {number | string} number
 * @param {string} label
 * @param {string} name
 */
function tile(number, label, name, isTrouble = false) {
  return el('li', { class: 'tile' }, el('strong', { class: isTrouble ? 'error' : undefined, 'data-number': name }, counted(number)), label);
}

/**
 * A caption. If the answer has only a part of the rows, the caption says how many.
 * @param {string} caption
 * @param {any} answer
 */
const partOf = (caption, answer) => answer.value.length < Number(answer['@odata.count'])
  ? `${caption}: ${counted(answer.value.length)} of ${counted(answer['@odata.count'])}`
  : caption;

/**
 * @param {HTMLElement} page
 * @param {AbortSignal} signal
 */
export async function rejectsPage(page, signal) {
  const chosen = new URLSearchParams(location.hash.split('?')[1] ?? '');
  const narrowing = ['dataset', 'file', 'field', 'rule'].map(name => ({ name, value: chosen.get(name) }));
  const conditions = narrowing.flatMap(({ name, value }) => value ? [`${name} eq ${literal(value)}`] : []);
  const form = el('form', {
    class: 'filters', 'aria-label': 'Filters',
    onsubmit: (/** @type {SubmitEvent} */ event) => {
      event.preventDefault();
      const values = filledIn(event);
      location.hash = `#/rejects${values.size ? `?${values}` : ''}`;
    },
  },
  narrowing.map(({ name, value }) => el('label', {}, name[0].toUpperCase() + name.slice(1), el('input', { name, value }))),
  el('button', { type: 'submit' }, 'Apply'), el('a', { href: '#/rejects' }, 'Clear'));
  const place = el('div', {});
  page.append(el('h1', {}, 'Rejects'), form, place);
  await rowsOf(place, `data/rejects${query({ $filter: conditions.join(' and '), $orderby: 'load desc', $count: true })}`, signal, {
    caption: 'Errors in rejected rows',
    pageSize: 1000,
    kinds,
    columns: ['load', 'file', 'line', 'field', 'rule', 'message', 'raw_text'],
    wide: ['message'],
    cells: new Map([['raw_text', (_value, row) => el('button', { type: 'button', onclick: () => showRow(row) }, 'Row')]]),
  });
}

/** @param {Row} row */
function showRow(row) {
  const dialog = byId('row-dialog', HTMLDialogElement);
  const facts = [
    ['File', row.file], ['Line', shown(row.line)], ['Row', shown(row.row)], ['Byte', shown(row.byte_offset)],
    ['Field', row.field ?? 'whole row'], ['Rule', row.rule], ['Message', row.message],
  ];
  byId('row-body', HTMLElement).replaceChildren(
    el('dl', {}, facts.flatMap(([name, value]) => [el('dt', {}, name), el('dd', {}, value)])),
    el('pre', { id: 'raw-row' }, row.raw_text));
  byId('row-close', HTMLButtonElement).onclick = () => dialog.close();
  dialog.showModal();
}

/**
 * Shows a table, one page of rows at a time, with a button for the next page.
 * @param {HTMLElement} place
 * @param {string} path
 * @param {AbortSignal} signal
 * @param {TableOptions & { caption: string, pageSize: number }} options
 */
export async function rowsOf(place, path, signal, { caption, pageSize, ...options }) {
  const body = el('div', {}, el('p', { class: 'state', 'data-pending': true }, 'Loading…'));
  place.replaceChildren(body);
  /**
   * @param {string} url
   * @param {number} before The number of rows before this page.
   */
  async function load(url, before) {
    try {
      const answer = await get(url, signal, pageSize);
      const next = answer['@odata.nextLink'];
      const last = before + answer.value.length;
      const part = before || next ? `${counted(before + 1)} to ${counted(last)} of ` : '';
      body.replaceChildren(
        table(`${caption}: ${part}${counted(answer['@odata.count'])}`, answer.value, { ...options, tall: true }),
        next ? el('button', { type: 'button', onclick: () => load(next, last) }, 'Next rows') : '');
    } catch (error) {
      if (!isAbort(error)) {
        body.replaceChildren(failure(error, () => load(url, before)));
      }
    }
  }
  await load(path, 0);
}
