// One beat of a session. Its head is made at once, its script and takes when they come near the window, so that a thousand beats load quickly.

import { el, fill, isFocusFree } from './dom.js';
import { BeatBody } from './beat-body.js';
import { regenerationsOf } from './regenerations.js';
import { characterBadge } from './script-summary.js';
import { whenSeen } from './when-seen.js';

/** Approximate heights of a beat's parts before they are made, in pixels. */
const heights = { head: 80, shortHead: 64, line: 32, take: 200, player: 42 };

const scrolledPastMs = 60;

/**
 * What a card shows; all its parts are drawn from it.
 * @typedef {object} BeatState
 * @property {import('../api').Beat} beat
 * @property {{ active: boolean, words: string } | null} stage what the production does with the beat now.
 * @property {boolean} isProducing whether the session's production is running.
 * @property {boolean} isRegenerating whether a new take is being made.
 */

export class BeatCard {
  #view;
  /** @type {BeatState} */
  #state;
  /** @type {string | null} */
  #drawn = null;
  /** @type {BeatBody | null} */
  #body = null;

  /**
   * @param view of the session the beat is in: {id, signal, feed, resume(), listen(beatId, ms), clipOf(beatId), scripting, verdicts}
   * @param {import('../api').Beat} beat
   */
  constructor(view, beat) {
    this.#view = view;
    this.#state = { beat, stage: null, isProducing: false, isRegenerating: false };
    this.beatId = beat.beat_id;
    this.title = el('h2', {});
    this.head = el('header', { class: 'beat-head' }, this.title);
    this.element = el('article', { class: 'beat unmade', tabindex: -1, 'data-beat': this.beatId }, this.head);
    whenSeen(this.element, () => this.#build(), view.signal, scrolledPastMs);
  }

  get state() {
    return this.#state;
  }

  get beat() {
    return this.#state.beat;
  }

  /** Whether somebody can listen to it. */
  get isAudible() {
    return this.beat.takes.length > 0;
  }

  get takes() {
    return this.#build().takes;
  }

  get review() {
    return this.#build().review;
  }

  revise() {
    return this.#build().revision.toggle();
  }

  edit() {
    return this.#build().edit.toggle();
  }

  /** Makes a take as the script says. */
  speak() {
    return this.#build().speak();
  }

  /** @param stage what the production does with the beat now; null if it has ended. */
  update(beat, stage) {
    const isFirst = this.#drawn === null;
    this.set({ beat, stage, isProducing: this.#view.feed.isRunning });
    // Running regenerations are followed to their end, even far from the window.
    if (isFirst && regenerationsOf(this.#view.id, this.beatId).length) this.#build();
  }

  /** @param {Partial<BeatState>} change */
  set(change) {
    this.#state = { ...this.#state, ...change };
    const drawn = JSON.stringify(this.#state);
    if (drawn === this.#drawn) return;
    this.#drawn = drawn;
    this.#render();
  }

  #render() {
    const { beat, stage } = this.#state;
    fill(this.title, el('bdi', {}, beat.beat_name), el('span', { class: 'beat-id' }, beat.beat_id), characterBadge(beat.character));
    this.element.setAttribute('aria-label', `Beat ${beat.beat_name}`);
    this.element.setAttribute('aria-busy', String(Boolean(stage && !beat.takes.length && !beat.error)));
    this.element.classList.toggle('approved', beat.review === 'approved');
    this.element.classList.toggle('redo', beat.review === 'redo');
    this.#body?.render();
    this.#estimateHeight();
  }

  /** Highlights the line and the word that are heard. @param take null for none. */
  mark(take, positionMs) {
    this.#body?.mark(take, positionMs);
  }

  focus() {
    this.#build();
    this.element.focus({ preventScroll: true });
    this.show();
  }

  /** Scrolls to it. If nothing else has the focus, it gets it. */
  show() {
    if (isFocusFree()) this.element.focus({ preventScroll: true });
    this.element.scrollIntoView({ block: 'start', behavior: matchMedia('(prefers-reduced-motion: reduce)').matches ? 'instant' : 'smooth' });
  }

  #build() {
    if (this.#body) return this.#body;
    const body = new BeatBody(this.#view, this);
    this.#body = body;
    this.element.classList.remove('unmade');
    this.head.append(...body.controls);
    this.element.append(...body.elements);
    body.render();
    return body;
  }

  /** For the scroll bar: the style sheet uses the estimate until the beat is drawn. */
  #estimateHeight() {
    const lines = (this.beat.script?.lines.length ?? 1) * heights.line;
    this.element.style.setProperty('--tall', `${heights.head + Math.max(lines, this.beat.takes.filter(take => !take.hidden).length * heights.take)}px`);
    this.element.style.setProperty('--short', `${heights.shortHead + Math.max(lines, heights.player)}px`);
  }
}
