// @ts-check
// The chart builder: a form for a question about one set, and its answer. The question is in the URL, so a link shares it.

/** @import { DataSet } from './model.js' */
/** @import { Question } from './question.js' */
import { answerCard } from './answercard.js';
import { el } from './dom.js';
import { filterEditor } from './filters.js';
import { ranges, steps } from './periods.js';
import { chartLink, hasPeriods, isTime, marks, measurable, measures, readQuestion, timeColumn } from './question.js';
import { texts } from './texts.js';

/**
 * @param {HTMLElement} place
 * @param {AbortSignal} signal
 * @param {DataSet} set
 * @param {URLSearchParams} options
 */
export async function chartPart(place, signal, set, options) {
  const question = readQuestion(set, options.size ? options : firstQuestion(set));
  const go = (/** @type {Partial<Question>} */ changed) => { location.hash = chartLink({ ...question, ...changed }); };
  const answered = answerCard(question, signal, { isBuilder: true });
  place.append(form(question, go), filterEditor(set, question.where, where => go({ where }), signal), answered.element);
  await answered.show();
}

/**
 * What is asked before anything is chosen: the rows by the first date, else by the first text.
 * @param {DataSet} set
 */
function firstQuestion(set) {
  const by = set.columns.find(isTime) ?? set.columns.find(({ kind }) => kind === 'text');
  return new URLSearchParams(by ? { by: by.name } : {});
}

/**
 * The form of a question. Each change is a new URL.
 * @param {Question} question
 * @param {(changed: Partial<Question>) => void} go
 */
function form(question, go) {
  const { set, measure, of, by, step, color, mark, range } = question;
  const names = set.columns.map(({ name }) => name);
  const categories = set.columns.filter(column => !isTime(column) && column.name !== by).map(({ name }) => name);
  const ofMeasure = (/** @type {import('./question.js').Measure} */ chosen) =>
    chosen === 'count' ? null : (measurable(set, chosen).find(({ name }) => name === of) ?? measurable(set, chosen)[0])?.name ?? null;
  const possible = measures.filter(name => name === 'count' || measurable(set, name).length);
  return el('form', { class: 'filters', 'aria-label': texts.chart, onsubmit: (/** @type {SubmitEvent} */ event) => event.preventDefault() },
    choice(texts.measure, 'measure', possible, measure, name => {
      const chosen = /** @type {import('./question.js').Measure} */ (name);
      go({ measure: chosen, of: ofMeasure(chosen) });
    }, texts.measures),
    measure === 'count' ? null : choice(
      texts.of, 'of', measurable(set, measure).map(({ name }) => name), of ?? '', name => go({ of: name })),
    choice(texts.groupBy, 'by', ['', ...names], by ?? '', name => go({ by: name || null, color: name && name !== color ? color : null })),
    hasPeriods(question) ? choice(texts.step, 'step', steps, step, name => go({ step: name }), texts.steps) : null,
    by === null ? null : choice(texts.color, 'color', ['', ...categories], color ?? '', name => go({ color: name || null })),
    by === null ? null : choice(texts.mark, 'mark', marks, mark, name => go({ mark: /** @type {any} */ (name) }), texts.marks),
    timeColumn(question) === null ? null : rangeChoice(range, name => go({ range: name })));
}

/**
 * A list to choose from.
 * @param {string} label
 * @param {string} name
 * @param {readonly string[]} values An empty value is 'none'.
 * @param {string} chosen
 * @param {(value: string) => void} onChange
 * @param {Record<string, string>} [labels]
 */
const choice = (label, name, values, chosen, onChange, labels = {}) => el('label', {}, label, el('select', {
  name, onchange: (/** @type {Event & { target: HTMLSelectElement }} */ { target }) => onChange(target.value),
}, values.map(value => el('option', { value, selected: value === chosen },
  value ? labels[value] ?? value : name === 'range' ? texts.allTime : texts.none))));

/**
 * The time range: one that ends today, or two days.
 * @param {string | null} chosen
 * @param {(range: string | null) => void} onChange
 */
export function rangeChoice(chosen, onChange) {
  const isGiven = chosen !== null && chosen.includes('..');
  const [from, to] = isGiven ? chosen.split('..') : ['', ''];
  const day = (/** @type {string} */ name, /** @type {string} */ label, /** @type {string} */ value) => el('label', {}, label, el('input', {
    type: 'date', name, value,
    onchange: (/** @type {Event & { target: HTMLInputElement }} */ { target }) => {
      const [first, last] = name === 'from' ? [target.value, to] : [from, target.value];
      onChange(first || last ? `${first}..${last}` : null);
    },
  }));
  return [
    choice(texts.timeRange, 'range', ['', ...ranges, ...isGiven ? [chosen] : []], chosen ?? '', name => onChange(name || null),
      { ...texts.ranges, ...isGiven ? { [chosen]: texts.givenRange } : {} }),
    day('from', texts.from, from),
    day('to', texts.to, to),
  ];
}
