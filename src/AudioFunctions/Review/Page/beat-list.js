// The beats of a session, in their order; which of them are shown, and at which of them one is.

import { arrange, el } from './dom.js';
import { BeatCard } from './beat.js';
import { isToReview } from './beat-filter.js';

/** Fires `here` when one is at another beat. */
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
    this.#cards = new Map(beats.map(beat => [beat.beat_id, this.#cards.get(beat.beat_id) ?? new BeatCard(this.#view, beat.beat_id)]));
    beats.forEach((beat, index) => this.#cards.get(beat.beat_id).update(beat, stageOf(index)));
    arrange(this.element, this.all.map(card => card.element));
    this.filter();
  }

  /** Shows what the filter lets through. */
  filter() {
    for (const card of this.all) card.element.hidden = !this.#filter.shows(card.beat);
  }

  get all() {
    return [...this.#cards.values()];
  }

  find(beatId) {
    return this.#cards.get(beatId) ?? null;
  }

  /** The beat that had the focus or was heard last; at first the first one. */
  get here() {
    return this.find(this.#here) ?? this.all[0] ?? null;
  }

  get shown() {
    return this.all.filter(card => !card.element.hidden);
  }

  /** Those that are listened to one after the other. */
  get audible() {
    return this.all.filter(card => card.isAudible && (!card.element.hidden || card.beatId === this.#here));
  }

  /** The next one to listen to, or null. @param by 1 or -1. */
  audibleBeside(card, by) {
    const all = this.all;
    for (let at = all.indexOf(card) + by; at >= 0 && at < all.length; at += by) {
      if (all[at].isAudible && !all[at].element.hidden) return all[at];
    }
    return null;
  }

  /** The next or previous one that is shown; at first the first. @param by 1 or -1. */
  beside(by) {
    const { shown } = this;
    const at = this.#here === null ? -1 : shown.indexOf(this.here);
    return shown[Math.min(Math.max(at + by, 0), shown.length - 1)] ?? null;
  }

  /** The next one that nobody has listened to: behind this one, else from the first on. */
  get nextToReview() {
    const at = this.all.indexOf(this.here);
    return [...this.all.slice(at + 1), ...this.all.slice(0, at + 1)].find(card => isToReview(card.beat)) ?? null;
  }

  goTo(card) {
    if (!this.#filter.shows(card.beat)) this.#filter.showAll();
    this.#arrive(card);
    card.focus();
  }

  /** One is there because it is heard. The focus comes along, unless somebody types or has it on a control. */
  arrive(card) {
    if (this.#here === card.beatId) return;
    this.#arrive(card);
    const { activeElement: now } = document;
    if (document.querySelector('dialog[open]') || now.matches('textarea, input, select')) return;
    if (now === document.body || now.matches('[data-beat]')) card.focus();
    else card.show();
  }

  #focused(target) {
    const card = this.find(target.closest('[data-beat]')?.dataset.beat);
    if (card && card.beatId !== this.#here) this.#arrive(card);
  }

  #arrive(card) {
    this.find(this.#here)?.element.classList.remove('here');
    this.#here = card.beatId;
    card.element.classList.add('here');
    this.dispatchEvent(new Event('here'));
  }
}
