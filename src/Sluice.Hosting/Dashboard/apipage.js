// @ts-check
// The documentation of the endpoints, from the OpenAPI document.

import { address, get } from './api.js';
import { el, table } from './dom.js';
import { texts } from './texts.js';

/**
 * @param {HTMLElement} page
 * @param {AbortSignal} signal
 */
export async function apiPage(page, signal) {
  const document = await get('openapi.json', signal);
  const [shows, version, key] = texts.apiHelp;
  page.append(
    el('h1', {}, document.info.title),
    el('p', {}, document.info.description),
    el('p', {}, shows, el('code', {}, address('openapi.json')), version, document.openapi, key, el('code', {}, 'x-functions-key'), '.'));
  for (const [path, operations] of Object.entries(document.paths)) {
    for (const [method, operation] of Object.entries(/** @type {Record<string, any>} */ (operations))) {
      page.append(el('details', { class: 'card' },
        el('summary', {}, el('strong', {}, method.toUpperCase()), ` ${document.servers[0].url}${path}`),
        el('p', {}, operation.summary),
        operation.parameters.length ? table(texts.parameters, operation.parameters.map((/** @type {any} */ parameter) => ({
          name: parameter.name, in: parameter.in, type: parameter.schema.type, description: parameter.description,
        })), { wide: ['description'] }) : null,
        el('p', { class: 'soft' }, texts.responseTypes(Object.keys(operation.responses['200']?.content ?? {}).join(', ')))));
    }
  }
}
