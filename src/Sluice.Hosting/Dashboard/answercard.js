// @ts-check
// A card with the answer of a question: its number and how it has changed, its chart, and ways on.

/** @import { Card } from './card.js' */
/** @import { Group } from './answer.js' */
/** @import { Question } from './question.js' */
/** @import { Kind, Row } from './values.js' */
import { answer, total } from './answer.js';
import { isAbort } from './api.js';
import { card, fill, pictures } from './card.js';
import { change } from './change.js';
import { el, failure } from './dom.js';
import { rangeBefore, rangeOf } from './periods.js';
import { chartLink, chartOf, timeColumn, titleOf, valueKind } from './question.js';
import { saveAsReport } from './report.js';
import { rowsLink } from './rows.js';
import { copyButton, save } from './save.js';
import { texts } from './texts.js';

/**
 * @param {Question} question
 * @param {AbortSignal} signal
 * @param {{ isBuilder?: boolean }} options Whether it is the card of the chart builder. Others link to the builder.
 */
export function answerCard(question, signal, { isBuilder = false } = {}) {
  const place = card(`answer-${question.set.name}-${question.by ?? 'all'}`, titleOf(question), '');
  place.element.classList.toggle('big', isBuilder);
  return { element: place.element, show: () => show(place, question, signal, isBuilder) };
}

/**
 * @param {Card} place
 * @param {Question} question
 * @param {AbortSignal} signal
 * @param {boolean} isBuilder
 */
async function show(place, question, signal, isBuilder) {
  try {
    const [groups, number] = await Promise.all([
      question.by === null ? [] : answer(question, signal), numberOf(question, signal),
    ]);
    const rows = groups.map(({ group, color, value }) => ({ group, ...question.color === null ? {} : { color }, value }));
    const wheres = new Map(rows.map((row, i) => [/** @type {Row} */ (row), groups[i].where]));
    const drill = (/** @type {Row} */ row) => rowsLink(question.set.name, { where: wheres.get(row) });
    place.actions.replaceChildren(...actionsOf(place, question, groups, isBuilder));
    if (question.by === null) {
      place.element.dataset.rows = '0';
      place.rows.hidden = true;
      place.chart.replaceChildren(number);
      return;
    }
    /** @type {[string, Kind][]} */
    const kinds = [['group', 'text'], ...question.color === null ? [] : [/** @type {[string, Kind]} */ (['color', 'text'])],
      ['value', valueKind(question)]];
    await fill(place, {
      chart: chartOf(question, { group: 'group', color: 'color', value: 'value' }),
      rows, kinds: new Map(kinds), total: rows.length,
      heads: new Map([
        ['group', question.by], ['color', question.color ?? ''], ['value', texts.measureOf(question.measure, question.of, '')],
      ]),
      cells: new Map([['group', (value, row) => el('a', { href: drill(row) }, value)]]),
      pick: row => { location.hash = drill(row); },
    }, texts.clickToDrill, signal);
    place.note.append(number);
  } catch (error) {
    if (!isAbort(error)) {
      place.chart.replaceChildren(failure(error, () => show(place, question, signal, isBuilder)));
    }
  }
}

/**
 * The measure of all rows in the range, and how it differs from that of the range before.
 * @param {Question} question
 * @param {AbortSignal} signal
 */
async function numberOf(question, signal) {
  const before = timeColumn(question) === null ? null : rangeBefore(question.range);
  const [now, then] = await Promise.all([
    total(question, rangeOf(question.range), signal), before ? total(question, before, signal) : undefined,
  ]);
  return change(now, then, valueKind(question));
}

/**
 * @param {Card} place
 * @param {Question} question
 * @param {Group[]} groups
 * @param {boolean} isBuilder
 */
const actionsOf = (place, question, groups, isBuilder) => [
  ...isBuilder ? [] : [el('a', { class: 'button', href: chartLink(question) }, texts.explore)],
  ...question.by === null ? [] : [
    ...pictures(place, place.element.id),
    el('button', { type: 'button', onclick: () => save(csvOf(question, groups), `${place.element.id}.csv`) }, 'CSV'),
  ],
  ...isBuilder ? [
    copyButton(texts.copyLink, () => location.href),
    ...question.by === null ? [] : [el('button', { type: 'button', onclick: () => saveAsReport(question) }, texts.saveAsReport)],
  ] : [],
];

/**
 * The answer as CSV.
 * @param {Question} question
 * @param {Group[]} groups
 */
function csvOf({ by, color, measure, of }, groups) {
  const cell = (/** @type {any} */ value) => {
    const text = String(value ?? '');
    return /[",\r\n]/.test(text) ? `"${text.replaceAll('"', '""')}"` : text;
  };
  const head = [by, ...color === null ? [] : [color], texts.measureOf(measure, of, '')];
  const lines = groups.map(group => [group.group, ...color === null ? [] : [group.color], group.value]);
  return new Blob([[head, ...lines].map(line => line.map(cell).join(',') + '\r\n').join('')], { type: 'text/csv' });
}
