// Comparing the takes of a beat: those that a person has marked for it, or the likeliest.

import { currentClip } from './clip.js';
import { compareTakes } from './compare.js';
import { compareChoice } from './compare-choice.js';

export class TakeComparison {
  #list;
  #select;
  #onMark;
  #card;
  #marked = [];

  /** @param card the BeatCard. @param list the TakeList. @param select selects a take, and may throw. @param onMark hears that others are marked, or can be. */
  constructor(card, list, select, onMark) {
    this.#card = card;
    this.#list = list;
    this.#select = select;
    this.#onMark = onMark;
  }

  /** How many are marked. */
  get marked() {
    return this.#marked.length;
  }

  get isPossible() {
    return this.marked > 1 || this.#card.beat.takes.filter(take => !take.hidden).length > 1;
  }

  /** Takes that are folded away are no longer marked. */
  draw() {
    const { cards, inSight } = this.#list;
    this.#marked = this.#marked.filter(id => inSight.some(card => card.take.take_id === id));
    for (const card of cards) card.setCompared(this.#marked.includes(card.take.take_id), inSight.length > 1);
    this.#onMark();
  }

  /** With two takes there is nothing more to mark. */
  mark(id, marked) {
    this.#marked = this.#marked.filter(one => one !== id);
    if (marked) this.#marked.push(id);
    this.draw();
    if (this.marked === 2 && this.#list.inSight.length === 2 && marked) this.open();
  }

  /** @param {boolean} blind whether nobody sees which is which. */
  open(blind = false) {
    if (!this.isPossible) return;
    const { selected_take_id: selected, beat_name: name } = this.#card.beat;
    const { all, ids } = compareChoice(this.#card.beat, this.#marked, blind);
    this.#marked = [];
    this.draw();
    currentClip()?.pause();
    const cards = all.map(take => this.#list.cards.find(card => card.take.take_id === take.take_id));
    compareTakes(name, cards, ids, selected, this.#select, blind);
  }
}
