// @ts-check
// The datasets with their columns and rows, and the API documentation.

/** @import { Kind, Row } from './values.js' */
import { address, get, query } from './api.js';
import { el, table } from './dom.js';
import { rowsOf } from './pipeline.js';

/** @type {ReadonlyMap<string, Kind>} */
const kindsOfEdm = new Map([
  ['Edm.Int64', 'int64'], ['Edm.Decimal', 'decimal'], ['Edm.Double', 'double'], ['Edm.Boolean', 'boolean'], ['Edm.Date', 'date'],
  ['Edm.TimeOfDay', 'time'], ['Edm.DateTimeOffset', 'timestamp'],
]);

/**
 * @param {HTMLElement} page
 * @param {AbortSignal} signal
 * @param {string} [name] The set. Without it, the page lists all sets.
 */
export async function dataPage(page, signal, name) {
  /** @type {{ value: Row[] }} */
  const { value: sets } = await get('data', signal);
  if (!name) {
    page.append(el('h1', {}, 'Data'), el('div', { class: 'cards' }, sets.map(set => el('article', { class: 'card' },
      el('h2', {}, el('a', { href: `#/data/${set.name}` }, set.title ?? set.name)), el('p', { class: 'soft' }, set.name)))));
    return;
  }
  if (!sets.some(set => set.name === name)) {
    page.append(
      el('h1', {}, 'Data'), el('p', { class: 'error' }, 'This dataset does not exist.'), el('p', {}, el('a', { href: '#/data' }, 'Data')));
    return;
  }
  const model = await get('data/$metadata?$format=json', signal);
  // The members of a type are its properties, facts about the type ($), and annotations of its properties (@).
  /** @type {Map<string, any>} */
  const members = new Map(Object.entries(model.Sluice[name]));
  const key = members.get('$Key') ?? [];
  const columns = [...members].filter(([property]) => !property.startsWith('$') && !property.includes('@'));
  const describe = (/** @type {string} */ property) =>
    members.get(`${property}@Core.Description`) ?? members.get(property)['@Core.Description'] ?? '';
  const rows = el('section', {});
  page.append(
    el('h1', {}, name),
    el('section', {}, el('h2', {}, 'Columns'), table('Columns', columns.map(([property, value]) => ({
      name: property,
      type: value.$Kind === 'NavigationProperty' ? `→ ${value.$Type}` : (value.$Type ?? 'Edm.String').replace('Edm.', ''),
      key: key.includes(property) ? 'yes' : '',
      nullable: value.$Nullable ? 'yes' : '',
      description: describe(property),
    })), { wide: ['description'] })),
    el('section', {}, el('h2', {}, 'Rows'), rows));
  await rowsOf(rows, `data/${name}${query({ $count: true })}`, signal, {
    caption: `Rows of ${name}`, pageSize: 200, wide: ['error', 'message', 'raw_text'],
    kinds: new Map(columns.map(([property, value]) => [property, kindsOfEdm.get(value.$Type)])),
  });
}

/**
 * @param {HTMLElement} page
 * @param {AbortSignal} signal
 */
export async function apiPage(page, signal) {
  const document = await get('openapi.json', signal);
  page.append(
    el('h1', {}, document.info.title),
    el('p', {}, document.info.description),
    el('p', {}, 'This page shows ', el('code', {}, address('openapi.json')), ' (OpenAPI ', document.openapi,
      '). Send the key in the header ', el('code', {}, 'x-functions-key'), '.'));
  for (const [path, operations] of Object.entries(document.paths)) {
    for (const [method, operation] of Object.entries(/** @type {Record<string, any>} */ (operations))) {
      page.append(el('details', { class: 'card' },
        el('summary', {}, el('strong', {}, method.toUpperCase()), ` ${document.servers[0].url}${path}`),
        el('p', {}, operation.summary),
        operation.parameters.length ? table('Parameters', operation.parameters.map((/** @type {any} */ parameter) => ({
          name: parameter.name, in: parameter.in, type: parameter.schema.type, description: parameter.description,
        })), { wide: ['description'] }) : null,
        el('p', { class: 'soft' }, `Response types: ${Object.keys(operation.responses['200'].content).join(', ')}`)));
    }
  }
}
