// The regenerations of a beat that are being made: started, followed to their end, and found again after a reload.

import { ApiProblem } from './api.js';
import { el, spinner } from './dom.js';
import { announce, failed, notice } from './notices.js';
import { passing, poll } from './poll.js';
import { forgetRegeneration, newRegeneration, regenerationsOf, rememberStart, setAside } from './regenerations.js';
import { waitForCompletion, startRegeneration } from './regenerate.js';

const reloadEveryMs = 2000;

export class BeatRegenerations {
  #session;
  #beatId;
  #onChange;
  #name = '';

  /** @param onChange hears that one more, or one less, is being made. */
  constructor(session, beatId, onChange) {
    this.#session = session;
    this.#beatId = beatId;
    this.#onChange = onChange;
    this.element = el('div', { class: 'jobs' });
  }

  get areRunning() {
    return this.element.childElementCount > 0;
  }

  /** Goes on with what was being made when the view was left, or the page loaded again. */
  resume(beatName) {
    this.#name = beatName;
    for (const regeneration of regenerationsOf(this.#session.id, this.#beatId)) {
      this.#show(() => this.#follow(regeneration)).catch(failure => {
        // Its history was purged: it has ended, and its take is among the others.
        if (failure.status !== 404) failed(failure);
      });
    }
  }

  /** @param body of the regenerate request. Answers the new take. */
  make(body) {
    return this.#show(() => this.#follow(newRegeneration(this.#session.id, this.#beatId, body)));
  }

  async #follow(regeneration) {
    const { signal, feed } = this.#session;
    try {
      const output = await waitForCompletion(regeneration.statusUri ?? await this.#start(regeneration), signal);
      // Not forgotten before its take is shown.
      await poll(() => feed.reload().then(() => 'done', passing), { everyMs: reloadEveryMs, signal });
      signal.throwIfAborted();
      forgetRegeneration(regeneration);
      notice(`A new take of ${this.#name} is ready${output.selected ? ' and selected' : ''}.`);
      return output;
    } catch (failure) {
      // A page that is left breaks its requests off. That is no answer: it is still being made, and found again.
      if (failure.isPassing) setAside(regeneration);
      else if (failure.isOver || failure instanceof ApiProblem) forgetRegeneration(regeneration);
      throw failure;
    }
  }

  async #start(regeneration) {
    const statusUri = await startRegeneration(regeneration, this.#session.signal);
    rememberStart(regeneration, statusUri);
    return statusUri;
  }

  async #show(work) {
    const job = el('p', { class: 'job' }, spinner(), 'Making a new take…');
    this.element.append(job);
    this.#onChange();
    announce(`Making a new take of ${this.#name}.`);
    try {
      return await work();
    } finally {
      job.remove();
      this.#onChange();
    }
  }
}
