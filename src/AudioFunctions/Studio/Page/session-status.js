// What a session's status means, and how it looks.

import { el, fill } from './dom.js';
import { statusLabel } from './format.js';

export function isRunning(session) {
  return session.status === 'draft' || session.status === 'generating';
}

/** @param pill the one to draw again, or a new one. */
export function statusPill(status, pill = el('span')) {
  pill.className = `pill ${status}`;
  return fill(pill, statusLabel(status));
}
