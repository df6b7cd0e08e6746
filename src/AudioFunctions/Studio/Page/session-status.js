// What a session's status means, and how it looks.

import { el } from './dom.js';
import { statusLabel } from './format.js';

export function isRunning(session) {
  return session.status === 'draft' || session.status === 'generating';
}

export function statusPill(status) {
  return el('span', { class: `pill ${status}` }, statusLabel(status));
}
