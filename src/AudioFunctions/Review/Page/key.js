// The function key: asked for once, kept by the browser, never in an address that is sent anywhere.

import { decoded } from './address.js';
import { el, button, field } from './dom.js';
import { bringToasts } from './notices.js';

const name = 'audiofunctions-key';
// What a header takes of it, and no line break that a pasted key brings along.
const sendable = /^[\x21-\x7e]+$/;
let waiting = null;
let asking = null;

/** Takes a key from the fragment (#key=…), which no server sees, and removes it from the address bar. */
export function takeKeyFromAddress() {
  const match = /^#key=([^&]*)&?(.*)$/.exec(location.hash);
  if (!match) return;
  const key = decoded(match[1]);
  if (sendable.test(key)) {
    keep(key, false);
    asking?.close();
  }
  history.replaceState(null, '', `${location.pathname}${location.search}${match[2] ? `#${match[2]}` : ''}`);
}

/** The key, asked for where there is none. Whoever else needs it meanwhile waits for the same answer. */
export function functionKey() {
  const kept = keptKey();
  return kept ? Promise.resolve(kept) : ask(null);
}

/** The service refused this key: it is forgotten, unless it has been replaced since. */
export function refuseKey(key) {
  const kept = keptKey();
  if (kept && kept !== key) return functionKey();
  forget();
  return ask('The service refused that key.');
}

/** Whether another key was given. */
export async function changeKey() {
  const before = keptKey();
  return await ask(null, true) !== before;
}

function keptKey() {
  return sessionStorage.getItem(name) ?? localStorage.getItem(name);
}

function forget() {
  sessionStorage.removeItem(name);
  localStorage.removeItem(name);
}

function keep(key, remember) {
  forget();
  (remember ? localStorage : sessionStorage).setItem(name, key);
}

function ask(complaint, mayClose = false) {
  waiting ??= new Promise(resolve => show(complaint, mayClose, resolve)).finally(() => { waiting = null; });
  return waiting;
}

function show(complaint, mayClose, resolve) {
  const input = el('input', { type: 'password', autocomplete: 'off', required: true, spellcheck: 'false', name: 'key' });
  const box = field('Function key', input, 'Your administrator has it; on your own machine it is in the file that ./run.sh --serve names.');
  const remember = el('input', { type: 'checkbox', id: 'remember-key' });
  box.complain(complaint);
  const form = el('form', { class: 'dialog-form', onsubmit: use },
    el('h2', { id: 'key-title' }, 'Sign in with a key'),
    el('p', {}, 'It is sent as a header with every request of this page, and nowhere else.'),
    box,
    el('label', { class: 'check', for: 'remember-key' }, remember, 'Remember it in this browser'),
    el('div', { class: 'actions' },
      mayClose ? button({ onclick: () => dialog.close() }, 'Cancel') : null,
      el('button', { class: 'primary', type: 'submit' }, 'Use key')));
  const dialog = el('dialog', { class: 'small-dialog', 'aria-labelledby': 'key-title', oncancel: stay, onclose: closed }, form);
  asking = dialog;
  document.body.append(dialog);
  dialog.showModal();
  bringToasts();

  function use(event) {
    event.preventDefault();
    const key = input.value.trim();
    if (!sendable.test(key)) return box.complain('A key has no spaces and only plain letters, digits and signs.');
    keep(key, remember.checked);
    dialog.close();
  }

  function stay(event) {
    if (!mayClose) event.preventDefault();
  }

  function closed() {
    bringToasts();
    dialog.remove();
    asking = null;
    const kept = keptKey();
    if (kept) resolve(kept);
    else show(complaint, mayClose, resolve);
  }
}
