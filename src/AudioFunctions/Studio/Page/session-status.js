// What a session's status means, and how it looks.

import { el, fill } from './dom.js';
import { count, statusLabel } from './format.js';

export function isRunning(session) {
  return session.status === 'draft' || session.status === 'generating';
}

/** Null if none failed. */
export function failedPill(beats) {
  return beats ? el('span', { class: 'pill bad' }, `${count(beats, 'beat')} failed`) : null;
}

/** @param pill the one to draw again, or a new one. */
export function statusPill(status, pill = el('span')) {
  pill.className = `pill ${status}`;
  return fill(pill, statusLabel(status));
}
