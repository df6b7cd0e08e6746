// The note of a beat, and its editor. What is typed outlives a reload, and overwrites no note that somebody else saved since the editor was
// opened.

import { el, fill, button, icon, field } from './dom.js';
import { dropDraft, keepDraft, readDraft } from './draft.js';
import { failed, notice } from './notices.js';
import { conflictBox } from './script-conflict.js';

const longestNote = 2000;

export class BeatNote {
  #draft;
  #write;
  /** As it is stored; no note is an empty one. */
  #stored = null;
  /** What the typed text was made from. */
  #base = '';
  #isSaving = false;
  #hasConflict = false;

  /** @param draft its name. @param write gets the note and the one that it replaces, and may throw. */
  constructor(draft, write) {
    this.#draft = draft;
    this.#write = write;
    this.button = button({
      class: 'icon-button', 'aria-label': 'Note', title: 'Note (m)', onclick: () => this.toggle(), 'aria-expanded': 'false',
    }, icon('note'));
    this.shown = el('p', { class: 'note', dir: 'auto' });
    this.editor = el('div', {});
    this.area = el('textarea', { rows: 3, maxlength: longestNote, dir: 'auto', oninput: () => this.#typed() });
    this.area.addEventListener('keydown', event => {
      if (event.key === 'Escape') this.#leave();
    });
    this.conflict = el('div', { class: 'conflict' });
    this.save = button({ class: 'primary', onclick: () => this.#save() }, 'Save note');
  }

  update(note) {
    const before = this.#stored;
    this.#stored = note ?? '';
    this.shown.hidden = !note;
    this.shown.textContent = this.#stored;
    // What was typed before a reload.
    if (before === null && readDraft(this.#draft)) this.#open(false);
    else if (this.#isOpen && !this.#isSaving && this.#stored !== before) this.#compare();
  }

  toggle() {
    return this.#isOpen ? this.#leave() : this.#open(true);
  }

  get #isOpen() {
    return Boolean(this.editor.firstChild);
  }

  #open(focuses) {
    const kept = readDraft(this.#draft);
    this.#base = kept?.base ?? this.#stored;
    this.area.value = kept?.text ?? this.#stored;
    fill(this.editor, field('Note', this.area), this.conflict,
      el('div', { class: 'actions' }, this.save, button({ onclick: () => this.#discard() }, 'Cancel')));
    this.button.setAttribute('aria-expanded', 'true');
    this.#settle(this.#base);
    this.#compare();
    if (focuses) this.area.focus();
  }

  #typed() {
    if (this.area.value === this.#base) dropDraft(this.#draft);
    else keepDraft(this.#draft, { text: this.area.value, base: this.#base });
  }

  /** Whether somebody else has saved another note since. */
  #compare() {
    if (this.#stored === this.#base || this.#stored === this.area.value) return this.#settle(this.#stored);
    if (this.area.value === this.#base) {
      this.area.value = this.#stored;
      return this.#settle(this.#stored);
    }
    this.save.disabled = this.#hasConflict = true;
    const sentence = 'Somebody else has changed the note. Your text is still here: replace theirs with it, or take theirs.';
    return fill(this.conflict, conflictBox(sentence, this.#stored, () => this.area.value, () => this.#takeTheirs(), () => this.#replaceTheirs()));
  }

  #takeTheirs() {
    this.area.value = this.#stored;
    this.#replaceTheirs();
  }

  #replaceTheirs() {
    this.#settle(this.#stored);
    this.area.focus();
  }

  /** The text counts as made from this note from now on. */
  #settle(base) {
    this.#base = base;
    this.save.disabled = this.#hasConflict = false;
    fill(this.conflict);
    this.#typed();
  }

  async #save() {
    this.#isSaving = this.save.disabled = true;
    try {
      await this.#write(this.area.value.trim() || null, this.#base || null);
      this.#isSaving = false;
      this.#discard();
    } catch (failure) {
      this.#isSaving = this.save.disabled = false;
      this.#compare();
      if (!this.#hasConflict) failed(failure);
    }
  }

  #leave() {
    this.#close();
    if (readDraft(this.#draft)) notice('What you typed is kept.');
  }

  #discard() {
    dropDraft(this.#draft);
    this.#close();
  }

  #close() {
    fill(this.editor);
    this.button.setAttribute('aria-expanded', 'false');
    this.button.focus();
  }
}
