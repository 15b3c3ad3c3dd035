// @ts-check
// Charts of any lake: the rows of each dataset over time, and by the category that tells them apart best. And what to do first.

/** @import { DataSet } from './model.js' */
/** @import { Question } from './question.js' */
/** @import { Row } from './values.js' */
import { answerCard } from './answercard.js';
import { get, isAbort, query } from './api.js';
import { rangeChoice } from './builder.js';
import { el, failure } from './dom.js';
import { whenNear } from './lazy.js';
import { stepFor } from './periods.js';
import { isTime, readQuestion } from './question.js';
import { linkTo } from './route.js';
import { texts } from './texts.js';

// A column with more values is no category, and one with fewer tells nothing apart.
const fewest = 2;
const most = 50;

// A value that nearly all rows have tells little.
const mostShare = 0.9;

// The datasets whose charts are drawn before the reader comes near them.
const mostAtOnce = 2;

/**
 * Says what to do as long as no file has been loaded.
 * @param {HTMLElement} place
 * @param {AbortSignal} signal
 */
export async function welcome(place, signal) {
  try {
    const { value } = await get(`data/files${query({ $top: 1, $select: 'id' })}`, signal);
    place.replaceChildren(...value.length ? [] : [el('section', { class: 'card welcome' },
      el('h2', {}, texts.nothingYet), el('p', {}, texts.firstSteps),
      el('ul', {}, texts.waysToLoad.map(([command, what]) => el('li', {}, el('code', {}, command), ` ${what}`))))]);
  } catch (error) {
    if (!isAbort(error)) {
      place.replaceChildren(failure(error));
    }
  }
}

/**
 * @param {HTMLElement} cards
 * @param {DataSet[]} sets
 * @param {URLSearchParams} chosen
 * @param {AbortSignal} signal
 * @returns {(() => void)[]} Show the charts again that are shown.
 */
export function overview(cards, sets, chosen, signal) {
  const datasets = sets.filter(({ isDataset }) => isDataset);
  const range = chosen.get('range');
  cards.before(
    el('p', { class: 'soft' }, texts.noReports),
    datasets.some(({ columns }) => columns.some(isTime)) ? el('form', { class: 'filters', 'aria-label': texts.filters },
      rangeChoice(range, name => { location.hash = linkTo(['reports'], { range: name }); })) : '');
  return datasets.map((set, i) => {
    const place = el('section', { class: 'pair', 'aria-label': set.title });
    cards.append(place);
    return whenNear(place, () => show(place, set, sets, range, signal), signal, i < mostAtOnce);
  });
}

/**
 * @param {HTMLElement} place
 * @param {DataSet} set
 * @param {DataSet[]} sets
 * @param {string | null} range
 * @param {AbortSignal} signal
 */
async function show(place, set, sets, range, signal) {
  const heading = el('h2', {}, el('a', { href: linkTo(['data', set.name]) }, set.title));
  const pending = el('p', { class: 'state', 'data-pending': true }, texts.loading);
  place.replaceChildren(heading, pending);
  try {
    const profile = await get(`data/${encodeURIComponent(set.name)}/profile`, signal);
    pending.remove();
    if (Number(profile.rows) === 0) {
      place.append(el('p', { class: 'state' }, texts.noRows));
      return;
    }
    const cards = questions(set, sets, profile, range).map(question => answerCard(question, signal));
    place.append(el('div', { class: 'cards' }, cards.map(({ element }) => element)));
    await Promise.all(cards.map(one => one.show()));
  } catch (error) {
    if (!isAbort(error)) {
      place.replaceChildren(heading, failure(error, () => show(place, set, sets, range, signal)));
    }
  }
}

/**
 * The questions that a profile suggests.
 * @param {DataSet} set
 * @param {DataSet[]} sets
 * @param {any} profile
 * @param {string | null} range
 * @returns {Question[]}
 */
function questions(set, sets, profile, range) {
  /** @type {ReadonlyMap<string, any>} */
  const facts = new Map(profile.columns.map((/** @type {Row} */ column) => [column.name, column]));
  const ask = (/** @type {Record<string, string>} */ options) =>
    readQuestion(set, new URLSearchParams({ ...options, ...range ? { range } : {} }));
  const time = set.columns.find(column => isTime(column) && facts.get(column.name)?.min !== undefined);
  const first = facts.get(time?.name ?? '');
  const categories = set.columns
    .filter(({ name, kind }) => (kind === 'text' || kind === 'boolean') && isCategory(facts.get(name), Number(profile.rows)))
    .sort((a, b) => Number(facts.get(a.name).nulls) - Number(facts.get(b.name).nulls));
  return [
    time ? ask({ by: time.name, step: stepFor(first.min, first.max), mark: 'area' }) : byLoad(set, sets),
    ...categories.slice(0, 1).map(({ name }) => ask({ by: name })),
  ];
}

/**
 * The question how many rows were loaded each day, for a dataset that has no dates of its own.
 * @param {DataSet} set
 * @param {DataSet[]} sets
 */
const byLoad = (set, sets) => readQuestion(
  /** @type {DataSet} */ (sets.find(({ name }) => name === 'loads')),
  new URLSearchParams({
    measure: 'sum', of: 'rows', by: 'started_at', step: 'day',
    where: JSON.stringify([['dataset', 'eq', set.name], ['state', 'eq', 'loaded']]),
  }));

/**
 * @param {any} column
 * @param {number} rows
 */
const isCategory = (column, rows) => column && !column.sensitive && column.distinct >= fewest && column.distinct <= most
  && Number(column.top?.[0]?.rows ?? rows) < rows * mostShare;
