// Somebody else changed what is being edited: what was typed stays, and a person decides.

import { button, el } from './dom.js';
import { diffView } from './line-diff.js';
import { problemBox } from './notices.js';

/**
 * @param sentence what has happened and what to do. @param theirs what stands now. @param mine what was typed.
 * @param take puts theirs in the place of mine.
 */
export function conflictBox(sentence, theirs, mine, take) {
  return [
    problemBox(new Error(sentence), button({ onclick: take }, 'Take theirs')),
    theirs === mine ? null : el('details', {},
      el('summary', {}, 'What yours would change of theirs'),
      diffView(theirs, mine, 'What your text would change')),
  ];
}
