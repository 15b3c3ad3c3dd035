// @ts-check
// The rejects: what is wrong most, when, with examples; and how rejected rows are corrected and brought back.

/** @import { Row } from './values.js' */
import { get, isAbort, literal, query, rowsOfPages, send } from './api.js';
import { card, fill } from './card.js';
import { byId, el, failure, filledIn, inOrder, table } from './dom.js';
import { pages } from './pages.js';
import { marked } from './rawtext.js';
import { linkTo, route } from './route.js';
import { clicked, save } from './save.js';
import { texts } from './texts.js';
import { counted, second, shown } from './values.js';

const narrowing = /** @type {const} */ (['dataset', 'file', 'field', 'rule']);

/** The most groups, and pages of counts by load, that the page reads. */
const mostGroups = 50;
const mostPages = 4;

/** @type {import('./values.js').Kinds} */
const kinds = new Map(['load', 'line', 'row', 'byte_offset', 'errors', 'rejected'].map(name => [name, 'int64']));

/**
 * @param {HTMLElement} page
 * @param {AbortSignal} signal
 */
export async function rejectsPage(page, signal) {
  const chosen = route().options;
  const filter = chosenOf(chosen, narrowing).join(' and ');
  const groups = el('section', {});
  const time = card('rejects-over-time', texts.rejectsOverTime, '');
  const correct = el('section', {});
  const list = el('section', { id: 'reject-list' });
  page.append(el('h1', {}, texts.rejects), form(chosen), groups, time.element, correct, list);
  await inOrder([
    [groups, part(groups, () => showGroups(groups, chosen, filter, signal))],
    [time.element, part(time.chart, () => showTime(time, filter, signal))],
    [correct, part(correct, () => showCorrect(correct, chosen, signal))],
    [list, pages(list, `data/rejects${query({ $filter: filter, $orderby: 'load desc' })}`, {
      caption: texts.rejectErrors, kinds, wide: ['message'], tall: true,
      columns: ['load', 'file', 'line', 'field', 'rule', 'message', 'raw_text'],
      cells: new Map([['raw_text', (_value, row) =>
        el('button', { type: 'button', onclick: () => showReject(row, signal) }, texts.showRow)]]),
    }, signal)],
  ]);
}

/**
 * The conditions of what is chosen.
 * @param {URLSearchParams} chosen
 * @param {readonly string[]} names
 */
const chosenOf = (chosen, names) => names.flatMap(name => {
  const value = chosen.get(name);
  return value ? [`${name} eq ${literal(value)}`] : [];
});

/**
 * Shows a part of the page, or what went wrong with it.
 * @param {HTMLElement} place
 * @param {() => Promise<void>} show
 */
async function part(place, show) {
  try {
    await show();
  } catch (error) {
    if (!isAbort(error)) {
      place.replaceChildren(failure(error, () => part(place, show)));
    }
  }
}

/** @param {URLSearchParams} chosen */
const form = chosen => el('form', {
  class: 'filters', 'aria-label': texts.filters,
  onsubmit: (/** @type {SubmitEvent} */ event) => {
    event.preventDefault();
    location.hash = linkTo(['rejects'], filledIn(event));
  },
}, narrowing.map(name => el('label', {}, texts.facts[name], el('input', { name, value: chosen.get(name) }))),
el('button', { type: 'submit' }, texts.apply), el('a', { href: '#/rejects' }, texts.clear));

/**
 * @param {HTMLElement} place
 * @param {URLSearchParams} chosen
 * @param {string} filter
 * @param {AbortSignal} signal
 */
async function showGroups(place, chosen, filter, signal) {
  const apply = `${filter && `filter(${filter})/`}groupby((dataset,rule,field),aggregate($count as errors,message with min as example))`;
  const { value } = await get(`data/rejects${query({ $apply: apply, $orderby: 'errors desc', $top: mostGroups })}`, signal);
  const narrowed = (/** @type {Row} */ row) => linkTo(['rejects'], {
    ...Object.fromEntries(chosen), dataset: row.dataset, rule: row.rule, field: row.field,
  });
  place.replaceChildren(el('h2', {}, texts.wrongMost), table(texts.rejectGroups, value, {
    columns: ['dataset', 'rule', 'field', 'errors', 'example'], kinds, wide: ['example'],
    cells: new Map([
      ['rule', (rule, row) => el('a', { href: narrowed(row) }, rule)],
      ['field', field => field ?? texts.wholeRow],
      ['errors', count => counted(count)],
    ]),
  }));
}

/**
 * The errors by the day of their load, and by rule.
 * @param {import('./card.js').Card} place
 * @param {string} filter
 * @param {AbortSignal} signal
 */
async function showTime(place, filter, signal) {
  const apply = `${filter && `filter(${filter})/`}groupby((load,rule),aggregate($count as errors))`;
  const [counts, loads] = await Promise.all([
    rowsOfPages(`data/rejects${query({ $apply: apply, $orderby: 'load desc,rule' })}`, signal, mostPages),
    rowsOfPages(`data/loads${query({ $filter: 'rejected gt 0', $select: 'id,started_at', $orderby: 'id desc' })}`, signal, mostPages),
  ]);
  const days = new Map(loads.rows.map(({ id, started_at: time }) => [id, time.slice(0, 10)]));
  /** @type {Map<string, Row>} */
  const sums = new Map();
  for (const { load, rule, errors } of counts.rows) {
    const day = days.get(load);
    if (day) {
      const key = `${day} ${rule}`;
      sums.set(key, { day, rule, errors: Number(errors) + (sums.get(key)?.errors ?? 0) });
    }
  }
  const rows = [...sums.values()].sort((a, b) => a.day < b.day ? -1 : 1);
  await fill(place, {
    chart: {
      mark: { type: 'bar', tooltip: true },
      encoding: {
        x: { field: 'day', type: 'temporal', timeUnit: 'utcyearmonthdate', title: texts.day },
        y: { field: 'errors', type: 'quantitative', title: texts.errors },
        color: { field: 'rule', type: 'nominal', title: texts.rule },
      },
    },
    kinds: new Map([['day', 'text'], ['rule', 'text'], ['errors', 'int64']]), rows, total: rows.length,
  }, '', signal);
}

/**
 * The loads with rejected rows: their rejects files, and the ways back.
 * @param {HTMLElement} place
 * @param {URLSearchParams} chosen
 * @param {AbortSignal} signal
 */
async function showCorrect(place, chosen, signal) {
  const filter = chosenOf(chosen, ['dataset', 'file']);
  const { value } = await get(`data/loads${query({
    $filter: ["rejects_file ne null and state eq 'loaded'", ...filter].join(' and '), $orderby: 'id desc', $top: 20,
    $select: 'id,dataset,file,rejected,finished_at',
  })}`, signal);
  const current = await currentOf(value, signal);
  if (current.length === 0) {
    return;
  }
  place.replaceChildren(el('h2', {}, texts.correct), el('p', { class: 'soft' }, texts.correctHelp), table(texts.toCorrect, current, {
    columns: ['id', 'dataset', 'file', 'rejected', 'finished_at', 'actions'], kinds,
    cells: new Map(/** @type {[string, (value: any, row: Row) => import('./dom.js').Child][]} */ ([
      ['rejected', count => counted(count)],
      ['finished_at', time => second(time)],
      ['actions', (_value, row) => actions(row)],
    ])),
  }));
}

/**
 * The loads whose rejects are those of the files as they are: no later load has read the file from its start.
 * @param {Row[]} loads
 * @param {AbortSignal} signal
 */
async function currentOf(loads, signal) {
  const files = [...new Set(loads.map(({ file }) => file))];
  if (files.length === 0) {
    return [];
  }
  const { value } = await get(`data/loads${query({
    $apply: `filter(state eq 'loaded' and kind ne 'append' and file in (${files.map(literal).join()}))`
      + '/groupby((file),aggregate(id with max as id))',
  })}`, signal);
  const newest = new Map(value.map((/** @type {Row} */ row) => [row.file, row.id]));
  return loads.filter(({ file, id }) => Number(id) >= Number(newest.get(file) ?? 0));
}

/** @param {Row} row A load. */
function actions(row) {
  const name = row.file.split('/').at(-1).replace(/\.csv.*$/i, '');
  const state = el('span', { role: 'status' });
  const file = el('input', {
    type: 'file', accept: '.csv,text/csv', class: 'hidden', tabindex: '-1', 'aria-label': texts.uploadCorrected,
    onchange: async () => {
      const [chosen] = file.files ?? [];
      if (chosen) {
        try {
          const answer = await send(
            `uploads${query({ dataset: row.dataset, name: chosen.name })}`, undefined, { 'content-type': 'text/csv' },
            { method: 'POST', body: chosen });
          const { path } = await answer.json();
          state.textContent = texts.uploaded(path);
          await followed(path, state);
        } catch (error) {
          state.textContent = error instanceof Error ? error.message : String(error);
        }
        file.value = '';
      }
    },
  });
  return el('span', { class: 'actions' },
    el('button', {
      type: 'button',
      onclick: clicked(async () => save(await (await send(`rejects/${row.id}`)).blob(), `${name}-${row.id}.csv`)),
    }, texts.saveRejects),
    el('button', { type: 'button', class: 'operator', onclick: () => file.click() }, texts.uploadCorrected), file,
    el('button', {
      type: 'button', class: 'operator',
      onclick: clicked(async () => {
        await send('loads', undefined, { 'content-type': 'application/json', prefer: 'respond-async' },
          { method: 'POST', body: JSON.stringify({ path: row.file, again: true }) });
        state.textContent = texts.loadStarted;
      }),
    }, texts.loadAgain),
    state);
}

/**
 * Says what becomes of an uploaded file, while the reader is on the page.
 * @param {string} path
 * @param {HTMLElement} state
 */
async function followed(path, state) {
  while (state.isConnected) {
    const options = query({ $filter: `path eq ${literal(path)}`, $select: 'state,rows,rejected,error' });
    const { value: [file] } = await get(`data/files${options}`);
    if (file && file.state !== 'running') {
      state.textContent = texts.uploadedAnd(path, file.state, counted(file.rows), counted(file.rejected), file.error ?? '');
      return;
    }
    await new Promise(resolve => { setTimeout(resolve, 1_000); });
  }
}

/**
 * Opens the dialog with a rejected row, the field at fault marked.
 * @param {Row} row
 * @param {AbortSignal} signal
 */
function showReject(row, signal) {
  const dialog = byId('row-dialog', HTMLDialogElement);
  const names = texts.facts;
  const facts = [
    [names.file, row.file], [names.line, shown(row.line)], [names.row, shown(row.row)], [names.byte, shown(row.byte_offset)],
    [names.field, row.field ?? texts.wholeRow], [names.rule, row.rule], [names.message, row.message],
  ];
  const raw = el('pre', { id: 'raw-row' }, row.raw_text);
  byId('row-title', HTMLElement).textContent = texts.rejectedRow;
  byId('row-body', HTMLElement).replaceChildren(
    el('dl', {}, facts.flatMap(([name, value]) => [el('dt', {}, name), el('dd', {}, value)])), raw);
  byId('row-close', HTMLButtonElement).onclick = () => dialog.close();
  dialog.showModal();
  mark(raw, row, signal);
}

/**
 * Marks the field at fault. A row whose rejects file is gone stays as it is.
 * @param {HTMLElement} raw
 * @param {Row} row
 * @param {AbortSignal} signal
 */
async function mark(raw, row, signal) {
  if (row.field === null) {
    return;
  }
  try {
    const [file, rejects] = await Promise.all([
      get(`data/files${query({ $filter: `path eq ${literal(row.file)}`, $select: 'dialect', $top: 1 })}`, signal),
      send(`rejects/${row.load}`, signal, { range: 'bytes=0-65535' }).then(answer => answer.text()),
    ]);
    const parts = marked(row.raw_text, row.field, rejects, file.value[0]?.dialect ?? null);
    if (parts) {
      raw.replaceChildren(parts[0], el('mark', {}, parts[1]), parts[2]);
    }
  } catch {
    // The row is shown without the mark.
  }
}
