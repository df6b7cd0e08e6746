// Changes of a beat, on the condition that it is as it was seen: somebody else may have changed it meanwhile.

import { call } from './api.js';

export class BeatWriter {
  #path;
  #feed;
  #signal;
  #etagOf;
  #writing = Promise.resolve();

  /** @param path of the beat. @param etagOf the version that is shown, or null. */
  constructor(path, feed, signal, etagOf) {
    this.#path = path;
    this.#feed = feed;
    this.#signal = signal;
    this.#etagOf = etagOf;
  }

  /** @param takeId of the take that counts from now on. @param isSelected whether it does by then. */
  select(takeId, isSelected) {
    return this.#queue(async () => {
      if (isSelected()) return false;
      await this.#write('POST', `${this.#path}/select`, { take_id: takeId }, 'select');
      await this.#feed.reload();
      return true;
    });
  }

  /** @param change of review, note or lock. */
  review(beatId, change) {
    return this.#queue(async () => {
      const { body, etag } = await this.#write('PATCH', this.#path, change, 'try');
      this.#feed.replace(beatId, body, etag);
    });
  }

  /** @param path of the take. @param change of its marks. A recording never changes, so no version of the beat could make that wrong. */
  mark(path, change) {
    return this.#queue(async () => {
      try {
        await call('PATCH', path, { json: change, signal: this.#signal });
      } finally {
        await this.#feed.reload();
      }
    });
  }

  /** One after the other: the second of a double click would name the version that the first has just replaced. */
  #queue(write) {
    const mine = this.#writing.then(write);
    // Whoever asked for it hears of its failure; the next one only waits.
    this.#writing = mine.catch(() => {});
    return mine;
  }

  /** @param again what to do again if somebody else was first. */
  async #write(method, path, json, again) {
    try {
      return await call(method, path, { json, headers: { 'If-Match': this.#etagOf() }, signal: this.#signal });
    } catch (failure) {
      if (failure.status !== 412) throw failure;
      await this.#feed.reload();
      failure.message = `Somebody else changed this beat meanwhile. It is shown as it is now: listen, then ${again} again.`;
      throw failure;
    }
  }
}
