// The rows of the session list. Each is made once and changed in place: one put in its place while somebody presses it would swallow that.

import { part } from './api.js';
import { arrange, el, fill } from './dom.js';
import { ago, count, seconds } from './format.js';
import { failedPill, statusPill } from './session-status.js';

export function sessionRows(list) {
  let rows = new Map();

  return {
    /** @param {any[]} sessions */
    update(sessions) {
      rows = new Map(sessions.map(({ session_id: id }) => [id, rows.get(id) ?? sessionRow(id)]));
      sessions.forEach(session => rows.get(session.session_id).update(session));
      const focused = list.contains(document.activeElement) ? /** @type {HTMLElement} */ (document.activeElement) : null;
      arrange(list, [...rows.values()].map(row => row.element));
      // One that had to be moved has lost it.
      if (focused?.isConnected && focused !== document.activeElement) focused.focus();
    },
  };
}

function sessionRow(id) {
  const title = el('span', { class: 'session-title' });
  const project = el('span', { class: 'session-project' });
  const beats = el('span', { class: 'session-beats' });
  const cost = el('span', { class: 'session-cost' });
  const time = el('time');
  const pill = el('span');
  return {
    element: el('li', {}, el('a', { class: 'session-row', href: `#/sessions/${part(id)}` }, title, project, beats, cost, time, pill)),
    update(session) {
      fill(title, el('bdi', {}, session.video_title || 'Untitled'), failedPill(session.failed_beat_count));
      fill(project, el('bdi', {}, session.project_name));
      const length = session.total_duration_ms ? ` · ${seconds(session.total_duration_ms)}` : '';
      fill(beats, `${count(session.beat_count ?? 0, 'beat')}${length}`);
      fill(cost, session.billed_characters ? `${session.billed_characters.toLocaleString('en')} billed` : null);
      cost.title = 'Characters that the speech service billed';
      time.setAttribute('datetime', session.updated_at);
      time.title = session.updated_at;
      fill(time, ago(session.updated_at));
      statusPill(session.status, pill);
    },
  };
}
