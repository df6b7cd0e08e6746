// What a session's status means, and how it looks.

import { el, fill } from './dom.js';
import { count, statusLabel } from './format.js';

const startsWithinMs = 60_000;

/** A draft either starts, or is kept as one: that has beats. A list does not show beats, so there a draft is kept if it does not start soon. */
export function isRunning(session) {
  if (session.status !== 'draft') return session.status === 'generating';
  return session.beats ? !session.beats.length : Date.now() - Date.parse(session.updated_at) < startsWithinMs;
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
