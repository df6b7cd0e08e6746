// What a person who has listened says of a beat: approved, to be done again, locked, a note.

import { el, button, icon } from './dom.js';
import { BeatNote } from './beat-note.js';
import { failed } from './notices.js';

export class BeatReview {
  #write;
  #card;

  /**
   * @param {import('./beat.js').BeatCard} card @param write sends a change of the review, given whether it is an undo, and may throw. @param writeNote sends a note and the one that it replaces, and may throw.
   * @param draft the name of what is typed.
   */
  constructor(card, write, writeNote, draft) {
    this.#card = card;
    this.#write = write;
    this.note = new BeatNote(draft, writeNote);
    this.approveButton = button({ title: 'Approve (a)', onclick: () => this.toggle('approved').catch(failed) }, icon('check'), 'Approve');
    this.redoButton = button({ title: 'Redo (d)', onclick: () => this.toggle('redo').catch(failed) }, icon('again'), 'Redo');
    this.lockButton = button({
      class: 'icon-button', 'aria-label': 'Lock', title: 'Lock: never spoken again (l)', onclick: () => this.lock().catch(failed),
    }, icon('lock'));
    this.states = el('div', { class: 'review-states', role: 'group', 'aria-label': 'Review' },
      this.approveButton, this.redoButton, this.lockButton, this.note.button);
    this.element = el('div', { class: 'review' }, this.note.shown, this.note.editor);
  }

  render() {
    const { beat } = this.#card;
    const hasTake = Boolean(beat.selected_take_id);
    press(this.approveButton, beat.review === 'approved', hasTake);
    press(this.redoButton, beat.review === 'redo', true);
    press(this.lockButton, beat.locked, hasTake || beat.locked);
    this.note.update(beat.note);
  }

  /** Sets the verdict, or clears it if it is already set. @returns whether it was set. */
  async toggle(state) {
    const said = this.#card.beat.review !== state;
    if (said && state === 'approved' && !this.#card.beat.selected_take_id) return false;
    await this.set(said ? state : null);
    return said;
  }

  /** @param state approved, redo or null. @param isUndo whether it undoes a verdict, and can't be undone itself. */
  set(state, isUndo = false) {
    return this.#write({ review: state }, isUndo);
  }

  lock() {
    return this.#write({ locked: !this.#card.beat.locked });
  }

  openNote() {
    this.note.toggle();
  }
}

function press(control, pressed, possible) {
  control.setAttribute('aria-pressed', String(pressed));
  control.disabled = !possible;
}
