// What a person who has listened says of a beat: approved, to be done again, locked, a note.

import { el, fill, button, icon, field } from './dom.js';
import { failed } from './notices.js';

const longestNote = 2000;

export class BeatReview {
  #write;
  #beat = null;

  /** @param write sends a change of the review, and may throw. */
  constructor(write) {
    this.#write = write;
    this.approveButton = button({ onclick: () => this.toggle('approved').catch(failed) }, icon('check'), 'Approve');
    this.redoButton = button({ onclick: () => this.toggle('redo').catch(failed) }, icon('again'), 'Redo');
    this.lockButton = button({
      class: 'icon-button', 'aria-label': 'Lock', title: 'Lock: never spoken again (l)', onclick: () => this.lock().catch(failed),
    }, icon('lock'));
    this.noteButton = button({
      class: 'icon-button', 'aria-label': 'Note', title: 'Note (m)', onclick: () => this.openNote(), 'aria-expanded': 'false',
    }, icon('note'));
    this.note = el('p', { class: 'note', dir: 'auto' });
    this.editor = el('div', {});
    this.states = el('div', { class: 'review-states', role: 'group', 'aria-label': 'Review' },
      this.approveButton, this.redoButton, this.lockButton, this.noteButton);
    this.element = el('div', { class: 'review' }, this.note, this.editor);
  }

  update(beat) {
    this.#beat = beat;
    const hasTake = Boolean(beat.selected_take_id);
    press(this.approveButton, beat.review === 'approved', hasTake);
    press(this.redoButton, beat.review === 'redo', true);
    press(this.lockButton, beat.locked, hasTake || beat.locked);
    this.note.hidden = !beat.note;
    this.note.textContent = beat.note ?? '';
  }

  /** Says it, or takes it back. Answers whether it was said. */
  async toggle(state) {
    const said = this.#beat.review !== state;
    if (said && state === 'approved' && !this.#beat.selected_take_id) return false;
    await this.set(said ? state : null);
    return said;
  }

  /** @param state approved, redo or null. */
  set(state) {
    return this.#write({ review: state });
  }

  lock() {
    return this.#write({ locked: !this.#beat.locked });
  }

  openNote() {
    if (this.editor.firstChild) return this.#closeNote();
    const text = el('textarea', { rows: 3, maxlength: longestNote, value: this.#beat.note ?? '', dir: 'auto' });
    const save = button({ class: 'primary', onclick: () => this.#saveNote(text.value, save).catch(failed) }, 'Save note');
    text.addEventListener('keydown', event => {
      if (event.key === 'Escape') this.#closeNote();
    });
    fill(this.editor, field('Note', text), el('div', { class: 'actions' }, save, button({ onclick: () => this.#closeNote() }, 'Cancel')));
    this.noteButton.setAttribute('aria-expanded', 'true');
    text.focus();
  }

  async #saveNote(text, save) {
    save.disabled = true;
    try {
      await this.#write({ note: text.trim() || null });
      this.#closeNote();
    } finally {
      save.disabled = false;
    }
  }

  #closeNote() {
    fill(this.editor);
    this.noteButton.setAttribute('aria-expanded', 'false');
    this.noteButton.focus();
  }
}

function press(control, pressed, possible) {
  control.setAttribute('aria-pressed', String(pressed));
  control.disabled = !possible;
}
