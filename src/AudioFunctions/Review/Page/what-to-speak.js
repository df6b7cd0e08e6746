// Whether the whole beat or one line of it is spoken again, and what that costs.

import { el } from './dom.js';
import { count } from './format.js';
import { characters, spokenLines } from './spoken-lines.js';

/** The whole beat or one of its lines; null if there is no choice. */
export function whatToSpeak({ script, selected_take_id: selected, characters: voices }, line, onChange) {
  const lines = spokenLines(script);
  if (!selected || lines.length < 2) return null;
  // Lines that are sent together have a space between them; how many are is the voice's affair.
  const cost = some => `${some.length > 1 ? 'about ' : ''}${count(some.reduce((sum, one) => sum + characters(one.line) + 1, -1), 'character')}`;
  const select = el('select', { onchange: onChange },
    el('option', { value: '' }, `The whole beat (${cost(lines)})`),
    lines.map(one => el('option', { value: one.index }, `Line ${one.index + 1}: ${shortened(one.line.text)} (${cost([one])})`)));
  select.value = String(line ?? '');
  return {
    select,
    get line() {
      return select.value === '' ? null : Number(select.value);
    },
    /** Who speaks the line; null for the whole beat. */
    get speaker() {
      const name = this.line === null ? null : script.lines[this.line].character;
      return voices.find(one => one.character === name || one.character.toLowerCase() === name?.toLowerCase())?.character ?? null;
    },
    /** @param {number} takes how many. */
    cost(takes) {
      const times = takes > 1 ? `${takes} times ` : '';
      return this.line === null ? times + cost(lines) : `only line ${this.line + 1}: ${times}${cost(lines.filter(one => one.index === this.line))}`;
    },
  };
}

function shortened(text) {
  return text.length > 40 ? `${text.slice(0, 39).trimEnd()}…` : text;
}
