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
      this.#show(regeneration.body, say => this.#follow(regeneration, say)).catch(failure => {
        // Its history was purged: it has ended, and its take is among the others.
        if (failure.status !== 404) failed(failure);
      });
    }
  }

  /** @param body of the regenerate request. Answers the new take. */
  make(body) {
    return this.#show(body, say => this.#follow(newRegeneration(this.#session.id, this.#beatId, body), say));
  }

  /** @param say shows the custom status while it runs. */
  async #follow(regeneration, say) {
    const { signal, feed } = this.#session;
    try {
      const output = await waitForCompletion(regeneration.statusUri ?? await this.#start(regeneration), signal, say);
      // Not forgotten before its take is shown.
      await poll(() => feed.reload().then(() => 'done', passing), { everyMs: reloadEveryMs, signal });
      signal.throwIfAborted();
      forgetRegeneration(regeneration);
      this.#tell(output, regeneration.body.takes ?? 1);
      return output;
    } catch (failure) {
      // A page that is left breaks its requests off. That is no answer: it is still being made, and found again.
      if (failure.isPassing) setAside(regeneration);
      else if (failure.isOver || failure instanceof ApiProblem) forgetRegeneration(regeneration);
      throw failure;
    }
  }

  #tell({ selected, take_ids: ids = [], error = null }, wanted) {
    if (error) {
      failed(Object.assign(new Error(`Only ${ids.length} of ${wanted} new takes of ${this.#name} were made. ${error.message}`), { code: error.code }));
    } else if (wanted > 1) notice(`${wanted} new takes of ${this.#name} are ready${selected ? ', and the best is selected' : ''}.`);
    else notice(`A new take of ${this.#name} is ready${selected ? ' and selected' : ''}.`);
  }

  async #start(regeneration) {
    const statusUri = await startRegeneration(regeneration, this.#session.signal);
    rememberStart(regeneration, statusUri);
    return statusUri;
  }

  async #show({ takes = 1 }, work) {
    const words = el('span', {}, takes > 1 ? `Making take 1 of ${takes}…` : 'Making a new take…');
    const job = el('p', { class: 'job' }, spinner(), words);
    this.element.append(job);
    this.#onChange();
    announce(takes > 1 ? `Making ${takes} new takes of ${this.#name}.` : `Making a new take of ${this.#name}.`);
    try {
      return await work(status => {
        if (status?.of) words.textContent = `Making take ${status.take} of ${status.of}…`;
      });
    } finally {
      job.remove();
      this.#onChange();
    }
  }
}
