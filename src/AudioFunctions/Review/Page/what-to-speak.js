// Whether the whole beat or one line of it is spoken again.

import { el } from './dom.js';
import { spokenLines } from './spoken-lines.js';
import { roughCost } from './take-cost.js';

/** The whole beat or one of its lines; null if there is no choice. */
export function whatToSpeak({ script, selected_take_id: selected, characters: voices }, line, onChange) {
  const lines = spokenLines(script);
  if (!selected || lines.length < 2) return null;
  const select = el('select', { onchange: onChange },
    el('option', { value: '' }, `The whole beat (${roughCost(script)})`),
    lines.map(one => el('option', { value: one.index }, `Line ${one.index + 1}: ${shortened(one.line.text)} (${roughCost(script, one.index)})`)));
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
  };
}

function shortened(text) {
  return text.length > 40 ? `${text.slice(0, 39).trimEnd()}…` : text;
}
