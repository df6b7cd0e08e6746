// The cost of new takes of a beat, estimated by the service, because pronunciation rules and audio tags change how much is sent.

import { call } from './api.js';
import { count } from './format.js';
import { delay } from './poll.js';
import { characters, spokenLines } from './spoken-lines.js';

const typingMs = 350;

/**
 * estimate(body) sends a request a moment after the last call; an overtaken response is dropped.
 * @param path of the beat. @param signal ends it. @param show gets the total of the estimate.
 */
export function takeCost(path, signal, show) {
  let last = new AbortController();
  signal.addEventListener('abort', () => last.abort());

  return async function estimate(body) {
    last.abort();
    last = new AbortController();
    const newest = last.signal;
    await delay(typingMs, newest);
    if (newest.aborted || signal.aborted) return;
    try {
      const answer = await call('POST', `${path}/estimate`, { json: body, signal: newest, repeatable: true });
      if (!newest.aborted) show(answer.body.total);
    } catch {
      // The rough estimate stays. A refusal is shown when the take is requested.
    }
  };
}

/** Shown until the service has responded. Lines that are sent together have a space between them; which ones are depends on the voices. @param {number | null} line */
export function roughCost(script, line = null) {
  const lines = spokenLines(script).filter(one => line === null || one.index === line);
  return `about ${count(lines.reduce((sum, one) => sum + characters(one.line) + 1, -1), 'character')}`;
}

/** @param takes how many takes the total is for. */
export function estimatedCost({ characters: spoken, expected_credits: credits }, takes) {
  return `${count(Math.round(spoken / takes), 'character')}${credits ? `, about ${count(credits, 'credit')}${takes > 1 ? ' in all' : ''}` : ''}`;
}
