// The shortcuts of a session: a pass over forty beats with one hand.

import { isToReview } from './beat-filter.js';
import { announce, failed } from './notices.js';
import { speed } from './speed.js';

export function sessionKeys({ beats, listening, filter, density, scripting, openExport, editScript }) {
  let approving = false;
  let before = null;

  return {
    ' ': () => listening.toggle(),
    p: () => beats.here?.isAudible && listening.play(beats.here, 0, false),
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
    l: () => beats.here?.review.lock().catch(failed),
    m: () => beats.here?.review.openNote(),
    u: () => nextToReview(listening.isPlaying),
    t: () => beats.here?.takes.star(),
    h: () => beats.here?.takes.hide(),
    r: () => beats.here?.revise(),
    i: () => beats.here?.edit(),
    c: () => beats.here?.takes.comparison.open(),
    'Shift+c': () => beats.here?.takes.comparison.open(true),
    s: editScript,
    'Shift+z': () => scripting.undo(),
    e: openExport,
    v: () => density.toggle(),
    '/': () => filter.find(),
    take: (number, select) => beats.here?.takes.take(number, select),
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
    const heard = listening.justHeard;
    return heard && isToReview(heard.beat) ? heard : beats.here;
  }

  async function say(state, card = subject()) {
    if (!card) return false;
    const was = { card, state: card.beat.review };
    const said = await card.review.toggle(state);
    if (was.state !== card.beat.review) before = was;
    if (said) announce(`${state === 'approved' ? 'Approved' : 'To be done again'}: ${card.beat.beat_name}.`);
    return said;
  }

  /** Undoes the last verdict that was given by a key, and goes to its beat. */
  async function undo() {
    if (!before) return announce('Nothing to undo.');
    const { card, state } = before;
    before = null;
    await card.review.set(state);
    beats.goTo(card);
    announce(`Undone: ${card.beat.beat_name}.`);
  }

  function nextToReview(plays) {
    const next = beats.nextToReview;
    if (!next || !isToReview(next.beat)) return announce('Every beat has been reviewed.');
    beats.goTo(next);
    if (plays) listening.play(next);
  }
}
