// Elements and texts. What comes from the data is only ever set as text.

export function el(name, properties = {}, ...children) {
  const element = document.createElement(name);
  for (const [key, value] of Object.entries(properties)) {
    if (value === undefined || value === null || value === false) {
      continue;
    }
    if (key.startsWith('on')) {
      element.addEventListener(key.slice(2), value);
    } else if (key === 'class') {
      element.className = value;
    } else {
      element.setAttribute(key, value === true ? '' : value);
    }
  }
  element.append(...children.flat().filter(child => child !== null && child !== undefined));
  return element;
}

const whole = new Intl.NumberFormat('en');
const broken = new Intl.NumberFormat('en', { maximumFractionDigits: 4 });

export function shown(value) {
  if (value === null || value === undefined) {
    return '';
  }
  if (typeof value === 'number') {
    return Number.isInteger(value) ? whole.format(value) : broken.format(value);
  }
  if (typeof value === 'string' && /^\d{4}-\d\d-\d\dT.*Z$/.test(value)) {
    return value.replace('T', ' ').replace(/(\.\d+)?Z$/, '');
  }
  return String(value);
}

/** Rows with nested objects as rows of paths. */
export function flat(row, prefix = '') {
  return Object.entries(row).flatMap(([name, value]) => value !== null && typeof value === 'object'
    ? flat(value, `${prefix}${name}/`)
    : [[prefix + name, value]]);
}

/** A table of rows; one column may be shown by a function. */
export function table(caption, rows, { columns, cells = {}, wide = [], tall = false } = {}) {
  if (rows.length === 0) {
    return el('p', { class: 'state' }, 'There are no rows.');
  }
  const flatRows = rows.map(row => Object.fromEntries(flat(row)));
  const names = columns ?? [...new Set(flatRows.flatMap(row => Object.keys(row)))];
  return el('div', { class: tall ? 'scroll tall' : 'scroll', tabindex: '0', role: 'region', 'aria-label': caption },
    el('table', {},
      el('caption', {}, caption),
      el('thead', {}, el('tr', {}, names.map(name => el('th', { scope: 'col' }, name)))),
      el('tbody', {}, flatRows.map((row, i) => el('tr', {}, names.map(name => el(
        'td',
        { class: typeof row[name] === 'number' ? 'number' : wide.includes(name) ? 'wide' : undefined },
        cells[name] ? cells[name](row[name], rows[i]) : shown(row[name]))))))));
}

export function failure(error, retry) {
  return el('div', {},
    el('p', { class: 'error', role: 'alert' }, error.message),
    retry ? el('button', { type: 'button', onclick: retry }, 'Try again') : null);
}
