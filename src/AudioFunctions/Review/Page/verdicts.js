// The last verdict on a beat, given by key or by click, so that it can be undone.

export class Verdicts {
  /** @type {{ beatId: string, before: 'approved' | 'redo' | null } | null} */
  #last = null;

  /** @param before the verdict that it replaced. */
  given(beatId, before) {
    this.#last = { beatId, before };
  }

  /** Null if there is none. It is undone once. */
  take() {
    const last = this.#last;
    this.#last = null;
    return last;
  }
}
