// Shortcuts: one letter each, never while somebody types, and never in place of a focused control's own keys.

import { el } from './dom.js';
import { openDialog } from './dialog.js';

/** @type {[group: string, keys: [key: string, what: string][]][]} */
const help = [
  ['Listen', [
    ['Space', 'Listen through all beats from here, or pause'],
    ['p', 'Listen to this beat alone'],
    ['j / k', 'Next and previous beat; playback follows'],
    ['← / →', 'Previous and next line'],
    ['Shift + ← / →', 'One second back or forth; on a waveform, the arrow alone'],
    ['o', 'Repeat the line, or stop repeating it'],
    [', / .', 'Slower, faster'],
    ['1 – 9', 'Listen to that take of the beat'],
  ]],
  ['Review', [
    ['a', 'Approve the beat and go to the next one to review; playback follows'],
    ['d', 'Mark the beat for redo (a, d, l and m mean the beat just heard while the next one begins)'],
    ['z', 'Undo the last verdict, given by key or button; press again for the one before'],
    ['u', 'Next beat to review, of those shown'],
    ['l / m', 'Lock the beat, write a note'],
    ['Shift + 1 – 9', 'Select that take'],
    ['t / h', 'Star the take in focus, or just heard, or selected; hide it, or show it again'],
    ['c', 'Compare two takes of the beat, or those marked; there a, b, c … switch'],
    ['Shift + c', 'Compare all takes of the beat blind'],
    ['r', 'Revise the beat'],
  ]],
  ['Script', [
    ['i', 'Edit the beat where it stands'],
    ['s', 'Edit the whole script'],
    ['Ctrl + Enter', 'In an editor: apply'],
    ['Esc', 'In an editor of a beat: close it; what you typed is kept'],
    ['Shift + z', 'Undo the last change of the script; press again for the one before'],
  ]],
  ['Session', [
    ['v', 'Show more or less of each beat'],
    ['/', 'Find in names and text'],
    ['e', 'Export'],
    ['n', 'New session'],
    ['?', 'This list'],
  ]],
];
const repeatable = new Set(['j', 'k', 'ArrowLeft', 'ArrowRight', ',', '.']);
let current = {};
let pointed = null;

/** The shortcuts of the view that is shown: {j: action, 'Shift+ArrowLeft': action, …}; digits come as `take(number, select)`. */
export function listenToKeys(shortcuts) {
  current = shortcuts;
}

export function showHelp() {
  openDialog('Keyboard', () =>
    el('div', { class: 'key-groups' }, help.map(([group, keys]) => el('section', {}, el('h3', {}, group),
      el('dl', { class: 'keys' }, keys.map(([key, what]) => [el('dt', {}, el('kbd', {}, key)), el('dd', {}, what)]))))), { wide: true });
}

document.addEventListener('keydown', event => {
  if (event.ctrlKey || event.metaKey || event.altKey || event.defaultPrevented) return;
  if (event.repeat && !repeatable.has(event.key)) return;
  const target = /** @type {HTMLElement} */ (event.target);
  if (document.querySelector('dialog[open]') || isTyping(target)) return;
  if (event.key === ' ' && isControl(target) && target !== pointed) return;
  if (event.key.startsWith('Arrow') && target.matches('input')) return;
  const action = actionFor(event);
  if (!action) return;
  event.preventDefault();
  action();
});
// After a click on Approve, the space bar means listening, not taking the approval back.
document.addEventListener('pointerdown', event => {
  pointed = /** @type {HTMLElement} */ (event.target).closest('button, a');
}, true);
document.addEventListener('focusin', event => {
  if (event.target !== pointed) pointed = null;
});
// Some browsers press a button on keyup, even if keydown was handled.
document.addEventListener('keyup', event => {
  if (event.key === ' ' && event.target === pointed && current[' '] && !document.querySelector('dialog[open]')) event.preventDefault();
});

function actionFor(event) {
  if (event.key === '?') return showHelp;
  // On some keyboards these are on digit keys, for instance / is Shift + 7.
  if (/^[/.,]$/.test(event.key) && current[event.key]) return current[event.key];
  const digit = /^Digit([1-9])$/.exec(event.code);
  if (digit && current.take) return () => current.take(Number(digit[1]), event.shiftKey);
  if (event.key.toLowerCase() === 'n' && !event.shiftKey) return () => { location.hash = '#/new'; };
  if (event.key.startsWith('Arrow')) return current[event.shiftKey ? `Shift+${event.key}` : event.key];
  // Also with Caps Lock.
  if (/^[a-z]$/i.test(event.key)) return current[`${event.shiftKey ? 'Shift+' : ''}${event.key.toLowerCase()}`];
  return event.key.length === 1 ? current[event.key] : null;
}

function isTyping(target) {
  return target.matches('textarea, select, input:not([type=checkbox]):not([type=radio]):not([type=range])') || target.isContentEditable;
}

function isControl(target) {
  return target.matches('button, a, summary, input, label');
}
