// @ts-check
// Saves a question as a report of reports.json.

/** @import { Question } from './question.js' */
import { Problem, send } from './api.js';
import { byId, el } from './dom.js';
import { applyOf, chartOf, hasPeriods, namesOf, timeColumn, titleOf } from './question.js';
import { rangeOf } from './periods.js';
import { clicked, copyButton } from './save.js';
import { texts } from './texts.js';

// The most categories of a report.
const mostGroups = 20;

/**
 * The report of a question, as reports.json has it. A time range that ends today is left out: the report has a filter for it.
 * @param {Question} question
 */
function reportOf(question) {
  const { set, range } = question;
  const names = namesOf(question);
  const title = titleOf(question);
  const time = timeColumn(question);
  return {
    name: title.toLowerCase().replaceAll(/[^a-z0-9]+/g, '-').replaceAll(/^-+|-+$/g, '') || set.name,
    title,
    question: texts.questionOf(title),
    dataset: set.name,
    options: {
      $apply: applyOf(question, names, { range: range?.includes('..') ? rangeOf(range) : null }),
      ...hasPeriods(question) || question.color !== null
        ? { $orderby: names.group } : { $orderby: `${names.value} desc`, $top: String(mostGroups) },
    },
    ...time === null ? {} : { filters: { date: time } },
    chart: chartOf(question, names),
  };
}

/**
 * Opens the dialog with a question's report. A local run can add it to reports.json, and take it out again.
 * @param {Question} question
 */
export function saveAsReport(question) {
  const dialog = byId('row-dialog', HTMLDialogElement);
  const report = reportOf(question);
  const json = JSON.stringify(report, null, 2);
  const state = el('p', { role: 'status' });
  const undo = el('button', {
    type: 'button', hidden: true,
    onclick: clicked(async () => {
      await send(`reports/${encodeURIComponent(report.name)}`, undefined, {}, { method: 'DELETE' });
      state.textContent = texts.reportRemoved;
      undo.hidden = true;
    }),
  }, texts.undo);
  byId('row-title', HTMLElement).textContent = texts.saveAsReport;
  byId('row-close', HTMLButtonElement).onclick = () => dialog.close();
  byId('row-body', HTMLElement).replaceChildren(
    el('p', {}, texts.reportHelp),
    el('pre', { id: 'report-json', tabindex: '0' }, json),
    el('div', { class: 'actions' },
      copyButton(texts.copy, () => json),
      el('button', {
        type: 'button',
        onclick: clicked(async () => {
          try {
            await send('reports', undefined, { 'content-type': 'application/json' }, { method: 'POST', body: json });
            state.replaceChildren(texts.reportAdded, el('a', { href: '#/reports', onclick: () => dialog.close() }, texts.reports));
            undo.hidden = false;
          } catch (error) {
            state.textContent = error instanceof Problem && [404, 405].includes(error.status) ? texts.onlyLocal
              : error instanceof Error ? error.message : String(error);
          }
        }),
      }, texts.addReport), undo),
    state);
  dialog.showModal();
}
