// A text area with what a script needs around it: line numbers, tags made visible, and every problem at its line.
// Only the lines in sight are drawn, so that a script of a megabyte types as fast as a short one.

import { el, fill } from './dom.js';

const extraLines = 4;
const tag = /\[[^\]\n]*\]?/g;
const rightToLeft = /[\u0590-\u08ff\u200f\ufb1d-\ufdff\ufe70-\ufefc\u{10800}-\u{10fff}\u{1e800}-\u{1efff}]/u;
// A right-to-left line that is wider than its text area can't be scrolled to its end: the area must be as wide as its lines.
const growsWithLines = CSS.supports('field-sizing', 'content');

/**
 * {element, area, value, firstLine, setDiagnostics, goTo}
 * @param onInput hears that somebody typed.
 * @param {{ id?: string, label?: string, summary?: string, small?: boolean }} options summary: the id of what is said of the text; small: as
 * high as its lines.
 */
export function scriptEditor(onInput, { id = 'script', label = 'Script', summary = 'script-summary', small = false } = {}) {
  const gutter = el('div', { class: 'editor-gutter', 'aria-hidden': 'true' });
  const under = el('div', { class: 'editor-under', 'aria-hidden': 'true' });
  const area = el('textarea', {
    class: 'editor-text', id, wrap: 'off', spellcheck: 'false', autocapitalize: 'off', autocomplete: 'off',
    placeholder: small ? null : 'Paste or write a script here', 'aria-label': label, 'aria-describedby': summary, oninput: typed, onscroll: schedule,
  });
  const body = el('div', { class: 'editor-body' }, el('div', { class: 'editor-sheet' }, under, area));
  const element = el('div', { class: small ? 'editor small' : 'editor' }, gutter, body);
  let lines = [''];
  /** Of the script, if the text is a part of it. Diagnostics and places count from the script's first line. */
  let firstLine = 1;
  let problems = new Map();
  let frame = 0;
  let hasOwnDirections = false;
  new ResizeObserver(schedule).observe(area);

  function typed() {
    read();
    onInput();
  }

  function read() {
    lines = area.value.split('\n');
    hasOwnDirections = growsWithLines && rightToLeft.test(area.value);
    element.classList.toggle('own-directions', hasOwnDirections);
    element.style.setProperty('--rows', String(lines.length));
    schedule();
  }

  function schedule() {
    frame ||= requestAnimationFrame(draw);
  }

  function draw() {
    frame = 0;
    const style = getComputedStyle(area);
    const height = parseFloat(style.lineHeight);
    const padding = parseFloat(style.paddingTop);
    const first = Math.max(0, Math.floor((area.scrollTop - padding) / height) - extraLines);
    const last = Math.min(lines.length, first + Math.ceil(area.clientHeight / height) + 2 * extraLines);
    const top = padding + first * height - area.scrollTop;
    const seen = Array.from({ length: last - first }, (_, index) => first + index);
    gutter.style.setProperty('--digits', String(firstLine - 1 + lines.length).length);
    fill(gutter, shifted(seen.map(number), top, 0));
    fill(under, shifted(seen.map(marks), top, -area.scrollLeft));
  }

  function shifted(children, top, left) {
    const box = el('div', { class: 'editor-lines' }, children);
    box.style.transform = `translate(${left}px, ${top}px)`;
    return box;
  }

  function number(index) {
    const found = problems.get(firstLine + index);
    return el('div', { class: found ? `line-number ${worst(found)}` : 'line-number' }, firstLine + index);
  }

  /** The line again, unseen, with its tags tinted, its first problem underlined and said behind it. */
  function marks(index) {
    const text = lines[index];
    const found = problems.get(firstLine + index);
    if (!found) return el('div', { class: 'under-line' }, directed(tinted(text)));
    const at = Math.min(found[0].column - 1, text.length);
    return el('div', { class: `under-line ${worst(found)}` },
      directed([text.slice(0, at), el('span', { class: 'squiggle' }, text.slice(at) || ' ')]),
      el('span', { class: 'said' }, found.map(one => one.message).join(' · ')));
  }

  function directed(content) {
    return el('span', { dir: hasOwnDirections ? 'auto' : null }, content);
  }

  return {
    element,
    area,
    get value() {
      return area.value;
    },
    set value(text) {
      area.value = text;
      read();
    },
    set firstLine(line) {
      firstLine = line;
      schedule();
    },
    setDiagnostics(diagnostics) {
      problems = Map.groupBy(diagnostics, one => one.line);
      schedule();
    },
    /** Puts the caret at a line and column, both from 1. */
    goTo(line, column) {
      const index = Math.min(Math.max(line - firstLine, 0), lines.length - 1);
      const before = lines.slice(0, index).reduce((sum, text) => sum + text.length + 1, 0);
      const at = Math.min(before + Math.max(column - 1, 0), area.value.length);
      area.focus();
      area.setSelectionRange(at, at);
      area.scrollTop = Math.max(0, (index - 3) * parseFloat(getComputedStyle(area).lineHeight));
      area.scrollLeft = body.scrollLeft = 0;
      schedule();
    },
  };
}

function tinted(text) {
  const parts = [];
  let at = 0;
  for (const { 0: found, index } of text.matchAll(tag)) {
    if (text[index - 1] === '\\') continue;
    parts.push(text.slice(at, index), el('span', { class: tagKind(found) }, found));
    at = index + found.length;
  }
  parts.push(text.slice(at));
  return parts;
}

function tagKind(text) {
  if (/^\[(meta|beat|end_beat)\b/i.test(text)) return 'tint tint-frame';
  return /^\[pause\b/i.test(text) ? 'tint tint-pause' : 'tint tint-state';
}

function worst(found) {
  return found.some(one => one.severity === 'error') ? 'error' : 'warning';
}
