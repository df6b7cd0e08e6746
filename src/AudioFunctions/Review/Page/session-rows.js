// The rows of the session list. Each is made once and changed in place, because a row that is replaced during a click doesn't get it.

import { part } from './api.js';
import { arrange, button, el, fill } from './dom.js';
import { ago, count, seconds } from './format.js';
import { failedPill, statusPill } from './session-status.js';

const untitled = 'Untitled';

export function sessionRows(list) {
  let rows = new Map();
  const opened = new Set();

  return {
    /** The list item of a session, or of the one that it is grouped under. */
    elementOf(session) {
      return session ? rows.get(session.session_id)?.element.closest('.session-list > li') ?? null : null;
    },
    /** Sessions of one script are grouped under the first of them. @param {any[]} sessions newest first */
    update(sessions) {
      rows = new Map(sessions.map(({ session_id: id }) => [id, rows.get(id) ?? sessionRow(id)]));
      sessions.forEach(session => rows.get(session.session_id).update(session));
      const focused = list.contains(document.activeElement) ? /** @type {HTMLElement} */ (document.activeElement) : null;
      const groups = Map.groupBy(sessions, scriptOf);
      arrange(list, [...groups.values()].map(([first]) => rows.get(first.session_id).element));
      for (const [script, [first, ...others]] of groups) {
        rows.get(first.session_id).group(others.map(one => rows.get(one.session_id)), opened, script);
      }
      // A row that was moved has lost the focus.
      if (focused?.isConnected && focused !== document.activeElement) focused.focus();
    },
  };
}

/** Sessions of the same project and title count as sessions of one script. */
function scriptOf(session) {
  return session.video_title && session.video_title !== untitled ? JSON.stringify([session.project_name, session.video_title]) : session.session_id;
}

function sessionRow(id) {
  const title = el('span', { class: 'session-title' });
  const project = el('span', { class: 'session-project' });
  const beats = el('span', { class: 'session-beats' });
  const cost = el('span', { class: 'session-cost' });
  const time = el('time');
  const pill = el('span');
  const others = el('ol', { class: 'session-others', 'aria-label': 'Other sessions of this script', hidden: true });
  const toggle = button({ class: 'quiet session-toggle', hidden: true });
  let isOpen = () => false;
  let setOpen = open => {};
  toggle.addEventListener('click', () => {
    setOpen(!isOpen());
    draw();
  });
  return {
    element: el('li', {}, el('a', { class: 'session-row', href: `#/sessions/${part(id)}` }, title, project, beats, cost, time, pill), toggle, others),
    /** @param {any[]} beneath rows of the same script. @param {Set<string>} opened the scripts whose sessions are all shown. */
    group(beneath, opened, script) {
      isOpen = () => opened.has(script);
      setOpen = open => (open ? opened.add(script) : opened.delete(script));
      for (const row of beneath) row.group([], opened, script);
      arrange(others, beneath.map(row => row.element));
      draw();
    },
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

  function draw() {
    const beneath = others.childElementCount;
    toggle.hidden = beneath === 0;
    others.hidden = beneath === 0 || !isOpen();
    toggle.setAttribute('aria-expanded', String(!others.hidden));
    toggle.textContent = others.hidden ? `${count(beneath, 'earlier session')} of this script` : 'Hide the earlier sessions';
  }
}
