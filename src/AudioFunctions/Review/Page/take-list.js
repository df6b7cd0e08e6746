// The takes of a beat in their order; those that somebody hid are folded away behind a button that says how many they are.

import { arrange, button, el, fill } from './dom.js';
import { count } from './format.js';

export class TakeList {
  #onFold;
  #isOpen = false;
  /** Of all takes, oldest first. */
  cards = [];

  /** @param onFold hears that the hidden takes are shown, or folded away again. */
  constructor(onFold) {
    this.#onFold = onFold;
    this.shown = el('ol', { class: 'takes' });
    this.fold = button({ class: 'quiet fold', hidden: true, 'aria-expanded': 'false', onclick: () => this.#open(!this.#isOpen) });
    this.hidden = el('ol', { class: 'takes', 'aria-label': 'Hidden takes', hidden: true });
    this.element = el('div', { class: 'take-lists' }, this.shown, this.fold, this.hidden);
  }

  update(cards) {
    this.cards = cards;
    const focused = /** @type {HTMLElement} */ (document.activeElement);
    const hadFocus = this.element.contains(focused);
    const hidden = cards.filter(card => card.isHidden);
    arrange(this.shown, cards.filter(card => !card.isHidden).map(card => card.element));
    arrange(this.hidden, hidden.map(card => card.element));
    fill(this.fold, count(hidden.length, 'hidden take'));
    this.fold.hidden = hidden.length === 0;
    if (hadFocus) this.#keepFocus(focused);
  }

  /** A control that is moved or hidden loses the focus. */
  #keepFocus(focused) {
    const target = [focused, this.fold, ...this.element.querySelectorAll('button'), this.element.closest('[tabindex]')].find(one => one?.checkVisibility());
    if (!target || target === document.activeElement) return;
    target.focus({ preventScroll: true });
    target.scrollIntoView({ block: 'nearest' });
  }

  get inSight() {
    return this.cards.filter(card => !card.isHidden || this.#isOpen);
  }

  /** Brings a take into sight, if it is folded away. */
  show(card) {
    if (card.isHidden) this.#open(true);
    card.element.scrollIntoView({ block: 'nearest' });
  }

  #open(isOpen) {
    this.#isOpen = isOpen;
    this.hidden.hidden = !isOpen;
    this.fold.setAttribute('aria-expanded', String(isOpen));
    this.#onFold();
  }
}
