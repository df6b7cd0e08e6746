// The shortcuts of a session: a pass over forty beats with one hand.

import { isToReview } from './beat-filter.js';
import { count } from './format.js';
import { announce, failed, notice } from './notices.js';
import { speed } from './speed.js';

export function sessionKeys({ beats, listening, verdicts, filter, density, scripting, openExport, editScript }) {
  let approving = false;
  const here = () => beats.settle();

  return {
    ' ': () => listening.toggle(),
    p: () => beats.here?.isAudible && listening.play(beats.here, 0, { through: false }),
    j: () => step(1),
    k: () => step(-1),
    ArrowRight: () => listening.skipLine(1),
    ArrowLeft: () => listening.skipLine(-1),
    'Shift+ArrowRight': () => listening.skipMs(1000),
    'Shift+ArrowLeft': () => listening.skipMs(-1000),
    o: () => listening.toggleLoop(),
    '.': () => pace(1),
    ',': () => pace(-1),
    a: () => approve().catch(failed),
    d: () => say('redo').catch(failed),
    z: () => undo().catch(failed),
    l: () => subject()?.review.lock().catch(failed),
    m: note,
    u: () => nextToReview(listening.isPlaying),
    t: () => here()?.takes.star(),
    h: () => here()?.takes.hide(),
    r: () => here()?.revise(),
    i: () => here()?.edit(),
    c: () => here()?.takes.comparison.open(),
    'Shift+c': () => here()?.takes.comparison.open(true),
    s: editScript,
    'Shift+z': () => scripting.undo(),
    e: openExport,
    v: () => density.toggle(),
    '/': () => filter.find(),
    take: (number, select) => here()?.takes.take(number, select),
  };

  /** What is heard goes along. */
  function step(by) {
    const wasPlaying = listening.isPlaying;
    const next = beats.beside(by);
    if (!next) return;
    beats.goTo(next);
    if (wasPlaying && next.isAudible && listening.card !== next) listening.play(next);
  }

  function pace(by) {
    speed.step(by);
    announce(`Speed ${speed.value}×`);
  }

  /** Approves the beat and goes on to the next one that nobody has listened to; what is heard goes along. */
  async function approve() {
    // A second press before the response would go on twice.
    if (approving) return;
    approving = true;
    try {
      const card = subject();
      // Said again it stays said: a second pass takes nothing back.
      const said = card?.beat.review === 'approved' || await say('approved', card);
      // Of one that has just ended the next is heard already.
      if (said && card === beats.here) nextToReview(listening.isPlaying);
    } finally {
      approving = false;
    }
  }

  /** Who says something in the first moment of a beat means the one that has just been heard. */
  function subject() {
    return listening.justHeard ?? here();
  }

  async function say(state, card = subject()) {
    if (!card) return false;
    const said = await card.review.toggle(state);
    if (said) announce(`${state === 'approved' ? 'Approved' : 'To be done again'}: ${card.beat.beat_name}.`);
    return said;
  }

  /** Undoes the last verdict, and goes to its beat. */
  async function undo() {
    const last = verdicts.take();
    const card = last && beats.find(last.beatId);
    if (!card) return notice('Nothing to undo.');
    await card.review.set(last.before);
    // This was a verdict, too, but none of the person's.
    verdicts.take();
    beats.goTo(card);
    announce(`Undone: ${card.beat.beat_name}.`);
  }

  /** The beat may be hidden by now: its verdict no longer fits the filter. */
  function note() {
    const card = subject();
    if (card && card !== beats.here) beats.goTo(card);
    card?.review.openNote();
  }

  function nextToReview(plays) {
    const next = beats.nextToReview;
    if (!next) return notice(nothingLeft());
    beats.goTo(next);
    if (plays) listening.play(next);
  }

  function nothingLeft() {
    const hidden = beats.all.filter(card => card.element.hidden && isToReview(card.beat)).length;
    return hidden ? `Every beat shown has been reviewed. Still to review: ${count(hidden, 'other beat')}.` : 'Every beat has been reviewed.';
  }
}
