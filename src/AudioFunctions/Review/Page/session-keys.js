// The shortcuts of a session, for a pass over forty beats with one hand.

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

  /** If something plays, the playback moves along. */
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

  /** Approves the beat and goes to the next one to review; if something plays, the playback moves along. */
  async function approve() {
    // A second press before the response would go on twice.
    if (approving) return;
    approving = true;
    try {
      const card = subject();
      // Approving again changes nothing, so a second pass takes nothing back.
      const said = card?.beat.review === 'approved' || await say('approved', card);
      // If it has just ended, the next one is playing already.
      if (said && card === beats.here) nextToReview(listening.isPlaying);
    } finally {
      approving = false;
    }
  }

  /** In the first moment of a beat, a key refers to the one just heard. */
  function subject() {
    return listening.justHeard ?? here();
  }

  async function say(state, card = subject()) {
    if (!card) return false;
    const said = await card.review.toggle(state);
    if (said) announce(`${state === 'approved' ? 'Approved' : 'To be done again'}: ${card.beat.beat_name}.`);
    return said;
  }

  /** Undoes the last verdict that isn't undone yet, and goes to its beat. */
  async function undo() {
    const last = await lastVerdict();
    if (!last) return notice('Nothing to undo.');
    const card = beats.find(last.beatId);
    // It may have been spoken again, or somebody else has judged it.
    if (card.beat.review !== last.after) {
      beats.goTo(card);
      return notice(`${card.beat.beat_name} has changed since, so its verdict wasn't undone.`);
    }
    try {
      await card.review.set(last.before, true);
    } catch (failure) {
      verdicts.restore(last);
      throw failure;
    }
    beats.goTo(card);
    announce(`Undone: ${card.beat.beat_name}.`);
  }

  /** Skips beats that the script no longer has. */
  async function lastVerdict() {
    for (let last = await verdicts.take(); last; last = await verdicts.take()) {
      if (beats.find(last.beatId)) return last;
    }
    return null;
  }

  /** The beat may be hidden by now, because its verdict no longer fits the filter. */
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
