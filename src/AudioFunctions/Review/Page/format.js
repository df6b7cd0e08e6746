// How values are written for people.

export function seconds(ms) {
  if (ms === null || ms === undefined) return '–';
  const all = ms / 1000;
  if (all < 60) return `${all.toFixed(1)} s`;
  return `${Math.floor(all / 60)} min ${Math.floor(all % 60)} s`;
}

/** A place in a recording: 0:04.2 */
export function clock(ms) {
  const tenths = Math.floor(Math.max(ms, 0) / 100);
  return `${Math.floor(tenths / 600)}:${String(Math.floor(tenths / 10) % 60).padStart(2, '0')}.${tenths % 10}`;
}

export function pauseLength(ms) {
  return ms >= 1000 ? `${+(ms / 1000).toFixed(2)} s` : `${ms} ms`;
}

export function count(number, one, many = `${one}s`) {
  return `${number.toLocaleString('en')} ${number === 1 ? one : many}`;
}

export function factor(speed) {
  return `${(+speed).toFixed(2)}×`;
}

export function setting(value) {
  return value === null || value === undefined ? '–' : (+value).toFixed(2);
}

export function bytes(size) {
  if (size < 1000) return `${size} B`;
  return size < 1e6 ? `${Math.round(size / 1000)} kB` : `${(size / 1e6).toFixed(1)} MB`;
}

const relative = new Intl.RelativeTimeFormat('en', { numeric: 'auto' });
/** @type {[size: number, unit: Intl.RelativeTimeFormatUnit][]} */
const steps = [[60, 'second'], [60, 'minute'], [24, 'hour'], [7, 'day']];

/** 5 minutes ago; the date where that is over a week ago. */
export function ago(instant, now = Date.now()) {
  let past = Math.round((now - Date.parse(instant)) / 1000);
  if (past < 10) return 'just now';
  for (const [size, unit] of steps) {
    if (past < size) return relative.format(-past, unit);
    past = Math.floor(past / size);
  }
  return instant.slice(0, 10);
}

const statuses = { draft: 'Draft', generating: 'Generating', in_progress: 'In review', completed: 'Completed', exported: 'Exported' };

export const statusNames = Object.keys(statuses);

export function statusLabel(status) {
  return statuses[status] ?? status;
}

const providers = { offline: 'Offline voice', elevenlabs: 'ElevenLabs' };

export function providerName(provider) {
  return providers[provider] ?? provider;
}

/** A colour of its own for every character, the same everywhere. */
export function hue(character) {
  let sum = 0;
  for (const letter of character) sum = (sum * 31 + letter.codePointAt(0)) % 65_521;
  return Math.round(sum * 137.508) % 360;
}
