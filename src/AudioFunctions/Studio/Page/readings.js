// The readings that are being made: a reload, or a walk through other views, finds them again. A status URL carries a key of its own, so
// that, like the function key, it stays in this tab.

const name = 'audiofunctions-readings';

/** @param reading {sessionId, beatId, statusUri} */
export function rememberReading(reading) {
  write([...read(), reading]);
}

export function forgetReading(statusUri) {
  write(read().filter(reading => reading.statusUri !== statusUri));
}

/** The status URLs of a beat's readings, oldest first. */
export function readingsOf(sessionId, beatId) {
  return read().filter(reading => reading.sessionId === sessionId && reading.beatId === beatId).map(reading => reading.statusUri);
}

function read() {
  return JSON.parse(sessionStorage.getItem(name) ?? '[]');
}

function write(readings) {
  sessionStorage.setItem(name, JSON.stringify(readings));
}
