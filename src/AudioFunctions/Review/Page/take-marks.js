// A person's marks on a take: a star to find it again, or hidden because it is ruled out.

import { announce, failed, notice } from './notices.js';

/** @param mark sends a change of a take's marks, and may throw. */
export function takeMarks(mark) {
  return {
    star: card => change(card, { starred: !card.isStarred }, card.isStarred ? 'has no star any more' : 'is starred'),
    hide(card) {
      if (card.isSelected) return notice('The selected take can’t be hidden; select another one first.');
      return change(card, { hidden: !card.isHidden }, card.isHidden ? 'is shown again' : 'is hidden');
    },
  };

  async function change(card, marks, said) {
    try {
      await mark(card.take, marks);
      if (marks.hidden) card.clip.pause();
      announce(`Take ${card.number} ${said}.`);
    } catch (failure) {
      failed(failure);
    }
  }
}
