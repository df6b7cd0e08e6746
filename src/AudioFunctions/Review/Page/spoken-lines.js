// What of a beat's lines is spoken, and how much that is.

/** Whether a line has anything to say: a letter or a number. */
export function isSpoken(line) {
  return /[\p{L}\p{N}]/u.test(line.text);
}

/** How many characters are sent for a line, unless a pronunciation rule changes it: as people and bills count them. */
export function characters(line) {
  return [...line.text].length;
}

/** The lines of a beat that have something to say: [{line, index}]. */
export function spokenLines(script) {
  return script.lines.map((line, index) => ({ line, index })).filter(({ line }) => isSpoken(line));
}
