// @ts-check
// The editor of conditions on a set's rows: what is filtered by, and a form that adds one more.

/** @import { Condition } from './conditions.js' */
/** @import { Column, DataSet } from './model.js' */
/** @import { Row } from './values.js' */
import { get, isAbort, query } from './api.js';
import { filterOf, needsValue, operatorsOf, said } from './conditions.js';
import { el } from './dom.js';
import { texts } from './texts.js';
import { isNumber } from './values.js';

// The most values that are suggested.
const mostSuggested = 50;

/**
 * @param {DataSet} set
 * @param {Condition[]} conditions
 * @param {(conditions: Condition[]) => void} onChange
 * @param {AbortSignal} signal
 */
export function filterEditor(set, conditions, onChange, signal) {
  const column = el('select', { name: 'column', 'aria-label': texts.column }, set.columns.map(({ name }) => el('option', {}, name)));
  const operator = el('select', { name: 'operator', 'aria-label': texts.operator });
  const value = el('span', { class: 'value' });
  const fault = el('p', { class: 'error', role: 'alert' });
  const chosen = () => /** @type {Column} */ (set.columns.find(({ name }) => name === column.value));
  const refreshValue = () => value.replaceChildren(needsValue(operator.value) ? inputOf(set, chosen(), signal) : '');
  const refresh = () => {
    operator.replaceChildren(...operatorsOf(chosen()).map(name => el('option', { value: name }, texts.operators[name])));
    refreshValue();
  };
  column.onchange = refresh;
  operator.onchange = refreshValue;
  refresh();
  return el('div', { class: 'conditions' },
    el('ul', { class: 'chips', 'aria-label': texts.filters }, conditions.map((condition, i) => el('li', { class: 'chip' }, said(condition),
      el('button', {
        type: 'button', class: 'bare', 'aria-label': texts.removeFilter(said(condition)),
        onclick: () => onChange(conditions.filter((_, at) => at !== i)),
      }, '×')))),
    el('form', {
      class: 'inline', 'aria-label': texts.addFilter,
      onsubmit: (/** @type {SubmitEvent} */ event) => {
        event.preventDefault();
        const input = /** @type {HTMLInputElement | HTMLSelectElement | null} */ (value.querySelector('[name=value]'));
        /** @type {Condition} */
        const added = input ? [column.value, operator.value, input.value] : [column.value, operator.value];
        try {
          filterOf([added], set);
        } catch (error) {
          fault.textContent = error instanceof Error ? error.message : String(error);
          return;
        }
        onChange([...conditions, added]);
      },
    }, column, operator, value, el('button', { type: 'submit' }, texts.addFilter)),
    fault);
}

/**
 * The input of a column's values. Text has suggestions: its most frequent values.
 * @param {DataSet} set
 * @param {Column} column
 * @param {AbortSignal} signal
 */
function inputOf(set, { name, kind }, signal) {
  const common = { name: 'value', 'aria-label': texts.value };
  if (kind === 'boolean') {
    return el('select', common, el('option', {}, 'true'), el('option', {}, 'false'));
  }
  if (kind === 'date' || kind === 'timestamp') {
    return el('input', { ...common, type: kind === 'date' ? 'date' : 'datetime-local', step: 1, required: true });
  }
  if (kind !== 'text') {
    return el('input', { ...common, inputmode: isNumber(kind) ? 'decimal' : null, required: true });
  }
  const suggestions = el('datalist', { id: 'suggested-values' });
  const path = `data/${set.name}${query({
    $apply: `filter(${name} ne null)/groupby((${name}),aggregate($count as sluice_rows))`,
    $orderby: 'sluice_rows desc',
    $top: mostSuggested,
  })}`;
  let asked = false;
  const suggest = () => {
    if (!asked) {
      asked = true;
      // Without suggestions, the value can still be typed.
      get(path, signal).then(
        ({ value }) => suggestions.replaceChildren(...value.map((/** @type {Row} */ row) => el('option', { value: row[name] }))),
        error => { asked = !isAbort(error) && asked; });
    }
  };
  return el('span', {}, el('input', { ...common, list: suggestions.id, autocomplete: 'off', onfocus: suggest }), suggestions);
}
