// The datasets: what their columns are, and their rows. And the endpoints, for people.

import { address, get, query } from './api.js';
import { el, table } from './dom.js';
import { rowsOf } from './pipeline.js';

export async function dataPage(page, signal, name) {
  if (!name) {
    const { value } = await get('data', signal);
    page.append(el('h1', {}, 'Data'), el('div', { class: 'cards' }, value.map(set => el('article', { class: 'card' },
      el('h2', {}, el('a', { href: `#/data/${set.name}` }, set.title ?? set.name)), el('p', { class: 'soft' }, set.name)))));
    return;
  }
  const model = await get('data/$metadata?$format=json', signal);
  const type = model.Sluice?.[name];
  if (!type) {
    page.append(el('h1', {}, 'Data'), el('p', { class: 'error' }, 'There is no such dataset.'));
    return;
  }
  const key = type.$Key ?? [];
  const columns = Object.entries(type).filter(([property, value]) => typeof value === 'object' && !Array.isArray(value) && !property.includes('@'));
  const describe = property => type[`${property}@Org.OData.Core.V1.Description`] ?? type[property]['@Org.OData.Core.V1.Description'] ?? '';
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
  await rowsOf(rows, `data/${name}${query({ $count: true, $top: 200 })}`, signal, { caption: `Rows of ${name}`, wide: ['error', 'message', 'raw_text'] });
}

export async function apiPage(page, signal) {
  const document = await get('openapi.json', signal);
  page.append(
    el('h1', {}, document.info.title),
    el('p', {}, document.info.description),
    el('p', {}, 'The same as ', el('code', {}, address('openapi.json')), ' (OpenAPI ', document.openapi, '). The key goes into the header ', el('code', {}, 'x-functions-key'), '.'));
  for (const [path, operations] of Object.entries(document.paths)) {
    for (const [method, operation] of Object.entries(operations)) {
      page.append(el('details', { class: 'card' },
        el('summary', {}, el('strong', {}, method.toUpperCase()), ` ${document.servers[0].url}${path}`),
        el('p', {}, operation.summary),
        operation.parameters.length ? table('Parameters', operation.parameters.map(parameter => ({
          name: parameter.name, in: parameter.in, type: parameter.schema.type, what: parameter.description,
        })), { wide: ['what'] }) : null,
        el('p', { class: 'soft' }, `Answers: ${Object.keys(operation.responses['200'].content).join(', ')}`)));
    }
  }
}
