// @ts-check
// The documentation of the endpoints, from the OpenAPI document.

import { address, bytes, get } from './api.js';
import { el, table } from './dom.js';
import { clicked, save } from './save.js';
import { texts } from './texts.js';

/**
 * A button that saves a file with which a program connects to the service.
 * @param {string} file
 * @param {string} label
 */
const fileButton = (file, label) => el('button', {
  type: 'button',
  onclick: clicked(async () => save(new Blob([await bytes(`connect/${file}`)]), file)),
}, label);

/**
 * A button for each set, to open it in Excel.
 * @param {any} document The OpenAPI document.
 */
const excelButtons = document => el('details', {}, el('summary', {}, texts.connectExcel),
  ...Object.keys(document.paths).flatMap(path => {
    const set = /^\/data\/(\w+)$/.exec(path)?.[1];
    return set ? [fileButton(`${set}.odc`, set), ' '] : [];
  }));

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
  page.append(el('p', {}, texts.connectHelp, ' ', fileButton('lake.pbids', texts.connectPowerBi)), excelButtons(document));
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
