// Asking again and again, without asking for nothing: not while the page is hidden, and not after the end.

import { serviceFailing } from './connection.js';

/**
 * Runs `look` now and then until it answers 'done' or the signal ends it. `look` may answer a number of milliseconds to wait.
 * While the page is hidden nothing is asked; when it is shown again, at once.
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

/** For `catch` in a look: a refusal that passes is no answer, and the next look asks again. It is shown. Throws everything else. */
export function passing(failure) {
  if (!failure.isPassing) throw failure;
  serviceFailing(failure.message);
  return {};
}

/** What Retry-After asks for, within reason: a person is watching. */
export function retryAfterMs(headers, leastMs, mostMs) {
  const asked = Number(headers.get('Retry-After')) * 1000;
  return Math.min(Math.max(Number.isFinite(asked) ? asked : leastMs, leastMs), mostMs);
}

export function delay(ms, signal) {
  return new Promise(resolve => {
    const timer = setTimeout(end, ms);
    signal?.addEventListener('abort', end, { once: true });

    function end() {
      clearTimeout(timer);
      signal?.removeEventListener('abort', end);
      resolve();
    }
  });
}

function shown(signal) {
  return new Promise(resolve => {
    document.addEventListener('visibilitychange', end);
    signal.addEventListener('abort', end, { once: true });

    function end() {
      if (document.hidden && !signal.aborted) return;
      document.removeEventListener('visibilitychange', end);
      resolve();
    }
  });
}
