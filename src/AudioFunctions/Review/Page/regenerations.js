// The regenerations that are asked for: a reload, or a walk through other views, finds them again. A status URL carries a key of its own, so
// that, like the function key, it stays in this tab.

import { newKey } from './random.js';

const name = 'audiofunctions-regenerations';

/**
 * A regeneration to ask for: {key, sessionId, beatId, body}, and a statusUri once it is known to have begun. It is remembered before it is
 * asked for: who leaves before the answer comes has ordered it all the same. One that was set aside is taken up again.
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

/** The refusal left open whether it has begun: it is asked for again when a person wants the same once more, and under the same key. */
export function setAside(regeneration) {
  remember({ ...regeneration, isAside: true });
}

export function forgetRegeneration({ key }) {
  write(read().filter(one => one.key !== key));
}

/** The regenerations of a beat that are being made. */
export function regenerationsOf(sessionId, beatId) {
  return read().filter(one => isOf(one, sessionId, beatId) && !one.isAside);
}

function isOf(regeneration, sessionId, beatId) {
  return regeneration.sessionId === sessionId && regeneration.beatId === beatId;
}

function remember(regeneration) {
  write([...read().filter(one => one.key !== regeneration.key), regeneration]);
}

function read() {
  return JSON.parse(sessionStorage.getItem(name) ?? '[]');
}

function write(regenerations) {
  sessionStorage.setItem(name, JSON.stringify(regenerations));
}
