// The meaning of a session's status, and its pill.

import { el, fill } from './dom.js';
import { count, statusLabel } from './format.js';

const startsWithinMs = 60_000;

/** A draft either starts soon or stays a draft; only the latter has beats. Lists don't show beats, so there the time decides. */
export function isRunning(session) {
  if (session.status !== 'draft') return session.status === 'generating';
  return session.beats ? !session.beats.length : Date.now() - Date.parse(session.updated_at) < startsWithinMs;
}

/** @returns null if none failed. */
export function failedPill(beats) {
  return beats ? el('span', { class: 'pill bad' }, `${count(beats, 'beat')} failed`) : null;
}

/** @param pill the one to redraw; a new one by default. */
export function statusPill(status, pill = el('span')) {
  pill.className = `pill ${status}`;
  return fill(pill, statusLabel(status));
}
