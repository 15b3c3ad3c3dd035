// @ts-check
// Refreshes a page while loads run. An app that loads nothing is not asked again, so that a paused database stays paused.

import { get, query } from './api.js';

// Milliseconds between two looks while loads run.
const busy = 3_000;

/**
 * Calls `refresh` after each look that found a change, as long as loads run. Looks once when the page is shown, or shown again.
 * @param {AbortSignal} signal
 * @param {() => void} refresh
 */
export function watchLoads(signal, refresh) {
  let timer = 0;
  let seen = '';
  let stamp = '';
  async function look() {
    clearTimeout(timer);
    try {
      // With a stamp, nothing is loaded now. Whether something was, it says without the database.
      const { stamp: next } = await get('reports', signal);
      if (next) {
        if (stamp && stamp !== next) {
          refresh();
        }
        stamp = next;
        return;
      }
      const { value } = await get(`data/loads${query({
        $apply: "groupby((state),aggregate($count as loads,id with max as newest,rows with sum as rows))",
      })}`, signal);
      const now = JSON.stringify(value);
      if (seen && seen !== now) {
        refresh();
      }
      seen = now;
      if (!signal.aborted && value.some((/** @type {{ state: string }} */ { state }) => state === 'running')) {
        timer = setTimeout(look, busy);
      }
    } catch {
      // What the page shows stays. The next visit looks again.
    }
  }
  const lookAgain = () => document.visibilityState === 'visible' && look();
  document.addEventListener('visibilitychange', lookAgain, { signal });
  signal.addEventListener('abort', () => clearTimeout(timer), { once: true });
  look();
}
