// @ts-check
// The state of the pipeline. The page refreshes itself, more often while something runs.

/** @import { Kinds, Row } from './values.js' */
import { Problem, get, query, send } from './api.js';
import { el, failure, table } from './dom.js';
import { operationTable } from './operations.js';
import { linkTo } from './route.js';
import { clicked } from './save.js';
import { texts } from './texts.js';
import { counted, second } from './values.js';

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
  'id', 'last_load', 'rows', 'rejected', 'attempts', ...dayColumns.slice(2, -1),
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
  const tiles = el('ul', { class: 'tiles', 'aria-label': texts.filesByState });
  const now = el('p', { role: 'status' });
  const running = el('section', {});
  const operations = el('section', {});
  const files = el('section', {});
  const changes = el('section', {});
  const days = el('section', {});
  const loads = el('section', {});
  page.append(el('h1', {}, texts.pipeline), now, sweepButton(), tiles, running, operations, changes, days, files, loads);

  async function refresh() {
    const [states, sums, sweep, active, asked, last, recent, reconciled, changed] = await Promise.all([
      get(`data/files${query({ $apply: 'groupby((state),aggregate($count as files))' })}`, signal),
      get(`data/files${query({ $apply: 'aggregate(rejected with sum as rejected,rows with sum as rows)' })}`, signal),
      get(`data/loads${query({ $filter: "trigger eq 'sweep'", $orderby: 'id desc', $top: 1 })}`, signal),
      get(`data/loads${query({ $filter: "state eq 'running'", $orderby: 'id desc', $top: 20, $count: true })}`, signal),
      get(`data/operations${query({ $orderby: 'id desc', $top: 10, $count: true })}`, signal).catch(noneIfHidden),
      get(`data/files${query({ $orderby: 'updated_at desc', $top: 50, $count: true, $select: fileColumns })}`, signal),
      get(`data/loads${query({ $orderby: 'id desc', $top: 50, $count: true, $select: loadColumns })}`, signal),
      get(`data/reconciliation${query({ $orderby: 'day desc,dataset', $top: 50, $count: true })}`, signal),
      get(`data/changes${query({ $apply: changesOf, $orderby: 'last_load desc,column', $top: 50, $count: true })}`, signal),
    ]);
    const { rows, rejected } = sums.value[0] ?? {};
    tiles.replaceChildren(
      ...states.value.map((/** @type {Row} */ row) =>
        tile(row.files, texts.filesIn(row.state), `state-${row.state}`, troubles.includes(row.state))),
      tile(rows ?? 0, texts.rowsLoaded, 'rows'),
      tile(rejected ?? 0, texts.rowsRejected, 'rejected', Number(rejected) > 0));
    const [swept] = sweep.value;
    now.textContent = (swept
      ? texts.lastSweep(second(swept.started_at)) : texts.noSweep)
      + (active.value.length ? texts.loadsRunning(counted(active['@odata.count'])) : texts.noLoad);
    running.replaceChildren(...active.value.length ? [
      el('h2', {}, texts.runningLoads),
      table(partOf(texts.runningLoads, active), active.value, {
        columns: ['file', 'rows', 'rejected', 'started_at'], kinds, cells: new Map([...counts, ...times]),
      }),
    ] : []);
    operations.replaceChildren(
      el('h2', {}, texts.operations), operationTable(partOf(texts.operationsNewest, asked), asked.value));
    changes.replaceChildren(...changed.value.length ? [el('h2', {}, texts.changes), table(
      partOf(texts.changesNewest, changed), changed.value, {
        columns: changeColumns, wide: ['hint'], kinds, cells: new Map([...times, ['files', value => counted(value)]]),
      })] : []);
    days.replaceChildren(
      el('h2', {}, texts.reconciliation),
      table(partOf(texts.byDay, reconciled), reconciled.value, {
        columns: dayColumns, kinds, cells: new Map([...dayCounts, ...times]),
      }));
    files.replaceChildren(el('h2', {}, texts.files), table(partOf(texts.filesNewest, last), last.value, {
      wide: ['error'], kinds, cells: new Map([...counts, ...times, rejectsOfFile]),
    }));
    loads.replaceChildren(el('h2', {}, texts.loads), table(partOf(texts.loadsNewest, recent), recent.value, {
      wide: ['error'], kinds, cells: new Map([...counts, ...times]),
    }));
    return active.value.length || asked.value.some((/** @type {Row} */ row) => row.state === 'running') ? busy : idle;
  }

  let timer = 0;
  let stamp = '';
  signal.addEventListener('abort', () => clearTimeout(timer), { once: true });
  async function loop() {
    let wait = idle;
    try {
      // The same stamp says that nothing was loaded. Then a paused database stays paused.
      const { stamp: next } = await get('reports', signal);
      if (!next || next !== stamp) {
        wait = await refresh();
      }
      stamp = next ?? '';
    } catch (error) {
      stamp = '';
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
  value === '0' ? value : el('a', { href: linkTo(['rejects'], { file: row.path }) }, counted(value))];

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
  ? texts.partOf(caption, counted(answer.value.length), counted(answer['@odata.count']))
  : caption;

/**
 * Who does not see all datasets whole sees no operations.
 * @param {unknown} error
 */
const noneIfHidden = error => {
  if (error instanceof Problem && error.status === 404) {
    return { value: [], '@odata.count': 0 };
  }
  throw error;
};

/** The button that starts a sweep. */
const sweepButton = () => {
  const state = el('span', { role: 'status' });
  return el('p', { class: 'actions operator' }, el('button', {
    type: 'button',
    onclick: clicked(async () => {
      await send('sweep', undefined, { prefer: 'respond-async' }, { method: 'POST' });
      state.textContent = texts.sweepStarted;
    }),
  }, texts.sweep), state);
};
