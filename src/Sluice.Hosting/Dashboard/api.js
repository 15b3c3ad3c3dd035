// @ts-check
// Requests to the app's endpoints, by whoever has signed in. Otherwise the dashboard asks for the function key once, and keeps it for the
// session only.

/** @import { Row } from './values.js' */
import { byId } from './dom.js';
import { authorization } from './signin.js';
import { texts } from './texts.js';

const root = location.pathname.replace(/\/dashboard\/?$/, '');
const keyName = 'sluice.key';
/** @type {Promise<void> | null} */
let asking = null;

// Asks for whole numbers and decimals as strings, which keep every digit. A JavaScript number has only about 16 digits.
const exact = 'application/json;IEEE754Compatible=true, application/problem+json';

/** A failed request, with the app's explanation. */
export class Problem extends Error {
  /**
   * @param {number} status The HTTP status, or 0 if the app did not answer.
   * @param {string} detail
   * @param {ErrorOptions} [options]
   */
  constructor(status, detail, options) {
    super(detail, options);
    this.status = status;
  }
}

/**
 * Whether a request was aborted because its page was left.
 * @param {unknown} error
 */
export const isAbort = error => error instanceof DOMException && error.name === 'AbortError';

/**
 * The absolute URL of an endpoint.
 * @param {string} path
 */
export const address = path => `${location.origin}${root}/${path}`;

/**
 * The query string of some options. Empty options are left out.
 * @param {Record<string, string | number | boolean | null | undefined>} options
 */
export function query(options) {
  const parts = Object.entries(options).flatMap(([name, value]) =>
    value === undefined || value === null || value === '' ? [] : [`${name}=${encodeURIComponent(value)}`]);
  return parts.length ? '?' + parts.join('&') : '';
}

/**
 * A string as an OData literal.
 * @param {string} value
 */
export const literal = value => `'${value.replaceAll("'", "''")}'`;

/**
 * The JSON answer of an endpoint.
 * @param {string} path
 * @param {AbortSignal} [signal]
 * @param {number} [pageSize] The most rows in the answer.
 * @returns {Promise<any>}
 */
export async function get(path, signal, pageSize) {
  const response = await send(path, signal, { accept: exact, ...(pageSize ? { prefer: `odata.maxpagesize=${pageSize}` } : {}) });
  return response.status === 204 ? null : JSON.parse(await response.text(), keepDigits);
}

/**
 * Leaves a number that JavaScript would round as the text it is. Browsers that do not know the text yet round it.
 * @param {string} _
 * @param {any} value
 * @param {{ source?: string }} [context]
 */
const keepDigits = (_, value, context) => {
  const source = context?.source ?? '';
  const isRounded = typeof value === 'number' && !Number.isSafeInteger(value) && /^-?\d+(\.\d+)?$/.test(source)
    && String(value) !== source;
  return isRounded ? source : value;
};

/**
 * The rows of an answer and of the next pages that it links to, with the total number of rows.
 * @param {string} path
 * @param {AbortSignal} signal
 * @param {number} most The most pages to read.
 */
export async function rowsOfPages(path, signal, most) {
  /** @type {Row[]} */
  const rows = [];
  let next = path;
  for (let page = 0; page < most; page++) {
    const answer = await get(next, signal);
    answer.value.forEach((/** @type {Row} */ row) => rows.push(row));
    next = answer['@odata.nextLink'];
    if (!next) {
      return { rows, total: rows.length };
    }
  }
  const { '@odata.count': total } = await get(`${next}&$count=true`, signal, 1);
  return { rows, total: Number(total) };
}

/**
 * The text of an answer.
 * @param {string} path
 * @param {AbortSignal} [signal]
 */
export async function text(path, signal) {
  const response = await send(path, signal);
  return response.text();
}

/**
 * The bytes of an answer, unchanged.
 * @param {string} path
 * @param {AbortSignal} [signal]
 */
export async function bytes(path, signal) {
  const response = await send(path, signal);
  return response.arrayBuffer();
}

/**
 * Sends a request, GET by default, until it succeeds or fails for good. Asks for the key when the app demands one.
 * @param {string} path The path below the app's root, or an absolute URL, such as that of a next page.
 * @param {AbortSignal} [signal]
 * @param {Record<string, string>} [headers]
 * @param {RequestInit} [request] Its method and its body, which can be sent again.
 */
export async function send(path, signal, headers = {}, request = {}) {
  const url = /^https?:/.test(path) ? path : address(path);
  for (;;) {
    const bearer = await authorization();
    const key = sessionStorage.getItem(keyName);
    let response;
    try {
      response = await fetch(url, { ...request, signal, headers: { ...headers, ...access(bearer, key) } });
    } catch (error) {
      if (isAbort(error)) {
        throw error;
      }
      throw new Problem(0, texts.noAnswer, { cause: error });
    }
    if (!bearer && (response.status === 401 || response.status === 403)) {
      // Another request may have asked for the key meanwhile. If so, try the new key first.
      if (sessionStorage.getItem(keyName) === key) {
        await askKey(key);
      }
    } else if (response.ok) {
      return response;
    } else {
      const problem = await response.json().catch(() => ({}));
      throw new Problem(response.status, problem.detail ?? texts.answeredWith(response.status));
    }
  }
}

/**
 * The headers that say who asks.
 * @param {string | null} bearer
 * @param {string | null} key
 * @returns {Record<string, string>}
 */
const access = (bearer, key) => bearer ? { authorization: bearer } : key ? { 'x-functions-key': key } : {};

/**
 * Asks for the key. Concurrent callers share one dialog and its result. The dialog and its form stay in the page, so their handlers are
 * properties: each call replaces them instead of adding more.
 * @param {string | null} refused The rejected key, or null if there was none.
 */
function askKey(refused) {
  asking ??= new Promise(resolve => {
    const dialog = byId('key-dialog', HTMLDialogElement);
    const input = byId('key-input', HTMLInputElement);
    byId('key-error', HTMLElement).textContent = refused ? texts.keyRefused : '';
    input.value = '';
    byId('key-form', HTMLFormElement).onsubmit = event => {
      event.preventDefault();
      sessionStorage.setItem(keyName, input.value);
      dialog.close();
      asking = null;
      resolve();
    };
    dialog.oncancel = event => event.preventDefault();
    if (!dialog.open) {
      dialog.showModal();
    }
  });
  return asking;
}
