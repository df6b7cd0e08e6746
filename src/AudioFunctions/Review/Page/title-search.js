// Finding sessions by words of their titles.

import { el } from './dom.js';
import { delay } from './poll.js';

const typingMs = 250;

/** @param onChange hears that other titles are looked for. @param loadFurther gets older sessions if none matches yet. @param signal ends it. */
export function titleSearch(onChange, loadFurther, signal) {
  const input = el('input', { dir: 'auto', type: 'search', id: 'filter-title', placeholder: 'Any title', autocomplete: 'off', oninput: typed });
  let words = [];
  let typing = new AbortController();
  return {
    element: el('div', { class: 'field' }, el('label', { for: 'filter-title' }, 'Title'), input),
    matches: session => words.every(word => (session.video_title || 'Untitled').toLowerCase().includes(word)),
    get words() {
      return words.join(' ');
    },
    clear() {
      input.value = '';
      words = [];
    },
  };

  async function typed() {
    typing.abort();
    typing = new AbortController();
    const { signal: stopped } = typing;
    await delay(typingMs, stopped);
    if (stopped.aborted || signal.aborted) return;
    words = input.value.toLowerCase().split(/\s+/).filter(Boolean);
    onChange();
    if (words.length) loadFurther();
  }
}
