// @ts-check
// Finds a field in the text of a record.

/**
 * The text of a record before, in and after a field. Null if the field is not found.
 * @param {string} record
 * @param {string} field
 * @param {string} rejects The start of the rejects file, whose first line names the columns.
 * @param {string | null} dialect The dialect of the file, as JSON (Table Dialect).
 * @returns {[string, string, string] | null}
 */
export function marked(record, field, rejects, dialect) {
  const columns = spans(rejects, ',', '"').map(([from, to]) => unquoted(rejects.slice(from, to)));
  const at = columns.indexOf(field);
  const { delimiter = ',', quoteChar = '"' } = JSON.parse(dialect ?? '{}');
  const span = at < 0 ? undefined : spans(record, delimiter, quoteChar)[at];
  return span ? [record.slice(0, span[0]), record.slice(...span), record.slice(span[1])] : null;
}

/**
 * Where the fields of the first record of a text begin and end.
 * @param {string} text
 * @param {string} delimiter
 * @param {string} quote '' for none.
 */
function spans(text, delimiter, quote) {
  /** @type {[number, number][]} */
  const found = [];
  let start = 0;
  let isQuoted = false;
  for (let i = 0; i < text.length; i++) {
    if (quote && text[i] === quote && (isQuoted || i === start)) {
      isQuoted = !isQuoted;
    } else if (quote && isQuoted === false && text[i] === quote && text[i - 1] === quote) {
      isQuoted = true;
    } else if (!isQuoted && text.startsWith(delimiter, i)) {
      found.push([start, i]);
      start = i + delimiter.length;
      i = start - 1;
    } else if (!isQuoted && (text[i] === '\n' || text[i] === '\r')) {
      found.push([start, i]);
      return found;
    }
  }
  found.push([start, text.length]);
  return found;
}

/** @param {string} text */
const unquoted = text => text.startsWith('"') ? text.slice(1, -1).replaceAll('""', '"') : text;
