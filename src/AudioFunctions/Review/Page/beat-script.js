// A beat's script beside its takes: each line and word is a place to listen from, and what is heard is lit.

import { el, fill } from './dom.js';
import { scriptLines, markSpoken } from './script-lines.js';
import { lightWord, textIndexAt } from './word-light.js';

export class BeatScript {
  #takes;
  #again;
  /** @type {HTMLElement | null} */
  #lines = null;
  /** @type {string | null} */
  #drawn = null;
  #spoken = -1;

  /** @param again called with the index of a line that is to be spoken again. */
  constructor(takes, again) {
    this.#takes = takes;
    this.#again = again;
    this.element = el('div', { class: 'beat-script', onclick: event => this.#clicked(event) });
  }

  update(beat) {
    const drawn = JSON.stringify(beat.script ?? beat.takes[0]?.segments ?? null);
    if (drawn === this.#drawn) return;
    this.#drawn = drawn;
    if (beat.script) {
      this.#lines = scriptLines(beat.script, index => this.#takes.playLine(index), this.#again);
      fill(this.element, this.#lines);
    } else {
      const text = beat.takes[0]?.segments.map(segment => segment.text).join(' ');
      fill(this.element, el('p', { class: 'muted' }, text || 'The script is shown when the production has read it.'));
    }
  }

  /** Whether single lines can be spoken again now. */
  allowAgain(allowed) {
    for (const again of this.element.querySelectorAll('.line-again')) again.hidden = !allowed;
  }

  /** @param take the one that is heard: {lines, words}; null for none. */
  mark(take, positionMs) {
    if (!this.#lines) return;
    const line = take?.lines.findLast(one => one.start_ms <= positionMs && positionMs < one.end_ms)?.line ?? -1;
    if (line !== this.#spoken) markSpoken(this.#lines, line);
    this.#spoken = line;
    const word = take?.words?.findLast(one => one.start_ms <= positionMs && positionMs < one.end_ms) ?? null;
    lightWord(word && this.#textOf(word.line), word);
  }

  #textOf(line) {
    return this.#lines?.querySelector(`[data-line="${line}"] .line-text`);
  }

  /** A click on a word plays from there; one that marks text for copying doesn't. */
  #clicked(event) {
    const text = event.target.closest('.line-text');
    if (!text || getSelection()?.isCollapsed === false) return;
    this.#takes.playLine(Number(text.closest('[data-line]').dataset.line), textIndexAt(text, event.clientX, event.clientY));
  }
}
