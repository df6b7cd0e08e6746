// The head of a session: what it is, and what can be done with the whole.

import { part } from './api.js';
import { el, fill, button, icon } from './dom.js';
import { ago, count, seconds } from './format.js';
import { statusPill } from './session-status.js';

/** @param actions {openExport(), setStatus(status), remove()} */
export function drawHead(head, session, running, actions) {
  const isDone = session.status === 'completed' || session.status === 'exported';
  const focused = head.contains(document.activeElement) ? document.activeElement.textContent : null;
  fill(head,
    el('div', {},
      el('h1', {}, session.video_title || 'New session', statusPill(session.status)),
      el('p', { class: 'muted' }, facts(session).join(' · '))),
    el('div', { class: 'actions' },
      button({ class: 'primary', disabled: running, onclick: actions.openExport }, icon('download'), 'Export'),
      button({ disabled: running, onclick: () => actions.setStatus(isDone ? 'in_progress' : 'completed') },
        ...(isDone ? ['Back to review'] : [icon('check'), 'Mark completed'])),
      el('a', { class: 'button', href: `#/new/${part(session.session_id)}` }, icon('revise'), 'Edit script'),
      button({
        class: 'icon-button danger-quiet', 'aria-label': 'Delete session', title: 'Delete session', disabled: running, onclick: actions.remove,
      }, icon('trash'))));
  // Drawing it again must not take the focus away.
  if (focused !== null) [...head.querySelectorAll('button, a')].find(one => one.textContent === focused)?.focus();
}

/** A production that has only just begun has neither title nor beats. */
function facts(session) {
  return [
    session.project_name,
    session.beats.length ? count(session.beats.length, 'beat') : null,
    session.total_duration_ms ? `${seconds(session.total_duration_ms)} selected` : null,
    `started ${ago(session.created_at)}`,
  ].filter(Boolean);
}
