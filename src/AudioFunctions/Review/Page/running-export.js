// The export of a session that is running: started, followed to its end, and found again after a reload. Its status URL contains a key, so
// like the function key it stays in this tab.

import { ApiProblem, call, part } from './api.js';
import { isOver } from './failures.js';
import { waitForCompletion } from './regenerate.js';
import { sessionStore } from './session-store.js';

/** The request of each session's export that is running: {body, at, statusUri?}. */
const { read, write } = sessionStore('audiofunctions-exports', {});
const repeatableMs = 60_000;
const stages = { joining: 'joining the beats', copying: 'copying the takes', captions: 'captions', words: 'word timings', zipping: 'packing the zip' };

/** Fires `change` when it starts, advances or ends, and `end` with {output} or {failure} as its detail. One at a time. */
export class RunningExport extends EventTarget {
  #sessionId;
  #signal;
  /** @type {{ stage: string, step: number, of: number } | null} */
  #progress = null;
  /** @type {Promise<any> | null} */
  #ending = null;

  /** @param signal stops following. The export itself goes on, and is found again. */
  constructor(sessionId, signal) {
    super();
    this.#sessionId = sessionId;
    this.#signal = signal;
  }

  get isRunning() {
    return this.#ending !== null;
  }

  get words() {
    const now = this.#progress;
    return now && stages[now.stage] ? `Exporting: ${stages[now.stage]} (${now.step} of ${now.of})…` : 'Exporting…';
  }

  /** Follows the one that was running when the view was left or the page was reloaded. */
  resume() {
    const stored = read()[this.#sessionId];
    if (!stored || this.isRunning) return;
    // Long after a request that got no response, its repeat would be an export that nobody asked for.
    if (!stored.statusUri && Date.now() - stored.at > repeatableMs) forget(this.#sessionId);
    // The `end` event has its failure.
    else this.#run(stored).catch(() => {});
  }

  /** @param body of the export request. @returns its output. Throws what it failed with. */
  make(body) {
    const request = { body, at: Date.now() };
    // Before the request: if the page is left before the response comes, the export may run all the same.
    remember(this.#sessionId, request);
    return this.#run(request);
  }

  /** @returns the output of the one that is running, or null if none is. */
  get ending() {
    return this.#ending;
  }

  #run(request) {
    this.#ending = this.#follow(request);
    this.dispatchEvent(new Event('change'));
    return this.#ending;
  }

  async #follow(request) {
    let detail;
    try {
      const statusUri = request.statusUri ?? await this.#start(request);
      const output = await waitForCompletion(statusUri, this.#signal, progress => this.#show(progress));
      detail = { output };
      forget(this.#sessionId);
      return output;
    } catch (failure) {
      detail = { failure };
      // Without a response, for instance because the view was left, the export may run all the same.
      if (isOver(failure) || failure instanceof ApiProblem) forget(this.#sessionId);
      throw failure;
    } finally {
      this.#ending = this.#progress = null;
      this.dispatchEvent(new Event('change'));
      this.dispatchEvent(new CustomEvent('end', { detail }));
    }
  }

  /** A repeat joins the export that is running. */
  async #start(request) {
    const { body } = await call('POST', `sessions/${part(this.#sessionId)}/export`, { json: request.body, signal: this.#signal });
    remember(this.#sessionId, { ...request, statusUri: body.statusQueryGetUri });
    return body.statusQueryGetUri;
  }

  #show(progress) {
    const before = this.words;
    this.#progress = progress;
    if (this.words !== before) this.dispatchEvent(new Event('change'));
  }
}

function remember(sessionId, request) {
  write({ ...read(), [sessionId]: request });
}

function forget(sessionId) {
  const { [sessionId]: _, ...others } = read();
  write(others);
}
