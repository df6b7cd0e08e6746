// Messages beside the views: short notices, and announcements for screen readers.

import { byId, el, button, icon } from './dom.js';
import { codeOf, isAbort, messageOf } from './failures.js';

const shownMs = 6000;
const mostNotices = 4;
const room = byId('toasts');
const live = byId('live');

/** Read out by screen readers, but not shown. */
export function announce(sentence) {
  // Screen readers wouldn't repeat the same text.
  live.textContent = live.textContent === sentence ? `${sentence}\u00a0` : sentence;
}

export function notice(sentence) {
  announce(sentence);
  const toast = place('toast', sentence);
  setTimeout(() => toast.remove(), shownMs);
}

/** Offers an action, for instance undo, until it is used or closed, or the view is left. One at a time. */
export function offer(sentence, label, action, signal) {
  announce(sentence);
  for (const other of room.querySelectorAll('.toast.offer')) other.remove();
  const toast = place('toast offer', sentence);
  toast.lastElementChild.before(button({ onclick: () => { toast.remove(); action(); } }, label));
  signal.addEventListener('abort', () => toast.remove());
}

/** Shows a failure until it is closed. An aborted request isn't a failure. */
export function failed(failure) {
  if (isAbort(failure)) return;
  const toast = place('toast bad', messageOf(failure), codeOf(failure));
  toast.setAttribute('role', 'alert');
}

/** A message with its code, for a view. */
export function problemBox(failure, ...actions) {
  const code = codeOf(failure);
  return el('div', { class: 'problem', role: 'alert' },
    icon('warning'),
    el('div', {},
      el('p', {}, messageOf(failure)),
      code ? el('code', { class: 'code' }, code) : null,
      actions.length ? el('div', { class: 'actions start' }, ...actions) : null));
}

export function warningList(warnings) {
  return warnings.length ? el('ul', { class: 'warnings', 'aria-label': 'Warnings' }, warnings.map(text => el('li', {}, icon('warning'), text))) : null;
}

/**
 * Everything outside an open dialog is dimmed, can't be clicked and isn't read out, so notices and announcements move into the topmost
 * dialog.
 */
export function bringToasts() {
  const where = [...document.querySelectorAll('dialog[open]')].at(-1) ?? document.body;
  for (const one of [room, live]) if (one.parentElement !== where) where.append(one);
}

/** @param {string | null} [code] */
function place(kind, sentence, code) {
  const toast = el('div', { class: kind },
    el('p', {}, sentence, code ? el('code', { class: 'code' }, code) : null),
    button({ class: 'icon-button', 'aria-label': 'Close notice', onclick: () => toast.remove() }, icon('close')));
  // Don't show the same notice twice.
  [...room.children].find(other => other.textContent === toast.textContent)?.remove();
  room.append(toast);
  bringToasts();
  // An offer isn't pushed out, because it doesn't come again.
  const others = [...room.children].filter(one => !one.matches('.offer'));
  for (const old of others.slice(0, Math.max(others.length - mostNotices, 0))) old.remove();
  return toast;
}
