// A session as the service last returned it. One request returns all of it; the same request with the known version follows it.

import { call, part } from './api.js';
import { passing, poll } from './poll.js';
import { isRunning } from './session-status.js';

const everyMs = 1500;

/** Fires `change`. */
export class SessionFeed extends EventTarget {
  #path;
  #signal;
  #etag = null;
  #asked = 0;
  #shown = 0;
  /** @type {Promise<void> | null} */
  #following = null;

  constructor(id, signal) {
    super();
    this.#path = `sessions/${part(id)}/review`;
    this.#signal = signal;
    /** Null until it is loaded. @type {{ beats: import('../api').Beat[], status: string, video_title: string, error: any, billed_characters: number | null } | null} */
    this.session = null;
    /** The production's custom status while it runs. */
    this.progress = null;
    /** What the production was billed while it runs; null if it costs nothing. */
    this.spending = null;
  }

  get isRunning() {
    return this.session !== null && isRunning(this.session);
  }

  async reload() {
    const mine = ++this.#asked;
    const headers = this.#etag ? { 'If-None-Match': this.#etag } : {};
    const { status, body, etag } = await call('GET', this.#path, { headers, signal: this.#signal });
    // An overtaken response would show an older state.
    if (mine < this.#shown) return;
    this.#shown = mine;
    if (status === 304) return;
    this.#etag = etag;
    const { session, scripts, versions, progress, spending = null, billed_characters: billed } = body;
    for (const beat of session.beats) {
      beat.script = scripts[beat.beat_id] ?? null;
      beat.etag = versions[beat.beat_id] ?? null;
    }
    session.billed_characters = billed;
    this.session = session;
    this.progress = progress;
    this.spending = spending;
    this.dispatchEvent(new Event('change'));
  }

  /** Resolves when the production has ended. */
  follow() {
    if (!this.isRunning) return Promise.resolve();
    return this.#following ??= this.#followToEnd();
  }

  /** Reloads, because somebody else may have changed something. */
  async refresh() {
    await this.reload();
    await this.follow();
  }

  async #followToEnd() {
    try {
      while (this.isRunning && !this.#signal.aborted) await poll(() => this.#look(), { everyMs, signal: this.#signal });
    } finally {
      this.#following = null;
    }
  }

  async #look() {
    await this.reload().catch(passing);
    return this.isRunning ? everyMs : 'done';
  }

  /** Shows a production that was just requested as running, although the rows don't say so yet. */
  expectProduction() {
    if (this.session) this.session.status = 'generating';
    this.progress = this.spending = null;
    this.dispatchEvent(new Event('change'));
    return this.follow();
  }

  /** Shows the response to a change of one beat. @param changed its fields. */
  replace(beatId, changed, etag) {
    const beat = this.session?.beats.find(one => one.beat_id === beatId);
    if (!beat) return;
    for (const name of ['takes', 'selected_take_id', 'error', 'review', 'note', 'locked']) {
      if (changed[name] !== undefined) beat[name] = changed[name];
    }
    beat.etag = etag ?? beat.etag;
    const overtaken = this.#asked > this.#shown;
    this.#shown = ++this.#asked;
    this.dispatchEvent(new Event('change'));
    // A response to an earlier request isn't shown, because it may be from before the change. It may have had changes by others, so ask again.
    if (overtaken) this.reload().catch(passing);
  }
}
