// A beat's script as it will be heard: directions, paces and settings where they change, pauses where they are, emphasis in the words.

import { el, button, icon } from './dom.js';
import { count, factor, pauseLength, setting } from './format.js';
import { characterBadge } from './script-summary.js';
import { characters, isSpoken } from './spoken-lines.js';

/**
 * @param onLine called with the index of a line whose number is clicked.
 * @param onAgain called with the index of a line that is to be spoken again.
 */
export function scriptLines(script, onLine, onAgain) {
  return el('ol', { class: 'script-lines' }, script.lines.map((line, index) => {
    const changes = changesAt(line, script.lines[index - 1], script.character);
    return el('li', { 'data-line': index },
      changes.length ? el('div', { class: 'line-changes' }, changes) : null,
      el('div', { class: 'line' },
        button({ class: 'line-play', 'aria-label': `Listen from line ${index + 1}`, title: 'Listen from here', onclick: () => onLine(index) }, index + 1),
        el('p', { class: 'line-text', dir: 'auto' }, spoken(line), ' ', pause(line.pause_after_ms)),
        isSpoken(line) ? again(line, index, onAgain) : null));
  }));
}

/** Marks the line that is being spoken; -1 for none. */
export function markSpoken(list, index) {
  for (const item of list.children) item.classList.toggle('speaking', Number(item.dataset.line) === index);
}

/** Only where a take has other lines to keep is it shown. */
function again(line, index, onAgain) {
  return button({
    class: 'line-again', hidden: true, 'aria-label': `Speak line ${index + 1} again`,
    title: `Speak this line again (${count(characters(line), 'character')})`, onclick: () => onAgain(index),
  }, icon('again'));
}

/** What is in force from this line on, and was not before. */
function changesAt(line, before, beatCharacter) {
  const changed = name => line[name] !== (before ? before[name] : null);
  return [
    line.character !== (before?.character ?? beatCharacter) ? characterBadge(line.character) : null,
    changed('direction') ? chip('direction', line.direction ?? 'no direction', 'Direction: for people, never spoken') : null,
    changed('speed_override') && line.speed_override !== null ? chip('pace', `${line.pace} ${factor(line.speed_override)}`, 'Pace') : null,
    changed('stability_override') && line.stability_override !== null ? chip('tuned', `stability ${setting(line.stability_override)}`) : null,
    changed('style_override') && line.style_override !== null ? chip('tuned', `style ${setting(line.style_override)}`) : null,
  ].filter(Boolean);
}

/** @param {string | null} title */
function chip(kind, text, title = null) {
  return el('span', { class: `chip ${kind}`, title, dir: 'auto' }, text);
}

function pause(ms) {
  return ms > 0 ? el('span', { class: 'pause', title: `A silence of ${ms} ms` }, pauseLength(ms)) : null;
}

/** The text with its inner pauses at their places and its emphasised words marked. */
function spoken(line) {
  const marks = [...found(line.text, line.strong_emphasis_words, 'strong'), ...found(line.text, line.emphasis_words, 'em')];
  const edges = new Set([0, line.text.length, ...line.inner_pauses.map(one => one.at), ...marks.flatMap(one => [one.start, one.end])]);
  const cuts = [...edges].sort((a, b) => a - b);
  return cuts.flatMap((at, index) => {
    const text = line.text.slice(at, cuts[index + 1] ?? at);
    const mark = marks.find(one => one.start <= at && at < one.end);
    return [
      ...line.inner_pauses.filter(one => one.at === at).flatMap(one => [pause(one.ms), ' ']),
      text ? el(mark ? mark.kind : 'span', { class: 'spoken-part' }, text) : null,
    ];
  });
}

/** Where the emphasised words stand: in their order, each after the one before. Strong ones are spoken in capitals. */
function found(text, words, kind) {
  const marks = [];
  let from = 0;
  for (const word of words) {
    const start = lower(text).indexOf(lower(word), from);
    if (start < 0) continue;
    from = start + word.length;
    marks.push({ start, end: from, kind });
  }
  return marks;
}

/** In small letters, each as long as its capital: 'İ' would become two. The capital of the dotless i is a plain one. */
function lower(text) {
  return text.replace(/[^İı]+/g, part => part.toLowerCase()).replaceAll('ı', 'i');
}
