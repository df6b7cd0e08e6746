// The readings of a beat that are being made: started, followed to their end, and found again after a reload.

import { ApiProblem } from './api.js';
import { el, spinner } from './dom.js';
import { announce, failed, notice } from './notices.js';
import { forgetReading, readingsOf } from './readings.js';
import { ended, startReading } from './regenerate.js';

export class BeatReadings {
  #session;
  #beatId;
  #name = '';

  constructor(session, beatId) {
    this.#session = session;
    this.#beatId = beatId;
    this.element = el('div', { class: 'jobs' });
  }

  /** Goes on with what was being made when the view was left, or the page loaded again. */
  resume(beatName) {
    this.#name = beatName;
    for (const statusUri of readingsOf(this.#session.id, this.#beatId)) {
      this.#show(() => this.#follow(statusUri)).catch(failure => {
        // Its history was purged: it has ended, and its take is among the others.
        if (failure.status !== 404) failed(failure);
      });
    }
  }

  /** @param body of the regenerate request. */
  make(body) {
    const { id, signal } = this.#session;
    return this.#show(async () => this.#follow(await startReading(id, this.#beatId, body, signal)));
  }

  async #follow(statusUri) {
    const { signal, reload } = this.#session;
    const output = await ended(statusUri, signal).catch(failure => {
      // A page that is left breaks its requests off. That is no answer: it is still being made, and found again.
      if (failure.isOver || failure instanceof ApiProblem) forgetReading(statusUri);
      throw failure;
    });
    forgetReading(statusUri);
    await reload();
    notice(`A new take of ${this.#name} is ready${output.selected ? ' and selected' : ''}.`);
  }

  async #show(work) {
    const job = el('p', { class: 'job' }, spinner(), 'Making a new take…');
    this.element.append(job);
    announce(`Making a new take of ${this.#name}.`);
    try {
      await work();
    } finally {
      job.remove();
    }
  }
}
