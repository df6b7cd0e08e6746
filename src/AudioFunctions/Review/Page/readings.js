// The readings that are asked for: a reload, or a walk through other views, finds them again. A status URL carries a key of its own, so
// that, like the function key, it stays in this tab.

import { newKey } from './random.js';

const name = 'audiofunctions-readings';

/**
 * A reading to ask for: {key, sessionId, beatId, body}, and a statusUri once it is known to have begun. It is remembered before it is
 * asked for: who leaves before the answer comes has ordered it all the same. One that was set aside is taken up again.
 */
export function newReading(sessionId, beatId, body) {
  const aside = read().find(one => one.isAside && isOf(one, sessionId, beatId) && JSON.stringify(one.body) === JSON.stringify(body));
  const reading = { key: aside?.key ?? newKey(), sessionId, beatId, body };
  remember(reading);
  return reading;
}

export function rememberStart(reading, statusUri) {
  remember({ ...reading, statusUri });
}

/** The refusal left open whether it has begun: it is asked for again when a person wants the same once more, and under the same key. */
export function setAside(reading) {
  remember({ ...reading, isAside: true });
}

export function forgetReading({ key }) {
  write(read().filter(one => one.key !== key));
}

/** The readings of a beat that are being made. */
export function readingsOf(sessionId, beatId) {
  return read().filter(one => isOf(one, sessionId, beatId) && !one.isAside);
}

function isOf(reading, sessionId, beatId) {
  return reading.sessionId === sessionId && reading.beatId === beatId;
}

function remember(reading) {
  write([...read().filter(one => one.key !== reading.key), reading]);
}

function read() {
  return JSON.parse(sessionStorage.getItem(name) ?? '[]');
}

function write(readings) {
  sessionStorage.setItem(name, JSON.stringify(readings));
}
