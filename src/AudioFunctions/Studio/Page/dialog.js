// Dialogs of a view: they go with it.

import { el, button, icon } from './dom.js';

let titles = 0;

/** Shows a dialog; `content(close)` makes what is in it. Answers the dialog element. */
export function openDialog(title, content, { wide = false, onclose } = {}) {
  const id = `dialog-title-${++titles}`;
  const dialog = el('dialog', { class: wide ? 'wide-dialog' : 'small-dialog', 'aria-labelledby': id, 'data-view': true });
  const close = () => dialog.close();
  dialog.addEventListener('close', () => {
    dialog.remove();
    onclose?.();
  });
  dialog.append(
    el('div', { class: 'dialog-head' },
      el('h2', { id }, title),
      button({ class: 'icon-button', 'aria-label': 'Close', onclick: close }, icon('close'))),
    ...[content(close)].flat());
  document.body.append(dialog);
  dialog.showModal();
  return dialog;
}

/** Asks before something that cannot be taken back. */
export function confirmed(title, sentence, action) {
  return new Promise(resolve => {
    let answer = false;
    openDialog(title, close => [
      el('p', {}, sentence),
      el('div', { class: 'actions' },
        button({ onclick: close }, 'Cancel'),
        button({ class: 'danger', onclick: () => { answer = true; close(); } }, action)),
    ], { onclose: () => resolve(answer) });
  });
}
