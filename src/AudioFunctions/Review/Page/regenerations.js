// The regenerations that were requested: they are found again after a reload or in another view. A status URL contains a key, so like the
// function key it stays in this tab.

import { newKey } from './random.js';
import { sessionStore } from './session-store.js';

const { read, write } = sessionStore('audiofunctions-regenerations', []);

/**
 * A regeneration to request: {key, sessionId, beatId, body}, and a statusUri once it has begun. It is remembered before the request: if the
 * page is left before the response comes, it may run all the same. One that was set aside is used again.
 */
export function newRegeneration(sessionId, beatId, body) {
  const aside = read().find(one => one.isAside && isOf(one, sessionId, beatId) && JSON.stringify(one.body) === JSON.stringify(body));
  const regeneration = { key: aside?.key ?? newKey(), sessionId, beatId, body };
  remember(regeneration);
  return regeneration;
}

export function rememberStart(regeneration, statusUri) {
  remember({ ...regeneration, statusUri });
}

/** The failure doesn't say whether it has begun, so the next request for the same uses the same key. */
export function setAside(regeneration) {
  remember({ ...regeneration, isAside: true });
}

export function forgetRegeneration({ key }) {
  write(read().filter(one => one.key !== key));
}

/** The running regenerations of a beat. */
export function regenerationsOf(sessionId, beatId) {
  return read().filter(one => isOf(one, sessionId, beatId) && !one.isAside);
}

function isOf(regeneration, sessionId, beatId) {
  return regeneration.sessionId === sessionId && regeneration.beatId === beatId;
}

function remember(regeneration) {
  write([...read().filter(one => one.key !== regeneration.key), regeneration]);
}
