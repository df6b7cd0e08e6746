// The beats of a session in script order: which of them are shown, and which is the current one.

import { arrange, el } from './dom.js';
import { BeatCard } from './beat.js';
import { isToReview } from './beat-filter.js';

/** Fires `here` when another beat becomes the current one, which may hide the one before. */
export class BeatList extends EventTarget {
  #view;
  #filter;
  /** @type {Map<string, BeatCard>} */
  #cards = new Map();
  #here = null;

  constructor(view, filter) {
    super();
    this.#view = view;
    this.#filter = filter;
    this.element = el('div', { class: 'beats', onfocusin: event => this.#focused(event.target) });
  }

  update(beats, stageOf) {
    const cards = beats.map(beat => this.#cards.get(beat.beat_id) ?? this.#make(beat));
    this.#cards = new Map(cards.map(card => [card.beatId, card]));
    cards.forEach((card, index) => card.update(beats[index], stageOf(index)));
    arrange(this.element, this.all.map(card => card.element));
    this.#showFitting();
  }

  /** Hidden until the filter has shown it. */
  #make(beat) {
    const card = new BeatCard(this.#view, beat);
    card.element.hidden = true;
    return card;
  }

  /** Shows only the beats that match the filter, because a person has changed it. */
  filter() {
    for (const card of this.all) card.element.hidden = !this.#filter.shows(card.beat);
  }

  /** A beat that no longer matches stays until a person leaves it: the next key may be about it, and its editor may have the focus. */
  #showFitting() {
    const { here } = this;
    const stays = card => !card.element.hidden && (card === here || card.element.contains(document.activeElement));
    for (const card of this.all) card.element.hidden = !this.#filter.shows(card.beat) && !stays(card);
  }

  get all() {
    return [...this.#cards.values()];
  }

  find(beatId) {
    return this.#cards.get(beatId) ?? null;
  }

  /** The current beat: it had the focus or was heard last. If it isn't shown, the next one that is; at first the first; null if none is shown. */
  get here() {
    const last = this.find(this.#here);
    if (last && !last.element.hidden) return last;
    return this.#beside(last, 1) ?? this.shown.at(-1) ?? null;
  }

  get shown() {
    return this.all.filter(card => !card.element.hidden);
  }

  /** Those that listening through plays. */
  get audible() {
    return this.all.filter(card => card.isAudible && (!card.element.hidden || card.beatId === this.#here));
  }

  /** The next one to listen to, or null. @param by 1 or -1. */
  audibleBeside(card, by) {
    return this.#beside(card, by, one => one.isAudible);
  }

  #beside(card, by, matches = one => true) {
    const all = this.all;
    for (let at = all.indexOf(card) + by; at >= 0 && at < all.length; at += by) {
      if (!all[at].element.hidden && matches(all[at])) return all[at];
    }
    return null;
  }

  /** The next or previous one that is shown; at first the first. @param by 1 or -1. */
  beside(by) {
    return this.#beside(this.find(this.#here), by) ?? this.here;
  }

  /** The next shown beat to review: after the current one, else from the first on. */
  get nextToReview() {
    const { shown, here } = this;
    const at = here ? shown.indexOf(here) : -1;
    return [...shown.slice(at + 1), ...shown.slice(0, at + 1)].find(card => isToReview(card.beat)) ?? null;
  }

  /** Shows the beat until a person leaves it, even if it doesn't match the filter. */
  goTo(card) {
    card.element.hidden = false;
    // Focusing makes it the current one, so the beat before is hidden before the window scrolls.
    card.focus();
    if (this.#here !== card.beatId) this.#arrive(card);
  }

  /** Makes the beat that is heard the current one. The focus moves there, unless somebody types or has it on a control. */
  arrive(card) {
    if (this.#here === card.beatId) return;
    const now = document.activeElement ?? document.body;
    const isBusy = document.querySelector('dialog[open]') || now.matches('textarea, input, select');
    const isFree = !isBusy && (now === document.body || now.matches('[data-beat]'));
    if (isFree) card.focus();
    if (this.#here !== card.beatId) this.#arrive(card);
    if (!isBusy && !isFree) card.show();
  }

  /** The beat that a key acts on, or null. It becomes the current one. */
  settle() {
    const { here } = this;
    if (here && here.beatId !== this.#here) this.#arrive(here);
    return here;
  }

  #focused(target) {
    const card = this.find(target.closest('[data-beat]')?.dataset.beat);
    if (card && card.beatId !== this.#here) this.#arrive(card);
  }

  #arrive(card) {
    this.find(this.#here)?.element.classList.remove('here');
    this.#here = card.beatId;
    card.element.classList.add('here');
    this.#showFitting();
    this.dispatchEvent(new Event('here'));
  }
}
