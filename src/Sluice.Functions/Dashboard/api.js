// Requests to the app's endpoints. The function key is asked for once and kept for the session only.

const root = location.pathname.replace(/\/dashboard\/?$/, '');
const keyName = 'sluice.key';
let asking = null;

// Whole numbers and decimals come as texts, of which no digit is lost: a number of JavaScript has about 16 of them.
const exact = 'application/json;IEEE754Compatible=true';

export class Problem extends Error {
  constructor(status, detail) {
    super(detail);
    this.status = status;
  }
}

export const address = path => `${location.origin}${root}/${path}`;

/** Query options as a URL has them. */
export function query(options) {
  const parts = Object.entries(options).filter(([, value]) => value !== undefined && value !== null && value !== '');
  return parts.length ? '?' + parts.map(([name, value]) => `${name}=${encodeURIComponent(value)}`).join('&') : '';
}

/** A text as a literal of OData. */
export const literal = text => `'${text.replaceAll("'", "''")}'`;

/** An answer in JSON, with at most so many rows if a page size is given. */
export async function get(path, signal, pageSize) {
  const response = await send(path, signal, { accept: exact, ...(pageSize ? { prefer: `odata.maxpagesize=${pageSize}` } : {}) });
  return response.json();
}

/** The rows of an answer and of those that it links to, up to so many answers; how many rows there are in all is told with them. */
export async function rowsOfPages(path, signal, most) {
  const rows = [];
  let next = path;
  for (let page = 0; page < most; page++) {
    const answer = await get(next, signal);
    answer.value.forEach(row => rows.push(row));
    next = answer['@odata.nextLink'];
    if (!next) {
      return { rows, total: rows.length };
    }
  }
  const { '@odata.count': total } = await get(`${next}&$count=true`, signal, 1);
  return { rows, total: Number(total) };
}

export async function text(path, signal) {
  const response = await send(path, signal);
  return response.text();
}

/** The bytes of an answer, as they are. */
export async function bytes(path, signal) {
  const response = await send(path, signal);
  return response.arrayBuffer();
}

async function send(path, signal, headers = {}) {
  const url = /^https?:/.test(path) ? path : address(path);
  for (;;) {
    const key = sessionStorage.getItem(keyName);
    let response;
    try {
      response = await fetch(url, { signal, headers: key ? { ...headers, 'x-functions-key': key } : headers });
    } catch (error) {
      if (error.name === 'AbortError') {
        throw error;
      }
      throw new Problem(0, 'The app does not answer. Is it running?');
    }
    if (response.status === 401 || response.status === 403) {
      await askKey(key);
    } else if (response.ok) {
      return response;
    } else {
      const problem = await response.json().catch(() => ({}));
      throw new Problem(response.status, problem.detail ?? `The app answered with status ${response.status}.`);
    }
  }
}

// The dialog and its form are the page's own and stay: what listens to them is set, not added.
function askKey(refused) {
  asking ??= new Promise(resolve => {
    const dialog = document.getElementById('key-dialog');
    const input = document.getElementById('key-input');
    document.getElementById('key-error').textContent = refused ? 'The app does not know this key.' : '';
    input.value = '';
    document.getElementById('key-form').onsubmit = event => {
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
