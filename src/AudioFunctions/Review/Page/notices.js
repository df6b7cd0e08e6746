// What the page says beside its views: short notices, and words for those who do not see it.

import { el, button, icon } from './dom.js';

const shownMs = 6000;
const mostNotices = 4;
const room = document.getElementById('toasts');
const live = document.getElementById('live');

/** Read out by screen readers; shown nowhere. */
export function announce(sentence) {
  // The same sentence twice would be read once.
  live.textContent = live.textContent === sentence ? `${sentence}\u00a0` : sentence;
}

export function notice(sentence) {
  announce(sentence);
  const toast = place('toast', sentence);
  setTimeout(() => toast.remove(), shownMs);
}

/** Something that can still be undone: it stays until it is, until it is put away, or until the view is left. One at a time. */
export function offer(sentence, label, action, signal) {
  announce(sentence);
  for (const other of room.querySelectorAll('.toast.offer')) other.remove();
  const toast = place('toast offer', sentence);
  toast.lastElementChild.before(button({ onclick: () => { toast.remove(); action(); } }, label));
  signal.addEventListener('abort', () => toast.remove());
}

/** A failure stays until it is put away. Being stopped on purpose is none. */
export function failed(failure) {
  if (failure?.name === 'AbortError') return;
  const toast = place('toast bad', problemText(failure), codeOf(failure));
  toast.setAttribute('role', 'alert');
}

function problemText(failure) {
  return failure?.message || 'Something unexpected failed.';
}

/** A browser's own failures have numbers for codes, which tell a person nothing. */
function codeOf(failure) {
  return typeof failure?.code === 'string' ? failure.code : null;
}

/** A sentence with its code, to stand in a view. */
export function problemBox(failure, ...actions) {
  const code = codeOf(failure);
  return el('div', { class: 'problem', role: 'alert' },
    icon('warning'),
    el('div', {},
      el('p', {}, problemText(failure)),
      code ? el('code', { class: 'code' }, code) : null,
      actions.length ? el('div', { class: 'actions start' }, ...actions) : null));
}

export function warningList(warnings) {
  return warnings.length ? el('ul', { class: 'warnings', 'aria-label': 'Warnings' }, warnings.map(text => el('li', {}, icon('warning'), text))) : null;
}

/**
 * Whatever is outside an open dialog is dimmed, cannot be clicked and isn't read out, so the notices and what is announced go where the person
 * is: into the one on top.
 */
export function bringToasts() {
  const where = [...document.querySelectorAll('dialog[open]')].at(-1) ?? document.body;
  for (const one of [room, live]) if (one.parentElement !== where) where.append(one);
}

function place(kind, sentence, code) {
  const toast = el('div', { class: kind },
    el('p', {}, sentence, code ? el('code', { class: 'code' }, code) : null),
    button({ class: 'icon-button', 'aria-label': 'Close notice', onclick: () => toast.remove() }, icon('close')));
  // The same sentence stands there once.
  [...room.children].find(other => other.textContent === toast.textContent)?.remove();
  room.append(toast);
  bringToasts();
  // An offer is not pushed out: it can't be had again.
  const others = [...room.children].filter(one => !one.matches('.offer'));
  for (const old of others.slice(0, Math.max(others.length - mostNotices, 0))) old.remove();
  return toast;
}
