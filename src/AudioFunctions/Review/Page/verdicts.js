// The verdicts on beats that a person has given by key or by click, so that they can be undone, the last one first. A reload clears them.

/** @typedef {{ beatId: string, before: 'approved' | 'redo' | null, after: 'approved' | 'redo' | null }} Verdict */

export class Verdicts {
  /** @type {Verdict[]} */
  #given = [];
  /** @type {Promise<any>} */
  #writing = Promise.resolve();

  /** @param before the verdict that it replaced. @param after null if it only took that one back. */
  given(beatId, before, after) {
    this.#given.push({ beatId, before, after });
  }

  /** @param {Promise<any>} writing stores a verdict; what is undone next is known only after it. */
  wait(writing) {
    this.#writing = Promise.allSettled([this.#writing, writing]);
  }

  /** Removes the last verdict and returns it, or null if there is none. */
  async take() {
    await this.#writing;
    return this.#given.pop() ?? null;
  }

  /** Puts back one that couldn't be undone. */
  restore(verdict) {
    this.#given.push(verdict);
  }
}
