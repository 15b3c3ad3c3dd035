// @ts-check
// The sets of rows that the app serves, as its model describes them.

/** @import { Kind, Kinds } from './values.js' */
import { get } from './api.js';

/**
 * @typedef {object} Column
 * @property {string} name
 * @property {Kind} kind
 * @property {string} type The name of its type, for people.
 * @property {boolean} isNullable
 * @property {string} description
 */
/**
 * @typedef {object} Link A way from a row to related rows.
 * @property {string} name
 * @property {string} target The set of the related rows.
 * @property {boolean} isMany
 */
/**
 * @typedef {object} DataSet
 * @property {string} name
 * @property {string} title
 * @property {boolean} isDataset Whether its rows come from files. The other sets are the ledger's.
 * @property {string[]} key
 * @property {Column[]} columns
 * @property {ReadonlyMap<string, Column>} byName The columns by their names.
 * @property {Link[]} links
 */

/** @type {ReadonlyMap<string, Kind>} */
const kindsOfEdm = new Map([
  ['Edm.Int64', 'int64'], ['Edm.Decimal', 'decimal'], ['Edm.Double', 'double'], ['Edm.Boolean', 'boolean'], ['Edm.Date', 'date'],
  ['Edm.TimeOfDay', 'time'], ['Edm.DateTimeOffset', 'timestamp'],
]);

/**
 * All sets by name, in the order of the app.
 * @param {AbortSignal} signal
 * @returns {Promise<ReadonlyMap<string, DataSet>>}
 */
export async function readSets(signal) {
  const [{ value }, model] = await Promise.all([get('data', signal), get('data/$metadata?$format=json', signal)]);
  const types = new Map(Object.entries(/** @type {Record<string, any>} */ (model.Sluice)));
  return new Map(value.map((/** @type {{ name: string, title?: string }} */ { name, title }) =>
    [name, { name, title: title ?? name, ...partsOf(types.get(name) ?? {}) }]));
}

/**
 * The kinds of a set's columns.
 * @param {DataSet} set
 * @returns {Kinds}
 */
export const kindsOf = set => new Map(set.columns.map(({ name, kind }) => [name, kind]));

/**
 * The members of a type are its properties, facts about the type ($), and annotations of its properties (@).
 * @param {Record<string, any>} type
 */
function partsOf(type) {
  const members = new Map(Object.entries(type));
  const properties = [...members].filter(([name]) => !name.startsWith('$') && !name.includes('@'));
  /** @type {Column[]} */
  // Rows have the time of their load only if they are asked for it.
  const columns = properties.filter(([name, value]) => value.$Kind !== 'NavigationProperty' && name !== '_loaded_at')
    .map(([name, value]) => ({
      name,
      kind: kindsOfEdm.get(value.$Type) ?? 'text',
      type: (value.$Type ?? 'Edm.String').replace('Edm.', ''),
      isNullable: value.$Nullable === true,
      description: members.get(`${name}@Core.Description`) ?? value['@Core.Description'] ?? '',
    }));
  /** @type {Link[]} */
  const links = properties.filter(([, value]) => value.$Kind === 'NavigationProperty').map(([name, value]) => ({
    name, target: value.$Type.replace(/^Sluice\./, ''), isMany: value.$Collection === true,
  }));
  const byName = new Map(columns.map(column => [column.name, column]));
  return { columns, byName, links, key: members.get('$Key') ?? [], isDataset: '_file' in type && '_row' in type };
}
