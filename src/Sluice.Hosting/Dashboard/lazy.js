// @ts-check
// Work for parts of a page that are seen only when the reader comes near them.

/**
 * Calls `show` when an element comes near the visible part of the page.
 * @param {HTMLElement} element
 * @param {() => void} show
 * @param {AbortSignal} signal
 * @param {boolean} [isNow] Whether to call it at once.
 * @returns {() => void} Calls it again, if it has been called.
 */
export function whenNear(element, show, signal, isNow = false) {
  if (isNow) {
    show();
    return show;
  }
  let isShown = false;
  const observer = new IntersectionObserver(entries => {
    if (entries.some(entry => entry.isIntersecting)) {
      observer.disconnect();
      isShown = true;
      show();
    }
  }, { rootMargin: '100% 0px' });
  observer.observe(element);
  signal.addEventListener('abort', () => observer.disconnect(), { once: true });
  return () => isShown && show();
}
