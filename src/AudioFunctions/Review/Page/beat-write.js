// Changes a beat only if it is still as it was shown: somebody else may have changed it meanwhile.

import { call } from './api.js';
import { statusOf } from './failures.js';

export class BeatWriter {
  #path;
  #feed;
  #signal;
  #beatOf;
  #writing = Promise.resolve();

  /** @param path of the beat. @param {() => import('../api').Beat} beatOf the beat as it is shown. */
  constructor(path, feed, signal, beatOf) {
    this.#path = path;
    this.#feed = feed;
    this.#signal = signal;
    this.#beatOf = beatOf;
  }

  /** @param takeId the take to select. @param isSelected whether it is already selected when the request is sent. */
  select(takeId, isSelected) {
    return this.#queue(async () => {
      if (isSelected()) return false;
      await this.#write('POST', `${this.#path}/select`, { take_id: takeId }, 'select');
      await this.#feed.reload();
      return true;
    });
  }

  /** @param change of review, note or lock. @returns the verdict before it. */
  review(beatId, change) {
    return this.#queue(async () => {
      const { review: before } = this.#beatOf();
      const { body, etag } = await this.#write('PATCH', this.#path, change, 'try');
      this.#feed.replace(beatId, body, etag);
      return before;
    });
  }

  /** @param before the note that this one was made from: another isn't overwritten. */
  note(beatId, note, before) {
    return this.#queue(async () => {
      const { body, etag } = await this.#write('PATCH', this.#path, { note }, 'try', beat => beat.note, before);
      this.#feed.replace(beatId, body, etag);
    });
  }

  /** @param path of the take. @param change of its marks. A recording never changes, so no version of the beat could make that wrong. */
  mark(beatId, path, change) {
    return this.#queue(async () => {
      try {
        await call('PATCH', path, { json: change, signal: this.#signal });
      } catch (failure) {
        // Somebody may have selected the take meanwhile.
        await this.#feed.reload().catch(() => {});
        throw failure;
      }

      // The mark is stored: if the script was replaced meanwhile, only the session can tell.
      await this.#show(beatId).catch(() => this.#feed.reload());
    });
  }

  async #show(beatId) {
    const { body, etag } = await call('GET', this.#path, { signal: this.#signal });
    this.#feed.replace(beatId, body, etag);
  }

  /** One at a time: the second request of a double click would name the version that the first has just replaced. */
  #queue(write) {
    const mine = this.#writing.then(write);
    // The caller gets the failure; the next write only waits.
    this.#writing = mine.catch(() => {});
    return mine;
  }

  /**
   * @param again the verb for the message if somebody else was first. @param judged the part of the beat that the change depends on.
   * @param seen its value when the user acted.
   */
  async #write(method, path, json, again, judged = heardOf, seen = judged(this.#beatOf())) {
    const isAsSeen = () => judged(this.#beatOf()) === seen;
    let refusal = null;
    if (isAsSeen()) {
      try {
        return await this.#send(method, path, json);
      } catch (failure) {
        if (statusOf(failure) !== 412) throw failure;
        refusal = failure;
      }
      await this.#feed.reload();
      // Somebody changed something else, for instance starred a take.
      if (isAsSeen()) return this.#send(method, path, json);
    }
    const sentence = `Somebody else changed this beat meanwhile. It is shown as it is now: listen, then ${again} again.`;
    throw Object.assign(refusal ?? new Error(), { message: sentence });
  }

  #send(method, path, json) {
    return call(method, path, { json, headers: { 'If-Match': this.#beatOf().etag }, signal: this.#signal });
  }
}

/** A beat without its version and the marks of its takes. */
function heardOf({ etag, takes, ...beat }) {
  return JSON.stringify([beat, takes.map(({ starred, hidden, ...take }) => take)]);
}
