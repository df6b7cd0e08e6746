// Dialogs of a view: they close when it is left.

import { el, button, icon } from './dom.js';
import { bringToasts } from './notices.js';

let titles = 0;

/**
 * Shows a dialog; `content(close)` returns its content. @returns the dialog element.
 * @param {string} title
 * @param {(close: () => void) => any} content
 * @param {{ wide?: boolean, onclose?: () => void }} [options]
 */
export function openDialog(title, content, { wide = false, onclose } = {}) {
  const id = `dialog-title-${++titles}`;
  const close = () => dialog.close();
  const attributes = { class: wide ? 'wide-dialog' : 'small-dialog', 'aria-labelledby': id, 'data-view': true, onclose: closed };
  const dialog = el('dialog', attributes,
    el('div', { class: 'dialog-head' },
      el('h2', { id }, title),
      button({ class: 'icon-button', 'aria-label': 'Close', onclick: close }, icon('close'))),
    content(close));
  document.body.append(dialog);
  dialog.showModal();
  bringToasts();
  return dialog;

  function closed() {
    bringToasts();
    dialog.remove();
    onclose?.();
  }
}

/** Asks before something that can't be undone. @returns whether the person confirmed it. */
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
