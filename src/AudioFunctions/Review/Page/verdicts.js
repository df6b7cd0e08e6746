// The verdicts on beats that a person has given by key or by click, so that they can be undone, the last one first. A reload clears them.

export class Verdicts {
  /** @type {{ beatId: string, before: 'approved' | 'redo' | null }[]} */
  #given = [];

  /** @param before the verdict that it replaced. */
  given(beatId, before) {
    this.#given.push({ beatId, before });
  }

  /** Removes the last verdict and returns it, or null if there is none. */
  take() {
    return this.#given.pop() ?? null;
  }

  /** Removes the last verdict on a beat, because it only undid another one. */
  forget(beatId) {
    this.#given.splice(this.#given.findLastIndex(one => one.beatId === beatId), 1);
  }

  /** Puts back one that couldn't be undone. */
  restore(verdict) {
    this.#given.push(verdict);
  }
}
