// Two texts, line by line: what one has and the other hasn't.

import { el } from './dom.js';

const mostCells = 4_000_000;
const around = 3;

/** [{kind: 'same' | 'gone' | 'new', text}], in order. */
export function lineDiff(before, after) {
  const [old, fresh] = [before.split('\n'), after.split('\n')];
  let start = 0;
  while (start < old.length && start < fresh.length && old[start] === fresh[start]) start++;
  let tail = 0;
  while (tail < old.length - start && tail < fresh.length - start && old.at(-1 - tail) === fresh.at(-1 - tail)) tail++;
  const same = lines => lines.map(text => ({ kind: 'same', text }));
  return [
    ...same(old.slice(0, start)),
    ...middle(old.slice(start, old.length - tail), fresh.slice(start, fresh.length - tail)),
    ...same(old.slice(old.length - tail)),
  ];
}

/** By the longest common subsequence; of two that are far too long, one after the other. */
function middle(old, fresh) {
  const gone = text => ({ kind: 'gone', text });
  const added = text => ({ kind: 'new', text });
  const width = fresh.length + 1;
  if (old.length * fresh.length > mostCells) return [...old.map(gone), ...fresh.map(added)];
  const longest = new Uint32Array((old.length + 1) * width);
  for (let at = old.length - 1; at >= 0; at--) {
    for (let other = fresh.length - 1; other >= 0; other--) {
      longest[at * width + other] = old[at] === fresh[other]
        ? longest[(at + 1) * width + other + 1] + 1
        : Math.max(longest[(at + 1) * width + other], longest[at * width + other + 1]);
    }
  }
  const found = [];
  let [at, other] = [0, 0];
  while (at < old.length || other < fresh.length) {
    if (at < old.length && other < fresh.length && old[at] === fresh[other]) {
      found.push({ kind: 'same', text: old[at++] });
      other++;
    } else if (other >= fresh.length || at < old.length && longest[(at + 1) * width + other] >= longest[at * width + other + 1]) found.push(gone(old[at++]));
    else found.push(added(fresh[other++]));
  }
  return found;
}

/** The changes with a few lines around each. @param label for those who don't see it. */
export function diffView(before, after, label) {
  const lines = lineDiff(before, after);
  const isNear = lines.map((_, index) => lines.slice(Math.max(0, index - around), index + around + 1).some(line => line.kind !== 'same'));
  const rows = [];
  lines.forEach(({ kind, text }, index) => {
    if (isNear[index]) rows.push(el(names[kind], { class: `diff-line ${kind}`, dir: 'auto' }, text || ' '));
    else if (isNear[index - 1] ?? index === 0) rows.push(el('div', { class: 'diff-gap', 'aria-hidden': 'true' }, '⋯'));
  });
  return el('div', { class: 'diff', tabindex: 0, role: 'region', 'aria-label': label }, rows);
}

const names = { same: 'div', gone: 'del', new: 'ins' };
