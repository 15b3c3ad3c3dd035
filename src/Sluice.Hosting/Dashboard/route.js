// @ts-check
// The fragment (#) of the URL: the names of a page, and what is chosen on it. It is all the state that a link shares.

/**
 * The decoded names and options of the current URL. A name is null if its encoding is invalid.
 * @returns {{ names: (string | null)[], options: URLSearchParams }}
 */
export function route() {
  const [path, options] = location.hash.replace(/^#\/?/, '').split(/\?(.*)/s);
  return { names: path.split('/').filter(part => part).map(decoded), options: new URLSearchParams(options ?? '') };
}

/**
 * The link to a page.
 * @param {string[]} names
 * @param {URLSearchParams | Record<string, string | null | undefined>} [options] Empty options are left out.
 */
export function linkTo(names, options = {}) {
  const given = options instanceof URLSearchParams ? [...options] : Object.entries(options);
  const chosen = new URLSearchParams(given.flatMap(([name, value]) => value ? [[name, value]] : []));
  return `#/${names.map(encodeURIComponent).join('/')}${chosen.size ? `?${chosen}` : ''}`;
}

/** @param {string} part */
function decoded(part) {
  try {
    return decodeURIComponent(part);
  } catch {
    return null;
  }
}
