// @ts-check
// Requests to the app's endpoints. The function key is asked for once and kept for the session only.

/** @import { Row } from './values.js' */
import { byId } from './dom.js';

const root = location.pathname.replace(/\/dashboard\/?$/, '');
const keyName = 'sluice.key';
/** @type {Promise<void> | null} */
let asking = null;

// Whole numbers and decimals come as texts, of which no digit is lost: a number of JavaScript has about 16 of them.
const exact = 'application/json;IEEE754Compatible=true';

/** What the app says of a request that it does not answer. */
export class Problem extends Error {
  /**
   * @param {number} status 0 if there was no answer at all.
   * @param {string} detail
   * @param {ErrorOptions} [options]
   */
  constructor(status, detail, options) {
    super(detail, options);
    this.status = status;
  }
}

/**
 * Whether a request was given up because nobody looks at its page any more.
 * @param {unknown} error
 */
export const isAbort = error => error instanceof DOMException && error.name === 'AbortError';

/**
 * The whole address of an endpoint.
 * @param {string} path
 */
export const address = path => `${location.origin}${root}/${path}`;

/**
 * Query options as a URL has them.
 * @param {Record<string, string | number | boolean | null | undefined>} options
 */
export function query(options) {
  const parts = Object.entries(options).flatMap(([name, value]) =>
    value === undefined || value === null || value === '' ? [] : [`${name}=${encodeURIComponent(value)}`]);
  return parts.length ? '?' + parts.join('&') : '';
}

/**
 * A text as a literal of OData.
 * @param {string} value
 */
export const literal = value => `'${value.replaceAll("'", "''")}'`;

/**
 * An answer in JSON, with at most so many rows if a page size is given.
 * @param {string} path
 * @param {AbortSignal} [signal]
 * @param {number} [pageSize]
 * @returns {Promise<any>}
 */
export async function get(path, signal, pageSize) {
  const response = await send(path, signal, { accept: exact, ...(pageSize ? { prefer: `odata.maxpagesize=${pageSize}` } : {}) });
  return response.json();
}

/**
 * The rows of an answer and of those that it links to, up to so many answers; how many rows there are in all is told with them.
 * @param {string} path
 * @param {AbortSignal} signal
 * @param {number} most
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
 * The bytes of an answer, as they are.
 * @param {string} path
 * @param {AbortSignal} [signal]
 */
export async function bytes(path, signal) {
  const response = await send(path, signal);
  return response.arrayBuffer();
}

/**
 * @param {string} path
 * @param {AbortSignal} [signal]
 * @param {Record<string, string>} headers
 */
async function send(path, signal, headers = {}) {
  const url = /^https?:/.test(path) ? path : address(path);
  for (;;) {
    const key = sessionStorage.getItem(keyName);
    let response;
    try {
      response = await fetch(url, { signal, headers: key ? { ...headers, 'x-functions-key': key } : headers });
    } catch (error) {
      if (isAbort(error)) {
        throw error;
      }
      throw new Problem(0, 'The app does not answer. Is it running?', { cause: error });
    }
    if (response.status === 401 || response.status === 403) {
      // Another request may have asked meanwhile: then the new key is tried first.
      if (sessionStorage.getItem(keyName) === key) {
        await askKey(key);
      }
    } else if (response.ok) {
      return response;
    } else {
      const problem = await response.json().catch(() => ({}));
      throw new Problem(response.status, problem.detail ?? `The app answered with status ${response.status}.`);
    }
  }
}

/**
 * Asks for the key, whoever else asks meanwhile gets the same answer. The dialog and its form are the page's own and stay: what listens to
 * them is set, not added.
 * @param {string | null} refused The key that was not accepted.
 */
function askKey(refused) {
  asking ??= new Promise(resolve => {
    const dialog = byId('key-dialog', HTMLDialogElement);
    const input = byId('key-input', HTMLInputElement);
    byId('key-error', HTMLElement).textContent = refused ? 'The app does not know this key.' : '';
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
