// The regenerations of a beat that are running: started, followed to their end, stopped, and found again after a reload.

import { ApiProblem, call, part } from './api.js';
import { button, el, spinner } from './dom.js';
import { codeOf, isOver, isPassing, reworded, statusOf } from './failures.js';
import { count } from './format.js';
import { announce, failed, notice } from './notices.js';
import { passing, poll } from './poll.js';
import { stopWords } from './progress.js';
import { forgetRegeneration, newRegeneration, regenerationsOf, rememberStart, setAside } from './regenerations.js';
import { waitForCompletion, startRegeneration } from './regenerate.js';

const reloadEveryMs = 2000;

export class BeatRegenerations {
  #session;
  #beatId;
  #onChange;
  #name = '';
  #jobs = el('div', { class: 'jobs' });
  #stop = button({ hidden: true, onclick: () => this.#cancel(), title: stopWords.title }, 'Stop');
  /** How many have begun and not ended: only those can be stopped. */
  #begun = 0;
  #isStopping = false;

  /** @param onChange is called when one starts or ends. */
  constructor(session, beatId, onChange) {
    this.#session = session;
    this.#beatId = beatId;
    this.#onChange = onChange;
    this.element = el('div', { class: 'running-jobs' }, this.#jobs, this.#stop);
  }

  get areRunning() {
    return this.#jobs.childElementCount > 0;
  }

  /** Follows those that were running when the view was left or the page was reloaded. */
  resume(beatName) {
    this.#name = beatName;
    for (const regeneration of regenerationsOf(this.#session.id, this.#beatId)) {
      this.#show(regeneration.body, say => this.#follow(regeneration, say)).catch(failure => {
        // Its history was purged: it has ended, and its take is among the others.
        if (statusOf(failure) !== 404) failed(failure);
      });
    }
  }

  /** @param body of the regenerate request. @returns the new take, or null if the regeneration was stopped before it had one. */
  make(body) {
    return this.#show(body, say => this.#follow(newRegeneration(this.#session.id, this.#beatId, body), say));
  }

  /** @param say shows the custom status while it runs. */
  async #follow(regeneration, say) {
    const { signal } = this.#session;
    try {
      const output = await this.#wait(regeneration.statusUri ?? await this.#start(regeneration), say);
      // Don't forget it before its take is shown.
      await this.#reload();
      signal.throwIfAborted();
      forgetRegeneration(regeneration);
      this.#tell(output, regeneration.body.takes ?? 1);
      return output;
    } catch (failure) {
      // Leaving the page aborts its requests, but the regeneration goes on and is found again.
      if (isPassing(failure)) setAside(regeneration);
      else if (isOver(failure) || failure instanceof ApiProblem) forgetRegeneration(regeneration);
      if (isOver(failure) && codeOf(failure) === 'cancelled') return this.#tellStopped();
      throw failure;
    }
  }

  async #wait(statusUri, say) {
    this.#countBegun(1);
    try {
      return await waitForCompletion(statusUri, this.#session.signal, say);
    } finally {
      this.#countBegun(-1);
    }
  }

  #countBegun(by) {
    this.#begun += by;
    // One that has begun just now isn't stopped.
    if (by > 0 || this.#begun === 0) this.#isStopping = false;
    this.#drawStop();
  }

  #drawStop() {
    const isOver = this.#begun === 0;
    if (isOver && document.activeElement === this.#stop) this.element.closest('[data-beat]')?.focus({ preventScroll: true });
    this.#stop.hidden = isOver;
    // A disabled button would lose the focus.
    this.#stop.setAttribute('aria-disabled', String(this.#isStopping));
    this.#stop.textContent = this.#isStopping ? stopWords.stopping : 'Stop';
  }

  async #cancel() {
    if (this.#isStopping) return;
    this.#isStopping = true;
    this.#drawStop();
    try {
      await call('POST', `sessions/${part(this.#session.id)}/beats/${part(this.#beatId)}/cancel`, { signal: this.#session.signal });
      announce(`${stopWords.stopping}.`);
    } catch (failure) {
      this.#isStopping = false;
      this.#drawStop();
      // It may have ended in the meantime; then its take is shown.
      if (codeOf(failure) !== 'nothing-to-cancel') failed(failure);
    }
  }

  async #reload() {
    const { feed, signal } = this.#session;
    await poll(() => feed.reload().then(() => 'done', passing), { everyMs: reloadEveryMs, signal });
  }

  /** The beat may have an error now. */
  async #tellStopped() {
    await this.#reload();
    notice(`No new take of ${this.#name} was made. One with the same settings reuses what was paid for.`);
    return null;
  }

  /** @param {{ selected: boolean, take_ids?: string[], error?: { code: string, message: string } | null }} output */
  #tell({ selected, take_ids: ids = [], error = null }, wanted) {
    if (error?.code === 'cancelled') notice(`Stopped: ${ids.length} of ${wanted} new takes of ${this.#name} were made.`);
    else if (error) {
      failed(reworded(error, `Only ${ids.length} of ${wanted} new takes of ${this.#name} were made. ${error.message}`));
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
    this.#jobs.append(job);
    this.#onChange();
    announce(takes > 1 ? `Making ${takes} new takes of ${this.#name}.` : `Making a new take of ${this.#name}.`);
    try {
      return await work(status => {
        if (status?.of) words.textContent = `Making take ${status.take} of ${status.of}…${status.credits ? ` ${count(status.credits, 'credit')} so far` : ''}`;
      });
    } finally {
      job.remove();
      this.#onChange();
    }
  }
}
