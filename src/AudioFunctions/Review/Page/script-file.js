// A script from a file: chosen, or dropped onto the editor.

import { el } from './dom.js';

const maxBytes = 1024 * 1024;

/** A file as text, or an Error that says why it is none. */
export async function readScriptFile(file) {
  if (file.size > maxBytes) throw new Error(`“${file.name}” has over 1 MiB; a script has at most that.`);
  try {
    return new TextDecoder('utf-8', { fatal: true }).decode(await file.arrayBuffer());
  } catch {
    throw new Error(`“${file.name}” is not text in UTF-8; save it as UTF-8 and choose it again.`);
  }
}

/** An unseen file input and the label that opens it. */
export function filePicker(onFile) {
  const input = el('input', {
    type: 'file', id: 'script-file', class: 'visually-hidden', accept: '.els,.txt,text/plain',
    onchange: () => {
      if (input.files[0]) onFile(input.files[0]);
      input.value = '';
    },
  });
  return [input, el('label', { class: 'button', for: 'script-file' }, 'Open a file…')];
}

export function acceptDrops(element, onFile) {
  element.addEventListener('dragover', event => {
    if (!event.dataTransfer.types.includes('Files')) return;
    event.preventDefault();
    element.classList.add('drop-here');
  });
  element.addEventListener('dragleave', event => {
    if (!element.contains(event.relatedTarget)) element.classList.remove('drop-here');
  });
  element.addEventListener('drop', event => {
    element.classList.remove('drop-here');
    if (!event.dataTransfer.files[0]) return;
    event.preventDefault();
    onFile(event.dataTransfer.files[0]);
  });
}
