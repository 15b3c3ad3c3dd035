// @ts-check
// Shows who has signed in, and hides what the roles do not allow. The app checks each request all the same.

import { get } from './api.js';
import { byId, el } from './dom.js';
import { enter, leave } from './signin.js';
import { texts } from './texts.js';

/** Shows the caller in the head of the page, if somebody has signed in. */
export async function showCaller() {
  if (!await enter()) {
    return;
  }
  const place = byId('caller', HTMLElement);
  try {
    const { name, roles } = await get('me');
    document.documentElement.dataset.roles = roles.join(' ');
    place.replaceChildren(
      el('span', {}, texts.signedIn(name, roles)), el('button', { type: 'button', onclick: leave }, texts.signOut));
  } catch (error) {
    // Without a role of the app nothing else can be asked for either.
    document.documentElement.dataset.roles = '';
    place.replaceChildren(
      el('span', { role: 'alert' }, error instanceof Error ? error.message : String(error)),
      el('button', { type: 'button', onclick: leave }, texts.signOut));
  }
  place.hidden = false;
}
