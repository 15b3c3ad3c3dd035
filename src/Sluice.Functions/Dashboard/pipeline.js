// The state of the pipeline, and the rejects. It is asked for anew more often while a load runs.

import { get, literal, query } from './api.js';
import { el, failure, table } from './dom.js';
import { counted, second, shown } from './values.js';

const busy = 2_000;
const idle = 15_000;

const kinds = new Map(['id', 'load', 'rows', 'rejected', 'attempts', 'line', 'row', 'byte_offset'].map(name => [name, 'int64']));
const times = ['updated_at', 'next_try', 'started_at', 'finished_at'].map(name => [name, second]);
const counts = ['rows', 'rejected'].map(name => [name, value => value === null ? '' : counted(value)]);

export async function pipelinePage(page, signal) {
  const tiles = el('ul', { class: 'tiles', 'aria-label': 'Files by state' });
  const now = el('p', { role: 'status' });
  const running = el('section', {});
  const files = el('section', {});
  const loads = el('section', {});
  page.append(el('h1', {}, 'Pipeline'), now, tiles, running, files, loads);

  async function refresh() {
    const [states, sums, sweep, active, last, recent] = await Promise.all([
      get(`data/files${query({ $apply: 'groupby((state),aggregate($count as files))' })}`, signal),
      get(`data/files${query({ $apply: 'aggregate(rejected with sum as rejected,rows with sum as rows)' })}`, signal),
      get(`data/loads${query({ $filter: "trigger eq 'sweep'", $orderby: 'id desc', $top: 1 })}`, signal),
      get(`data/loads${query({ $filter: "state eq 'running'", $orderby: 'id desc', $top: 20, $count: true })}`, signal),
      get(`data/files${query({ $orderby: 'updated_at desc', $top: 50, $count: true, $select: 'path,dataset,state,rows,rejected,attempts,next_try,error,updated_at' })}`, signal),
      get(`data/loads${query({ $orderby: 'id desc', $top: 50, $count: true, $select: 'id,file,kind,state,trigger,rows,rejected,started_at,finished_at,error' })}`, signal),
    ]);
    const { rows, rejected } = { rows: 0, rejected: 0, ...sums.value[0] };
    tiles.replaceChildren(
      ...states.value.map(row => tile(row.files, `files ${row.state}`, row.state === 'failed' || row.state === 'refused' ? 'error' : undefined, `state-${row.state}`)),
      tile(rows ?? 0, 'rows loaded', undefined, 'rows'),
      tile(rejected ?? 0, 'rows rejected', Number(rejected) > 0 ? 'error' : undefined, 'rejected'));
    now.textContent = (sweep.value[0] ? `The last sweep that found something began at ${second(sweep.value[0].started_at)} (UTC). ` : 'No sweep has loaded anything yet. ')
      + (active.value.length ? `${counted(active['@odata.count'])} loading now.` : 'Nothing is loading now.');
    running.replaceChildren(...active.value.length ? [el('h2', {}, 'Loading now'), table(partOf('Loads that run', active), active.value, {
      columns: ['file', 'rows', 'rejected', 'started_at'], kinds, cells: new Map([...counts, ...times]),
    })] : []);
    files.replaceChildren(el('h2', {}, 'Files'), table(partOf('Files, the last changed first', last), last.value, {
      wide: ['error'], kinds, cells: new Map([...counts, ...times, ['rejected', (value, row) => value === '0' ? value : el('a', { href: `#/rejects?file=${encodeURIComponent(row.path)}` }, counted(value))]]),
    }));
    loads.replaceChildren(el('h2', {}, 'Loads'), table(partOf('Loads, the newest first', recent), recent.value, { wide: ['error'], kinds, cells: new Map([...counts, ...times]) }));
    return active.value.length ? busy : idle;
  }

  let timer = 0;
  signal.addEventListener('abort', () => clearTimeout(timer), { once: true });
  async function loop() {
    let wait = idle;
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
      timer = setTimeout(loop, wait);
    }
  }
  await loop();
}

function tile(number, label, kind, name) {
  return el('li', { class: 'tile' }, el('strong', { class: kind, 'data-number': name }, counted(number)), label);
}

/** A caption that says how much of the whole an answer is. */
const partOf = (caption, answer) => answer.value.length < Number(answer['@odata.count'])
  ? `${caption}: ${counted(answer.value.length)} of ${counted(answer['@odata.count'])}`
  : caption;

export async function rejectsPage(page, signal) {
  const chosen = new URLSearchParams(location.hash.split('?')[1] ?? '');
  const conditions = ['dataset', 'file', 'field', 'rule'].filter(name => chosen.get(name)).map(name => `${name} eq ${literal(chosen.get(name))}`);
  const form = el('form', {
    class: 'filters', 'aria-label': 'Filters',
    onsubmit: event => {
      event.preventDefault();
      const values = new URLSearchParams([...new FormData(event.target)].filter(([, value]) => value));
      location.hash = `#/rejects${values.size ? `?${values}` : ''}`;
    },
  },
  ['dataset', 'file', 'field', 'rule'].map(name => el('label', {}, name[0].toUpperCase() + name.slice(1), el('input', { name, value: chosen.get(name) }))),
  el('button', { type: 'submit' }, 'Apply'), el('a', { href: '#/rejects' }, 'Clear'));
  const place = el('div', {});
  page.append(el('h1', {}, 'Rejects'), form, place);
  await rowsOf(place, `data/rejects${query({ $filter: conditions.join(' and '), $orderby: 'load desc', $count: true })}`, signal, {
    caption: 'Errors of rows that did not pass',
    pageSize: 1000,
    kinds,
    columns: ['load', 'file', 'line', 'field', 'rule', 'message', 'raw_text'],
    wide: ['message'],
    cells: new Map([['raw_text', (value, row) => el('button', { type: 'button', onclick: () => showRow(row) }, 'Row')]]),
  });
}

function showRow(row) {
  const dialog = document.getElementById('row-dialog');
  const facts = [['File', row.file], ['Line', shown(row.line)], ['Row', shown(row.row)], ['Byte', shown(row.byte_offset)], ['Field', row.field ?? 'the row as a whole'], ['Rule', row.rule], ['Message', row.message]];
  document.getElementById('row-body').replaceChildren(
    el('dl', {}, facts.flatMap(([name, value]) => [el('dt', {}, name), el('dd', {}, value)])),
    el('pre', { id: 'raw-row' }, row.raw_text));
  document.getElementById('row-close').onclick = () => dialog.close();
  dialog.showModal();
}

/** A table that goes on where the answer links to, so many rows at a time. */
export async function rowsOf(place, path, signal, { caption, pageSize, ...options }) {
  const body = el('div', {}, el('p', { class: 'state', 'data-pending': true }, 'Loading…'));
  place.replaceChildren(body);
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
      if (error.name !== 'AbortError') {
        body.replaceChildren(failure(error, () => load(url, before)));
      }
    }
  }
  await load(path, 0);
}
