// Recent sessions: newest first, a page at a time. Refreshed often while a production runs, otherwise now and then, because others
// and the file drop start sessions, too.

import { call, ApiProblem } from './api.js';
import { el, fill, button, icon } from './dom.js';
import { isAbort, statusOf } from './failures.js';
import { statusLabel, statusNames } from './format.js';
import { failed, problemBox } from './notices.js';
import { poll, delay } from './poll.js';
import { sessionRows } from './session-rows.js';
import { isRunning } from './session-status.js';
import { titleSearch } from './title-search.js';

const pageSize = 20;
const mostAtOnce = 100;
const busyMs = 4000;
const idleMs = 20_000;
const typingMs = 350;

export async function sessionsView({ main, signal }) {
  const list = el('ol', { class: 'session-list', 'aria-label': 'Sessions' });
  const rows = sessionRows(list);
  const state = el('div', {});
  const more = button({ class: 'more', hidden: true, onclick: loadMore }, 'Show more');
  const projects = el('datalist', { id: 'known-projects' });
  const project = el('input', { dir: 'auto', type: 'search', id: 'filter-project', list: projects.id, placeholder: 'Any project', oninput: typed });
  const title = titleSearch(() => draw(), findOlder, signal);
  const status = el('select', { id: 'filter-status', onchange: reload },
    el('option', { value: '' }, 'Any status'), statusNames.map(name => el('option', { value: name }, statusLabel(name))));
  let shown = [];
  let continuation = null;
  // The filter that `shown` was requested with. What is being typed isn't requested yet.
  let filter = { project: '', status: '' };
  let said = null;
  let typing = new AbortController();
  let asked = 0;
  const known = new Set();

  fill(main,
    el('div', { class: 'page-head' },
      el('h1', {}, 'Sessions'),
      el('a', { class: 'button primary', href: '#/new' }, icon('plus'), 'New session')),
    el('div', { class: 'filters', role: 'search' },
      title.element,
      el('div', { class: 'field' }, el('label', { for: 'filter-project' }, 'Project'), project, projects),
      el('div', { class: 'field' }, el('label', { for: 'filter-status' }, 'Status'), status)),
    state, list, more);
  await reload();
  await delay(busyMs, signal);
  await poll(refresh, { everyMs: idleMs, signal });

  async function page(by, from, limit = pageSize) {
    return (await call('GET', 'sessions', { query: { ...by, limit, continuation: from }, signal })).body;
  }

  async function reload() {
    const mine = ++asked;
    const by = { project: project.value.trim(), status: status.value };
    list.setAttribute('aria-busy', 'true');
    try {
      const answer = await page(by, null);
      if (mine !== asked) return;
      show(by, answer);
      if (title.words) findOlder();
    } catch (failure) {
      if (mine !== asked || isAbort(failure)) return;
      show(by, { sessions: [], continuation: null });
      drawFailure(failure);
    } finally {
      if (mine === asked) list.removeAttribute('aria-busy');
    }
  }

  function show(by, answer) {
    filter = by;
    shown = answer.sessions;
    continuation = answer.continuation;
    draw();
  }

  async function typed() {
    typing.abort();
    typing = new AbortController();
    const { signal: stopped } = typing;
    await delay(typingMs, stopped);
    if (!stopped.aborted) await reload();
  }

  /** Loads further pages until more titles match: the service doesn't search in titles. */
  async function loadFound(matched) {
    const [by, words] = [filter, title.words];
    while (continuation && found().length <= matched && by === filter && words === title.words && !signal.aborted) {
      const answer = await page(by, continuation, mostAtOnce);
      if (by === filter) append(answer);
    }
  }

  function findOlder() {
    loadFound(0).catch(failure => {
      if (!isAbort(failure)) drawFailure(failure);
    });
  }

  function found() {
    return shown.filter(title.matches);
  }

  function append(answer) {
    const known = new Set(shown.map(session => session.session_id));
    const added = answer.sessions.filter(session => !known.has(session.session_id));
    shown = [...shown, ...added];
    continuation = answer.continuation;
    draw();
    return added.length;
  }

  async function loadMore() {
    more.disabled = true;
    const by = filter;
    try {
      const answer = await page(by, continuation);
      if (by !== filter) return;
      const matched = found().length;
      const added = append(answer);
      if (title.words) await loadFound(matched);
      // A refresh may have loaded all of them before. Keyboard users need a focused element in any case.
      const firstNew = added ? rows.elementOf(found()[matched]) : null;
      (firstNew ?? list.lastElementChild)?.querySelector('a').focus();
    } catch (failure) {
      failed(failure);
    } finally {
      more.disabled = false;
    }
  }

  /** Reloads what is shown, up to the largest page; what was shown below that stays. @returns how long to wait for the next refresh. */
  async function refresh() {
    const by = filter;
    try {
      const answer = await page(by, null, Math.min(Math.max(shown.length, pageSize), mostAtOnce));
      if (by !== filter) return busyMs;
      const below = answer.continuation ? sessionsBelow(answer.sessions) : [];
      if (!below.length) continuation = answer.continuation;
      shown = [...answer.sessions, ...below];
      draw();
      if (title.words && !found().length) findOlder();
    } catch (failure) {
      if (by === filter && !isAbort(failure)) drawFailure(failure);
    }
    return shown.some(isRunning) ? busyMs : idleMs;
  }

  /** Sessions that are neither on the page nor below it were deleted, or no longer match the filter. */
  function sessionsBelow(fresh) {
    const ids = new Set(fresh.map(session => session.session_id));
    return shown.filter(session => !ids.has(session.session_id) && session.updated_at <= fresh.at(-1).updated_at);
  }

  function draw() {
    const listed = found();
    rows.update(listed);
    more.hidden = !continuation;
    for (const { project_name: name } of shown) known.add(name);
    // Filling it again would close it while somebody chooses.
    if (known.size !== projects.children.length) fill(projects, [...known].sort().map(name => el('option', { value: name })));
    if (listed.length) say('', null);
    else say(JSON.stringify([filter, title.words, Boolean(continuation)]), nothing());
  }

  /** Redrawn only if it changes, because a button that is replaced during a click doesn't get it. */
  function say(what, content) {
    if (what === said) return;
    said = what;
    fill(state, content);
  }

  function nothing() {
    if (title.words && continuation) return el('p', { class: 'empty' }, 'Looking through older sessions…');
    if (!filter.project && !filter.status && !title.words) {
      return el('div', { class: 'empty' },
        el('p', {}, 'No sessions yet. Hand in a script and listen to it here.'),
        el('a', { class: 'button', href: '#/new' }, icon('plus'), 'Write the first one'));
    }
    return el('div', { class: 'empty' },
      el('p', {}, filter.project ? 'No session matches. A project is found by its whole name.' : 'No session matches.'),
      button({ onclick: showAll }, 'Show all sessions'));
  }

  function showAll() {
    project.value = '';
    status.value = '';
    title.clear();
    project.focus();
    return reload();
  }

  function drawFailure(failure) {
    const missing = failure instanceof ApiProblem && statusOf(failure) === 404;
    say(failure.message, missing
      ? el('p', { class: 'empty' }, 'This service does not list sessions; open one by its address.')
      : problemBox(failure, button({ onclick: reload }, 'Try again')));
  }
}
