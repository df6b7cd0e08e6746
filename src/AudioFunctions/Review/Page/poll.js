// Polling, except while the page is hidden.

import { serviceFailing } from './connection.js';
import { isPassing } from './failures.js';

/**
 * Runs `look` repeatedly until it returns 'done' or the signal is aborted. `look` may return how many milliseconds to wait.
 * Pauses while the page is hidden, and looks at once when it is shown again.
 */
export async function poll(look, { everyMs, signal }) {
  while (!signal.aborted) {
    if (document.hidden) await shown(signal);
    if (signal.aborted) return;
    const answer = await look();
    if (answer === 'done' || signal.aborted) return;
    await delay(typeof answer === 'number' ? answer : everyMs, signal);
  }
}

/** For `catch` in a look: shows a temporary failure, after which the next look asks again. Throws everything else. */
export function passing(failure) {
  if (!isPassing(failure)) throw failure;
  serviceFailing(failure.message);
  return {};
}

/** The Retry-After header, within limits, because a person is watching. */
export function retryAfterMs(headers, minMs, maxMs) {
  const asked = Number(headers.get('Retry-After')) * 1000;
  return Math.min(Math.max(Number.isFinite(asked) ? asked : minMs, minMs), maxMs);
}

export function delay(ms, signal) {
  return /** @type {Promise<void>} */ (new Promise(resolve => {
    const timer = setTimeout(end, ms);
    signal?.addEventListener('abort', end, { once: true });

    function end() {
      clearTimeout(timer);
      signal?.removeEventListener('abort', end);
      resolve();
    }
  }));
}

function shown(signal) {
  return /** @type {Promise<void>} */ (new Promise(resolve => {
    document.addEventListener('visibilitychange', end);
    signal.addEventListener('abort', end, { once: true });

    function end() {
      if (document.hidden && !signal.aborted) return;
      document.removeEventListener('visibilitychange', end);
      resolve();
    }
  }));
}
