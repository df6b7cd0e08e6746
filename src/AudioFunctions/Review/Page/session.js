// One session: its progress, its beats, and the actions on the whole.

import { BeatList } from './beat-list.js';
import { beatFilter } from './beat-filter.js';
import { densitySwitch } from './density.js';
import { button, el, fill } from './dom.js';
import { isAbort, statusOf } from './failures.js';
import { count } from './format.js';
import { listenToKeys } from './keyboard.js';
import { Listening } from './listening.js';
import { announce, failed, problemBox } from './notices.js';
import { outline } from './outline.js';
import { delay, passing, poll } from './poll.js';
import { progressBar, stageOf } from './progress.js';
import { sessionScripting } from './scripting.js';
import { sessionActions } from './session-actions.js';
import { SessionFeed } from './session-feed.js';
import { sessionHead } from './session-head.js';
import { sessionKeys } from './session-keys.js';
import { transport } from './transport.js';
import { Verdicts } from './verdicts.js';

/** How often to look for changes by others while no production runs. */
const idleMs = 30_000;

export async function sessionView({ main, id, signal, setTitle }) {
  const feed = new SessionFeed(id, signal);
  const actions = sessionActions(id, feed, signal);
  const scripting = sessionScripting(id, feed, signal);
  const verdicts = new Verdicts();
  const density = densitySwitch();
  const head = sessionHead(id, { ...actions, openVersions: scripting.openVersions });
  const progress = progressBar(actions.cancel);
  const reason = el('div', {});
  const filter = beatFilter(drawFiltered, density.element);
  const beats = new BeatList({ id, signal, feed, resume: actions.resume, listen, clipOf, scripting, verdicts }, filter);
  const listening = new Listening(beats, signal);
  const player = transport(beats, listening, signal);
  const overview = outline(beats, signal);
  const nothing = el('p', { class: 'empty', hidden: true }, 'No beat matches.');
  const parts = [head.bar, head.element, progress.element, reason,
    el('div', { class: 'session' }, overview.element, el('div', { class: 'session-main' }, filter.element, nothing, density.apply(beats.element))),
    player.element];

  listenToKeys(sessionKeys({ beats, listening, verdicts, filter, density, scripting, openExport: actions.openExport, editScript: head.editScript }));
  feed.addEventListener('change', draw);
  actions.exporting.addEventListener('change', () => head.showExport(actions.exporting.isRunning));
  // The beat that was left may be hidden now.
  beats.addEventListener('here', drawShown);
  listening.addEventListener('time', mark);
  listening.addEventListener('change', mark);
  signal.addEventListener('abort', () => document.documentElement.classList.remove('has-transport'));
  let marked = null;
  await begin();

  async function begin() {
    fill(main, parts);
    try {
      await feed.reload();
    } catch (failure) {
      if (isAbort(failure)) return;
      const again = statusOf(failure) === 404 ? null : button({ onclick: begin }, 'Try again');
      fill(main, problemBox(failure, again, el('a', { class: 'button', href: '#/' }, 'All sessions')));
      return;
    }
    document.addEventListener('visibilitychange', () => document.hidden || feed.refresh().catch(failed), { signal });
    actions.exporting.resume();
    const wasRunning = feed.isRunning;
    await feed.follow();
    if (wasRunning && !signal.aborted) announce(`The production has ended: ${count(feed.session?.beats.length ?? 0, 'beat')}.`);
    scripting.tell();
    await delay(idleMs, signal);
    await poll(() => feed.refresh().catch(passing), { everyMs: idleMs, signal });
  }

  function draw() {
    const { session, isRunning } = feed;
    if (!session) return;
    setTitle(session.video_title || 'New session');
    head.update(session, isRunning);
    filter.update(session.beats);
    beats.update(session.beats, index => (isRunning ? stageOf(feed.progress, index) : null));
    drawShown();
    if (isRunning) progress.update(feed.progress, session.beats.filter(beat => beat.takes.length || beat.error).length, feed.spending);
    else progress.hide();
    drawReason(session);
    if (!session.beats.length && !isRunning) {
      fill(beats.element, el('p', { class: 'empty' }, 'The production ended before it wrote a beat. Hand the script in again.'));
    }
  }

  function drawFiltered() {
    filter.update(feed.session?.beats ?? []);
    beats.filter();
    drawShown();
  }

  function drawShown() {
    overview.update();
    player.update();
    nothing.hidden = !feed.session?.beats.length || beats.shown.length > 0;
  }

  /** Why the production ended too early, until every beat has come to an end of its own. Said once: an alert is read out. */
  function drawReason(session) {
    const isDone = session.beats.length > 0 && session.beats.every(beat => beat.takes.length || beat.error);
    const error = isDone ? null : session.error;
    if (!error) fill(reason);
    else if (!reason.firstChild) fill(reason, problemBox(error));
  }

  /** From a line or a word on; through all beats if that is how they are heard. */
  function listen(beatId, ms) {
    const card = beats.find(beatId);
    return listening.play(card, ms, { through: listening.isThrough, clip: listening.clipOf(card) });
  }

  /** The recording of a beat that its lines and words are played from. */
  function clipOf(beatId) {
    return listening.clipOf(beats.find(beatId));
  }

  /** The line and the word that are heard. */
  function mark() {
    const { card } = listening;
    if (marked !== card) marked?.mark(null, 0);
    marked = card;
    card?.mark(listening.isPlaying ? listening.take : null, listening.positionMs);
  }
}
