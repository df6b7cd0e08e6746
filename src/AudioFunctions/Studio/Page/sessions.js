// Recent sessions: newest first, a page at a time, kept fresh: often while something is being generated, else now and then, since others
// and the file drop start sessions too.

import { call, part, ApiProblem } from './api.js';
import { el, fill, button, icon } from './dom.js';
import { ago, count, statusLabel, statusNames } from './format.js';
import { failed, problemBox } from './notices.js';
import { poll, rest } from './poll.js';
import { isRunning, statusPill } from './session-status.js';

const pageSize = 20;
const mostAtOnce = 100;
const busyMs = 4000;
const idleMs = 20_000;
const typingMs = 350;

export async function sessionsView({ main, signal }) {
  const list = el('ol', { class: 'session-list', 'aria-label': 'Sessions' });
  const state = el('div', {});
  const more = button({ class: 'more', hidden: true, onclick: loadMore }, 'Show more');
  const projects = el('datalist', { id: 'known-projects' });
  const project = el('input', { type: 'search', id: 'filter-project', list: projects.id, placeholder: 'Any project', oninput: typed });
  const status = el('select', { id: 'filter-status', onchange: reload },
    el('option', { value: '' }, 'Any status'), statusNames.map(name => el('option', { value: name }, statusLabel(name))));
  let shown = [];
  let continuation = null;
  let typing = new AbortController();
  let asked = 0;
  const known = new Set();

  fill(main,
    el('div', { class: 'page-head' },
      el('h1', {}, 'Sessions'),
      el('a', { class: 'button primary', href: '#/new' }, icon('plus'), 'New session')),
    el('div', { class: 'filters', role: 'search' },
      el('div', { class: 'field' }, el('label', { for: 'filter-project' }, 'Project'), project, projects),
      el('div', { class: 'field' }, el('label', { for: 'filter-status' }, 'Status'), status)),
    state, list, more);
  await reload();
  await rest(busyMs, signal);
  await poll(refresh, { everyMs: idleMs, signal });

  async function page(from, limit = pageSize) {
    const query = { limit, continuation: from, project: project.value.trim(), status: status.value };
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
      // A refresh may have brought all of it before; whoever came by keyboard needs a place to go on from all the same.
      (list.children[shown.length - added.length] ?? list.lastElementChild)?.querySelector('a').focus();
    } catch (failure) {
      failed(failure);
    } finally {
      more.disabled = false;
    }
  }

  /** What is shown again, as far as one page may go; what was shown below that stays. Answers how long to wait for the next. */
  async function refresh() {
    const mine = asked;
    try {
      const answer = await page(null, Math.min(Math.max(shown.length, pageSize), mostAtOnce));
      if (mine !== asked) return busyMs;
      const below = answer.continuation ? sessionsBelow(answer.sessions) : [];
      if (!below.length) continuation = answer.continuation;
      shown = [...answer.sessions, ...below];
      draw();
    } catch (failure) {
      if (mine === asked) drawFailure(failure);
    }
    return shown.some(isRunning) ? busyMs : idleMs;
  }

  /** What is not below the page and not on it has gone: deleted, or no longer of the status that is asked for. */
  function sessionsBelow(fresh) {
    const ids = new Set(fresh.map(session => session.session_id));
    return shown.filter(session => !ids.has(session.session_id) && session.updated_at <= fresh.at(-1).updated_at);
  }

  function draw() {
    const focused = list.contains(document.activeElement) ? document.activeElement.getAttribute('href') : null;
    fill(list, shown.map(row));
    if (focused) [...list.querySelectorAll('a')].find(link => link.getAttribute('href') === focused)?.focus();
    more.hidden = !continuation;
    for (const { project_name: name } of shown) known.add(name);
    // Filling it anew would close it while somebody chooses.
    if (known.size !== projects.children.length) fill(projects, [...known].sort().map(name => el('option', { value: name })));
    fill(state, shown.length ? null : nothing());
  }

  function nothing() {
    if (!project.value && !status.value) {
      return el('div', { class: 'empty' },
        el('p', {}, 'No sessions yet. Hand in a script and listen to it here.'),
        el('a', { class: 'button', href: '#/new' }, icon('plus'), 'Write the first one'));
    }
    return el('div', { class: 'empty' },
      el('p', {}, project.value ? 'No session matches. A project is found by its whole name.' : 'No session matches.'),
      button({ onclick: showAll }, 'Show all sessions'));
  }

  function showAll() {
    project.value = '';
    status.value = '';
    project.focus();
    return reload();
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
    el('a', { class: 'session-row', href: `#/sessions/${part(session.session_id)}` },
      el('span', { class: 'session-title' }, session.video_title || 'Untitled'),
      el('span', { class: 'session-project' }, session.project_name),
      el('span', { class: 'session-beats' }, count(session.beat_count ?? 0, 'beat')),
      el('time', { datetime: session.updated_at, title: session.updated_at }, ago(session.updated_at)),
      statusPill(session.status)));
}
