// Where a beat stands in the text of a script. The script is one that the service has taken, so every beat has its tags at the start of lines.

// What the language reads as a blank around tags, and what it drops (docs/els.md).
const dropped = /[\u200b\ufeff\u00ad\u2060]/g;
const blanks = '[\\s\\p{Cc}\\p{Cf}\\u2800\\u3164\\u115f\\u1160\\uffa0]*';
const begin = new RegExp(`^${blanks}\\[${blanks}BEAT${blanks}:${blanks}([A-Za-z0-9_-]+)${blanks}\\]`, 'iu');
const end = new RegExp(`^${blanks}\\[${blanks}END_BEAT${blanks}(?::[^\\]]*)?\\]`, 'iu');

/**
 * What stands between a beat's [BEAT: id] and its [END_BEAT], or null.
 * @param text with LF only.
 * @returns {{ text: string, firstLine: number, lastLine: number } | null} lines of the script, from 1.
 */
export function beatSource(text, beatId) {
  const lines = text.split('\n');
  const wanted = beatId.toLowerCase();
  const from = lines.findIndex(line => begin.exec(line.replace(dropped, ''))?.[1].toLowerCase() === wanted);
  if (from < 0) return null;
  const length = lines.slice(from + 1).findIndex(line => end.test(line.replace(dropped, '')));
  if (length < 0) return null;
  return { text: lines.slice(from + 1, from + 1 + length).join('\n'), firstLine: from + 2, lastLine: from + 1 + length };
}

/**
 * The text with both changes of `base`, or null if they aren't in different beats: a beat has to end or begin between them. Each change is
 * taken as one, from its first line to its last.
 */
export function mergeOtherBeats(base, theirs, edited) {
  const lines = base.split('\n');
  const [one, other] = [changeOf(lines, edited.split('\n')), changeOf(lines, theirs.split('\n'))];
  const [first, second] = one.from < other.from ? [one, other] : [other, one];
  const between = lines.slice(first.to, second.from).map(line => line.replace(dropped, ''));
  if (first.to > second.from || !between.some(line => begin.test(line) || end.test(line))) return null;
  return [...lines.slice(0, first.from), ...first.lines, ...lines.slice(first.to, second.from), ...second.lines, ...lines.slice(second.to)].join('\n');
}

/** The lines from..to of the old text have become other ones. */
function changeOf(old, fresh) {
  let from = 0;
  while (from < old.length && from < fresh.length && old[from] === fresh[from]) from++;
  let same = 0;
  while (same < old.length - from && same < fresh.length - from && old.at(-1 - same) === fresh.at(-1 - same)) same++;
  return { from, to: old.length - same, lines: fresh.slice(from, fresh.length - same) };
}

/** The script with other lines in the place of a beat's. */
export function withBeatSource(text, source, replacement) {
  const lines = text.split('\n');
  return [...lines.slice(0, source.firstLine - 1), ...replacement.split('\n'), ...lines.slice(source.lastLine)].join('\n');
}
