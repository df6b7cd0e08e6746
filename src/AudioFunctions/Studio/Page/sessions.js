// Recent sessions: newest first, a page at a time, kept fresh while something is being generated.

import { call, ApiProblem } from './api.js';
import { el, fill, button, icon } from './dom.js';
import { ago, count, statusLabel, statusNames } from './format.js';
import { failed, problemBox } from './notices.js';
import { poll, rest } from './poll.js';
import { isRunning, statusPill } from './session-status.js';

const pageSize = 20;
const refreshMs = 4000;
const typingMs = 350;

export async function sessionsView({ main, signal }) {
  const list = el('ol', { class: 'session-list', 'aria-label': 'Sessions' });
  const state = el('div', {});
  const more = button({ class: 'more', hidden: true, onclick: loadMore }, 'Show more');
  const project = el('input', { type: 'search', id: 'filter-project', placeholder: 'Any project', oninput: typed });
  const status = el('select', { id: 'filter-status', onchange: reload },
    el('option', { value: '' }, 'Any status'), statusNames.map(name => el('option', { value: name }, statusLabel(name))));
  let shown = [];
  let continuation = null;
  let typing = new AbortController();
  let asked = 0;

  fill(main,
    el('div', { class: 'page-head' },
      el('h1', {}, 'Sessions'),
      el('a', { class: 'button primary', href: '#/new' }, icon('plus'), 'New session')),
    el('div', { class: 'filters', role: 'search' },
      el('div', { class: 'field' }, el('label', { for: 'filter-project' }, 'Project'), project),
      el('div', { class: 'field' }, el('label', { for: 'filter-status' }, 'Status'), status)),
    state, list, more);
  await reload();
  await poll(refresh, { everyMs: refreshMs, signal });

  async function page(from) {
    const query = { limit: pageSize, continuation: from, project: project.value.trim(), status: status.value };
    return (await call('GET', 'sessions', { query, signal })).body;
  }

  async function reload() {
    const mine = ++asked;
    list.setAttribute('aria-busy', 'true');
    try {
      const answer = await page(null);
      if (mine !== asked) return;
      shown = answer.sessions;
      continuation = answer.continuation;
      draw();
    } catch (failure) {
      if (mine === asked) drawFailure(failure);
    } finally {
      list.removeAttribute('aria-busy');
    }
  }

  async function typed() {
    typing.abort();
    typing = new AbortController();
    const { signal: stopped } = typing;
    await rest(typingMs, stopped);
    if (!stopped.aborted) await reload();
  }

  async function loadMore() {
    more.disabled = true;
    const mine = asked;
    try {
      const answer = await page(continuation);
      if (mine !== asked) return;
      const known = new Set(shown.map(session => session.session_id));
      const added = answer.sessions.filter(session => !known.has(session.session_id));
      shown = [...shown, ...added];
      continuation = answer.continuation;
      draw();
      list.children[shown.length - added.length]?.querySelector('a').focus();
    } catch (failure) {
      failed(failure);
    } finally {
      more.disabled = false;
    }
  }

  /** The first page again; what was shown further down stays. */
  async function refresh() {
    if (!shown.some(isRunning)) return;
    const mine = asked;
    const answer = await page(null).catch(() => null);
    if (!answer || mine !== asked) return;
    const fresh = new Set(answer.sessions.map(session => session.session_id));
    shown = [...answer.sessions, ...shown.filter(session => !fresh.has(session.session_id))];
    draw();
  }

  function draw() {
    const focused = list.contains(document.activeElement) ? document.activeElement.getAttribute('href') : null;
    fill(list, shown.map(row));
    if (focused) [...list.querySelectorAll('a')].find(link => link.getAttribute('href') === focused)?.focus();
    more.hidden = !continuation;
    const filtered = project.value || status.value;
    fill(state, shown.length ? null : el('div', { class: 'empty' },
      el('p', {}, filtered ? 'No session matches.' : 'No sessions yet. Hand in a script and listen to it here.'),
      filtered ? null : el('a', { class: 'button', href: '#/new' }, 'Write the first one')));
  }

  function drawFailure(failure) {
    if (failure.name === 'AbortError') return;
    const missing = failure instanceof ApiProblem && failure.status === 404;
    fill(state, missing
      ? el('p', { class: 'empty' }, 'This service does not list sessions; open one by its address.')
      : problemBox(failure, button({ onclick: reload }, 'Try again')));
  }
}

function row(session) {
  return el('li', {},
    el('a', { class: 'session-row', href: `#/sessions/${encodeURIComponent(session.session_id)}` },
      el('span', { class: 'session-title' }, session.video_title || 'Untitled'),
      el('span', { class: 'session-project' }, session.project_name),
      el('span', { class: 'session-beats' }, count(session.beat_count ?? 0, 'beat')),
      el('time', { datetime: session.updated_at, title: session.updated_at }, ago(session.updated_at)),
      statusPill(session.status)));
}
