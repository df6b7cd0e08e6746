// Starts a regeneration, and follows it, or any other orchestration, to its end.

import { call, instance, part } from './api.js';
import { passing, poll, retryAfterMs } from './poll.js';

const minMs = 700;
const maxMs = 2500;

/** Starts a regeneration, or finds the one that its key has started. @returns the URL of its status. */
export async function startRegeneration({ key, sessionId, beatId, body }, signal) {
  const started = await call('POST', `sessions/${part(sessionId)}/beats/${part(beatId)}/regenerate`, {
    json: body, headers: { 'Idempotency-Key': key }, repeatable: true, signal,
  });
  return started.body.statusQueryGetUri;
}

/**
 * Follows an orchestration to its end. If it failed, throws an error with its code and sentence, and `isOver`.
 * @param {(status: any) => void} [onProgress] gets its custom status while it runs.
 * @returns {Promise<any>} its output.
 */
export async function waitForCompletion(statusUri, signal, onProgress = () => {}) {
  let output = null;
  await poll(async () => {
    const { body, headers } = await instance(statusUri, signal).catch(passing);
    if (!body) return maxMs;
    if (!['Completed', 'Failed', 'Terminated', 'Canceled'].includes(body.runtimeStatus)) {
      onProgress(body.customStatus);
      return retryAfterMs(headers, minMs, maxMs);
    }
    if (body.runtimeStatus !== 'Completed') throw failureOf(body);
    output = body.output;
    return 'done';
  }, { everyMs: minMs, signal });
  signal.throwIfAborted();
  return output;
}

function failureOf({ runtimeStatus, customStatus }) {
  const { code, message } = customStatus?.error ?? { code: 'unexpected-failure', message: runtimeStatus === 'Failed' ? 'It failed; the log of the service says why.' : 'It was terminated.' };
  return Object.assign(new Error(message), { code, isOver: true });
}
