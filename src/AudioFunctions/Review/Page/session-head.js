// The head of a session: what it is, and the actions on the whole. Its bar stays in sight.

import { part } from './api.js';
import { el, fill, button, icon, spinner } from './dom.js';
import { ago, count, seconds } from './format.js';
import { failedPill, statusPill } from './session-status.js';

/**
 * Its controls are made once: a replaced control would lose the focus, or a press that has begun.
 * @param actions openExport(), setStatus(status), resume(), openVersions(), remove()
 */
export function sessionHead(id, actions) {
  const title = el('h1', { tabindex: -1 });
  const reviewed = el('p', { class: 'reviewed' });
  const about = el('p', { class: 'muted' });
  const exporting = button({ class: 'primary', onclick: actions.openExport }, icon('download'), 'Export');
  const resume = button({ hidden: true, onclick: actions.resume });
  const mark = button({ onclick: () => actions.setStatus(isDone ? 'in_progress' : 'completed') });
  const edit = el('a', { class: 'button', href: `#/sessions/${part(id)}/script`, title: 'Edit the whole script (s)' }, icon('edit'), 'Edit script');
  const versions = button({
    class: 'icon-button', 'aria-label': 'Earlier versions', title: 'Earlier versions of the script', onclick: actions.openVersions,
  }, icon('history'));
  const remove = button({
    class: 'icon-button danger-quiet', 'aria-label': 'Delete session', title: 'Delete session', onclick: actions.remove,
  }, icon('trash'));
  const bar = el('div', { class: 'session-bar' });
  const element = el('div', { class: 'session-head' });
  let isDone = null;
  let isExporting = false;

  return {
    bar,
    element,
    editScript: () => edit.click(),
    /** @param isRunning whether an export of the session is running. */
    showExport(isRunning) {
      if (isRunning === isExporting) return;
      isExporting = isRunning;
      fill(exporting, isRunning ? spinner() : icon('download'), isRunning ? 'Exporting…' : 'Export');
    },
    update(session, running) {
      if (!bar.firstChild) {
        fill(bar, title, reviewed, exporting);
        fill(element, about, el('div', { class: 'actions' }, resume, mark, edit, versions, remove));
      }
      fill(title, el('bdi', { title: session.video_title }, session.video_title || 'New session'), statusPill(session.status));
      const failed = session.beats.filter(beat => beat.error && !beat.takes.length).length;
      fill(about, failedPill(failed), failed ? ' ' : null, facts(session).join(' · '));
      drawReviewed(session.beats);
      drawResume(running ? 0 : session.beats.filter(beat => !beat.takes.length).length);
      remove.disabled = running;
      for (const one of [exporting, mark]) one.disabled = running || session.status === 'draft';
      drawMark(session.status === 'completed' || session.status === 'exported');
    },
  };

  /** Nothing until the first one is. */
  function drawReviewed(beats) {
    const approved = beats.filter(beat => beat.review === 'approved').length;
    reviewed.hidden = approved === 0;
    fill(reviewed, el('span', { class: 'in-full' }, `${approved} of ${beats.length} approved`),
      el('span', { class: 'in-short', 'aria-hidden': 'true' }, `${approved}/${beats.length}`));
  }

  /** The button disappears once it is pressed, so the title gets its focus. */
  function drawResume(missing) {
    if (missing === 0 && document.activeElement === resume) title.focus({ preventScroll: true });
    resume.hidden = missing === 0;
    if (missing) resume.textContent = missing === 1 ? 'Speak the missing beat' : `Speak ${missing} missing beats`;
  }

  function drawMark(done) {
    if (done === isDone) return;
    isDone = done;
    fill(mark, ...(isDone ? ['Back to review'] : [icon('check'), 'Mark completed']));
  }
}

/** A production that has only just begun has neither title nor beats. */
function facts(session) {
  const billed = session.billed_characters ?? billedFor(session.beats.flatMap(beat => beat.takes));
  return [
    session.project_name,
    session.beats.length ? count(session.beats.length, 'beat') : null,
    session.total_duration_ms ? `${seconds(session.total_duration_ms)} selected` : null,
    billed ? `${count(billed, 'character')} billed` : null,
    `started ${ago(session.created_at)}`,
  ].filter(Boolean);
}

/** Sessions of earlier versions have no total, and their takes of other wordings aren't here. */
function billedFor(takes) {
  return takes.reduce((sum, take) => sum + (take.provider === 'offline' ? 0 : take.billed_characters ?? 0), 0);
}
