// Somebody else changed what is being edited: what was typed stays, and a person decides.

import { button, el, fill } from './dom.js';
import { diffView } from './line-diff.js';
import { problemBox } from './notices.js';

/**
 * @param sentence what has happened and what to do. @param current the script as last read. @param edited answers what was typed.
 * @param takeTheirs puts theirs in the place of what was typed. @param replaceTheirs lets what was typed be applied.
 */
export function conflictBox(sentence, current, edited, takeTheirs, replaceTheirs) {
  const room = el('div', {});
  const details = el('details', { ontoggle: () => fill(room, details.open ? diffView(current, edited(), 'What your text would change') : null) },
    el('summary', {}, 'What yours would change of theirs'), room);
  return [
    problemBox(new Error(sentence), button({ onclick: replaceTheirs }, 'Replace theirs'), button({ onclick: takeTheirs }, 'Take theirs')),
    details,
  ];
}
