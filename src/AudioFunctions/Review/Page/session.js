// One session: how far it is, its beats, and what can be done with the whole.

import { call, part, ApiProblem } from './api.js';
import { el, fill, button } from './dom.js';
import { BeatCard } from './beat.js';
import { beatFilter, isToReview } from './beat-filter.js';
import { currentClip } from './clip.js';
import { continueDialog } from './continue.js';
import { confirmed } from './dialog.js';
import { exportDialog } from './export.js';
import { count } from './format.js';
import { listenToKeys } from './keyboard.js';
import { announce, failed, notice, problemBox } from './notices.js';
import { passing, poll, retryAfterMs } from './poll.js';
import { progressBar, stageOf } from './progress.js';
import { sessionHead } from './session-head.js';
import { isRunning } from './session-status.js';

const leastMs = 1000;
const mostMs = 2500;

export async function sessionView({ main, id, signal, setTitle }) {
  const path = `sessions/${part(id)}`;
  const head = sessionHead(id, { openExport, setStatus, resume, remove });
  const progress = progressBar(cancel);
  const reason = el('div', {});
  const filter = beatFilter(() => draw());
  const list = el('div', { class: 'beats' });
  const cards = new Map();
  const context = { id, signal, reload, resume, isRunning: () => isRunning(session) };
  let session = null;
  let custom = null;
  let asked = 0;
  let shown = 0;
  let approving = false;

  listenToKeys({
    j: () => step(1), k: () => step(-1), ' ': play, r: () => here()?.revise(), c: () => here()?.takes.compare(), e: openExport,
    a: () => approve().catch(failed), d: () => here()?.review.toggle('redo').catch(failed), l: () => here()?.review.lock().catch(failed),
    m: () => here()?.review.openNote(), u: nextToReview,
    take: (number, select) => here()?.takes.take(number, select),
  });
  await begin();

  async function begin() {
    fill(main, head.element, progress.element, reason, filter.element, list);
    try {
      await reload();
    } catch (failure) {
      if (failure.name === 'AbortError') return;
      const again = failure.status === 404 ? null : button({ onclick: begin }, 'Try again');
      fill(main, problemBox(failure, again, el('a', { class: 'button', href: '#/' }, 'All sessions')));
      return;
    }
    document.addEventListener('visibilitychange', () => document.hidden || reload().catch(failed), { signal });
    await follow();
  }

  async function reload() {
    const mine = ++asked;
    const { body } = await call('GET', path, { signal });
    // An answer that was overtaken by a later one would undo it.
    if (mine < shown) return;
    shown = mine;
    session = body;
    draw();
  }

  /** Until the production has ended. */
  async function follow() {
    if (!isRunning(session)) return;
    await poll(async () => {
      const wait = await look();
      await reload().catch(failure => {
        passing(failure);
        announce(failure.message);
      });
      if (isRunning(session)) return wait;
      announce(`The production has ended: ${count(session.beats.length, 'beat')}.`);
      return 'done';
    }, { everyMs: leastMs, signal });
  }

  async function look() {
    try {
      const { body, headers } = await call('GET', `${path}/status`, { signal });
      custom = body.customStatus;
      return retryAfterMs(headers, leastMs, mostMs);
    } catch (failure) {
      // The rows say how far it is, too.
      if (failure instanceof ApiProblem) return mostMs;
      throw failure;
    }
  }

  function draw() {
    const running = isRunning(session);
    setTitle(session.video_title || 'New session');
    head.update(session, running);
    filter.update(session.beats);
    session.beats.forEach((beat, index) => {
      let card = cards.get(beat.beat_id);
      if (!card) {
        card = new BeatCard(context, beat.beat_id);
        cards.set(beat.beat_id, card);
        list.append(card.element);
      }
      card.update(beat, running ? stageOf(custom, index) : null);
      card.element.hidden = !filter.shows(beat);
    });
    if (running) progress.update(custom, session.beats.filter(beat => beat.takes.length || beat.error).length);
    else progress.hide();
    drawReason();
    if (!session.beats.length && !running) fill(list, el('p', { class: 'empty' }, 'The production ended before it wrote a beat. Hand the script in again.'));
  }

  /** Why the production ended too early, until every beat has come to an end of its own. Said once: an alert is read out. */
  function drawReason() {
    const isDone = session.beats.length > 0 && session.beats.every(beat => beat.takes.length || beat.error);
    const error = isDone ? null : session.error;
    if (!error) fill(reason);
    else if (!reason.firstChild) fill(reason, problemBox(error));
  }

  async function setStatus(status) {
    try {
      await call('PATCH', path, { json: { status }, signal });
      notice(status === 'completed' ? 'Marked as completed.' : 'Back in review.');
      await reload();
    } catch (failure) {
      failed(failure);
    }
  }

  /** The beats that were not spoken get an error, which the next look shows. */
  async function cancel() {
    try {
      await call('POST', `${path}/cancel`, { signal });
      return true;
    } catch (failure) {
      failed(failure);
      return false;
    }
  }

  function resume() {
    if (!isRunning(session) && !document.querySelector('dialog[open]')) continueDialog(session, signal, produceMissing);
  }

  async function produceMissing(maxCredits) {
    try {
      await call('POST', `${path}/continue`, { json: maxCredits === null ? {} : { max_credits: maxCredits }, signal });
      custom = null;
      // The rows say that it runs once its first steps are done.
      session.status = 'generating';
      draw();
      await follow();
    } catch (failure) {
      failed(failure);
    }
  }

  async function remove() {
    const sentence = `“${session.video_title}” goes with its script, every take and every exported file. This cannot be taken back.`;
    if (!await confirmed('Delete this session?', sentence, 'Delete session')) return;
    try {
      await call('DELETE', path, { signal });
      location.hash = '#/';
      notice('The session is deleted.');
    } catch (failure) {
      failed(failure);
    }
  }

  function openExport() {
    if (session && !isRunning(session) && !document.querySelector('dialog[open]')) exportDialog(session, signal, () => reload().catch(failed));
  }

  /** The beat that has the focus, or had it last. */
  function here() {
    const focused = document.activeElement.closest?.('[data-beat]')?.dataset.beat;
    if (focused) list.dataset.here = focused;
    return cards.get(list.dataset.here) ?? [...cards.values()][0];
  }

  /** Approves the beat and goes on to the next one that nobody has listened to. */
  async function approve() {
    // A second press before the answer would go on twice.
    if (approving) return;
    approving = true;
    try {
      if (await here()?.review.toggle('approved')) nextToReview();
    } finally {
      approving = false;
    }
  }

  /** Behind the beat, else from the first one on. */
  function nextToReview() {
    const at = session.beats.findIndex(beat => beat.beat_id === here()?.beatId);
    const next = [...session.beats.slice(at + 1), ...session.beats.slice(0, at + 1)].find(isToReview);
    if (next && !filter.shows(next)) filter.showAll();
    if (next) goTo(cards.get(next.beat_id));
    else announce('Every beat has been reviewed.');
  }

  function step(by) {
    const all = [...cards.values()].filter(card => !card.element.hidden);
    const now = list.dataset.here || document.activeElement.closest?.('[data-beat]') ? all.indexOf(here()) : -1;
    const next = all[Math.min(Math.max(now + by, 0), all.length - 1)];
    if (next) goTo(next);
  }

  function goTo(card) {
    list.dataset.here = card.beatId;
    card.focus();
  }

  function play() {
    if (currentClip()?.isPlaying) currentClip().pause();
    else here()?.takes.toggle();
  }
}
