// The beat that has just ended while listening goes on: a verdict in the first moment of the next beat is for it.

const reactionMs = 1200;

export class JustHeard {
  /** @type {{ card: any, next: any, beganAt: number | null } | null} */
  #left = null;

  /** A beat has ended, and another follows by itself. */
  set(card, next) {
    this.#left = { card, next, beganAt: null };
  }

  /** A beat is heard from now on: it may have had to be loaded. */
  began(card) {
    if (this.#left && this.#left.next === card) this.#left.beganAt ??= performance.now();
  }

  /** A person has moved, or heard something else. */
  clear() {
    this.#left = null;
  }

  /** A person may have moved to another beat than the one that follows. */
  isAt(card) {
    if (this.#left?.next !== card) this.clear();
  }

  get card() {
    if (!this.#left) return null;
    const { card, beganAt } = this.#left;
    return beganAt === null || performance.now() - beganAt < reactionMs ? card : null;
  }
}
