// Shortcuts: one letter each, never while somebody types, and never in place of what a focused control does by itself.

import { el } from './dom.js';
import { openDialog } from './dialog.js';

const help = [
  ['j / k', 'Next and previous beat'],
  ['Space', 'Play or pause'],
  ['1 – 9', 'Listen to that take of the beat'],
  ['Shift + 1 – 9', 'Select that take'],
  ['r', 'Revise the beat'],
  ['c', 'Compare two takes of the beat'],
  ['a', 'Approve the beat and go to the next one to review'],
  ['d', 'Ask for the beat to be done again'],
  ['l / m', 'Lock the beat, write a note'],
  ['u', 'Next beat to review'],
  ['e', 'Export'],
  ['n', 'New session'],
  ['← / →', 'On a waveform: one second back or forth'],
  ['a / b', 'While comparing: hear the one or the other'],
  ['?', 'This list'],
];
let current = {};

/** The shortcuts of the view that is shown: {j: action, …}; digits come as `take(number, select)`. */
export function listenToKeys(shortcuts) {
  current = shortcuts;
}

export function showHelp() {
  openDialog('Keyboard', () =>
    el('dl', { class: 'keys' }, help.map(([keys, what]) => [el('dt', {}, el('kbd', {}, keys)), el('dd', {}, what)])));
}

document.addEventListener('keydown', event => {
  if (event.ctrlKey || event.metaKey || event.altKey || event.defaultPrevented || event.repeat) return;
  if (document.querySelector('dialog[open]') || isTyping(event.target)) return;
  if (event.key === ' ' && isControl(event.target)) return;
  const action = actionFor(event);
  if (!action) return;
  event.preventDefault();
  action();
});

function actionFor(event) {
  const digit = /^Digit([1-9])$/.exec(event.code);
  if (digit && current.take) return () => current.take(Number(digit[1]), event.shiftKey);
  if (event.key === '?') return showHelp;
  if (event.key === 'n') return () => { location.hash = '#/new'; };
  return event.key.length === 1 ? current[event.key] : null;
}

function isTyping(target) {
  return target.matches('textarea, select, input:not([type=checkbox]):not([type=radio]):not([type=range])') || target.isContentEditable;
}

function isControl(target) {
  return target.matches('button, a, summary, input, label');
}
