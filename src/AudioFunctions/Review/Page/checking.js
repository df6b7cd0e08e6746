// What the service says of a script while it is typed: the validation and, if it is valid, what it costs.

import { call } from './api.js';
import { delay } from './poll.js';

const typingMs = 350;

/**
 * check(text, query, quick) asks a moment after the last call, check.cancel() not at all; answers that come too late are dropped.
 * `say` gets {checking} | {validation, estimate?} | {failure}; the estimate comes after its validation.
 * @param costOf what it costs: {body} or {failure}.
 */
export function scriptChecker(say, viewSignal, costOf = estimateOf) {
  let last = new AbortController();
  viewSignal.addEventListener('abort', () => last.abort());

  async function check(text, query, quick = false) {
    cancel();
    const { signal } = last;
    say({ checking: true });
    if (!quick) await delay(typingMs, signal);
    if (signal.aborted || viewSignal.aborted) return;
    try {
      const { body: validation } = await call('POST', 'scripts/validate', { text, signal, repeatable: true });
      if (signal.aborted) return;
      say({ validation });
      if (!validation.is_valid) return;
      const estimate = await costOf(text, query, signal);
      if (!signal.aborted) say({ validation, estimate });
    } catch (failure) {
      if (!signal.aborted) say({ failure });
    }
  }

  function cancel() {
    last.abort();
    last = new AbortController();
  }

  return Object.assign(check, { cancel });
}

/** {body} or {failure}: a script can be produced without its estimate. */
export async function estimateOf(text, query, signal) {
  try {
    return { body: (await call('POST', 'scripts/estimate', { text, query, signal, repeatable: true })).body };
  } catch (failure) {
    return { failure };
  }
}
