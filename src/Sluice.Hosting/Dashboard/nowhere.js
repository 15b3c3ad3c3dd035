// @ts-check
// The page of a URL that names no page.

import { el } from './dom.js';
import { texts } from './texts.js';

/** @param {HTMLElement} place */
export function nowhere(place) {
  place.append(
    el('h1', {}, texts.notFound),
    el('p', { class: 'error' }, texts.noSuchPage),
    el('p', {}, el('a', { href: '#/reports' }, texts.reports)));
}
