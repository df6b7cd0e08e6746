// The export of a session that is running: started, followed to its end, and found again after a reload. Its status URL contains a key, so
// like the function key it stays in this tab.

import { call, part } from './api.js';
import { waitForCompletion } from './regenerate.js';

const name = 'audiofunctions-exports';
const stages = { joining: 'joining the beats', copying: 'copying the takes', captions: 'captions', words: 'word timings', zipping: 'packing the zip' };

/** Fires `change` when it starts, advances or ends, and `end` with {output} or {failure} as its detail. One at a time. */
export class RunningExport extends EventTarget {
  #sessionId;
  #signal;
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
    const { stage, step, of } = this.#progress ?? {};
    return stages[stage] ? `Exporting: ${stages[stage]} (${step} of ${of})…` : 'Exporting…';
  }

  /** Follows the one that was running when the view was left or the page was reloaded. */
  resume() {
    const left = read()[this.#sessionId];
    // The `end` event has its failure.
    if (left && !this.isRunning) this.#run(left).catch(() => {});
  }

  /** @param body of the export request. @returns its output. Throws what it failed with. */
  make(body) {
    const ordered = { body };
    // Before the request: if the page is left before the response comes, the export may run all the same.
    remember(this.#sessionId, ordered);
    return this.#run(ordered);
  }

  /** @returns the output of the one that is running, or null if none is. */
  get ending() {
    return this.#ending;
  }

  #run(ordered) {
    this.#ending = this.#follow(ordered);
    this.dispatchEvent(new Event('change'));
    return this.#ending;
  }

  async #follow(ordered) {
    let detail;
    try {
      const statusUri = ordered.statusUri ?? await this.#start(ordered);
      const output = await waitForCompletion(statusUri, this.#signal, progress => this.#show(progress));
      detail = { output };
      forget(this.#sessionId);
      return output;
    } catch (failure) {
      detail = { failure };
      // Leaving the view aborts its requests, but the export goes on.
      if (failure.name !== 'AbortError') forget(this.#sessionId);
      throw failure;
    } finally {
      this.#ending = this.#progress = null;
      this.dispatchEvent(new Event('change'));
      this.dispatchEvent(new CustomEvent('end', { detail }));
    }
  }

  /** A repeat joins the export that is running. */
  async #start(ordered) {
    const { body } = await call('POST', `sessions/${part(this.#sessionId)}/export`, { json: ordered.body, signal: this.#signal });
    remember(this.#sessionId, { ...ordered, statusUri: body.statusQueryGetUri });
    return body.statusQueryGetUri;
  }

  #show(progress) {
    const before = this.words;
    this.#progress = progress;
    if (this.words !== before) this.dispatchEvent(new Event('change'));
  }
}

function remember(sessionId, ordered) {
  write({ ...read(), [sessionId]: ordered });
}

function forget(sessionId) {
  const { [sessionId]: _, ...others } = read();
  write(others);
}

/** @returns {Record<string, { body: object, statusUri?: string }>} */
function read() {
  return JSON.parse(sessionStorage.getItem(name) ?? '{}');
}

function write(exports) {
  sessionStorage.setItem(name, JSON.stringify(exports));
}
