// Which beats of a session are shown, and how many there are of each kind.

import { el, fill, button } from './dom.js';

const kinds = [
  ['all', 'All', () => true],
  ['to-review', 'To review', beat => isToReview(beat)],
  ['redo', 'Redo', beat => beat.review === 'redo'],
  ['approved', 'Approved', beat => beat.review === 'approved'],
  ['failed', 'Failed', beat => Boolean(beat.error) && !beat.takes.length],
];

/** Whether somebody still has to listen to it. */
export function isToReview(beat) {
  return beat.review === null && beat.takes.length > 0;
}

/** @param onChange hears that other beats are to be shown. */
export function beatFilter(onChange) {
  let shown = 'all';
  const controls = new Map(kinds.map(([kind]) => [kind, button({ onclick: () => show(kind) })]));
  const element = el('div', { class: 'beat-filter', role: 'group', 'aria-label': 'Show beats', hidden: true }, [...controls.values()]);

  return {
    element,
    /** Of one beat nobody needs to be shown a part. */
    update(beats) {
      element.hidden = beats.length < 2;
      for (const [kind, label, matches] of kinds) {
        const control = controls.get(kind);
        const number = beats.filter(matches).length;
        fill(control, label, el('span', { class: 'muted' }, number));
        control.hidden = number === 0 && kind !== 'all' && kind !== shown;
        control.setAttribute('aria-pressed', String(kind === shown));
      }
    },
    shows(beat) {
      return kinds.find(([kind]) => kind === shown)[2](beat);
    },
    showAll: () => show('all'),
  };

  function show(kind) {
    shown = kind;
    onChange();
  }
}
