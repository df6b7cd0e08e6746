// Takes of a beat side by side: the same words in one and another, and what differs between them. Blind, nothing says which is which until one
// is chosen.

import { el, fill, button, icon } from './dom.js';
import { differences } from './compare-table.js';
import { openDialog } from './dialog.js';
import { player } from './player.js';
import { shuffled } from './random.js';
import { sameWords } from './same-words.js';
import { announce, failed } from './notices.js';

const letters = 'ABCDEFGHI';

/**
 * @param takes that can be compared, at most nine: {take, number, clip, isStarred}. @param {string[]} ids of those to compare for a start.
 * @param selectedId of the selected one. @param select selects a take, and may throw. @param {boolean} blind whether it starts so.
 */
export function compareTakes(title, takes, ids, selectedId, select, blind = false) {
  const closed = new AbortController();
  let shown = new AbortController();
  let sides = takes.filter(side => ids.includes(side.take.take_id));
  let heard = 0;
  let toggles = [];
  let players = [];
  const body = el('div', { class: 'compared' });
  const hide = el('input', { type: 'checkbox', id: 'compare-blind', checked: blind, onchange: start });
  const widen = button({ onclick: compareAll });
  const dialog = openDialog(`Compare: ${title}`, () => [
    el('p', { class: 'muted' }, 'Switch while it plays: the other take goes on at the same words.'),
    el('div', { class: 'compare-options' },
      el('label', { class: 'check', for: hide.id }, hide, 'Blind: hide which is which until one is chosen'), widen),
    body,
  ], { wide: true, onclose: end });
  dialog.addEventListener('keydown', key);
  start();
  focusPlay();

  /** Shuffles the takes if the comparison is blind. */
  function start() {
    sides = hide.checked ? shuffled(sides) : takes.filter(side => sides.includes(side));
    draw(0);
  }

  function compareAll() {
    sides = takes;
    start();
    focusPlay();
  }

  function draw(first) {
    stop();
    shown = new AbortController();
    heard = first;
    widen.hidden = sides.length === takes.length;
    widen.textContent = `Compare all ${takes.length}`;
    toggles = sides.map((side, index) => button({ class: 'ab', 'aria-pressed': String(index === heard), onclick: () => hear(index) },
      el('strong', {}, letters[index]), hide.checked ? null : ` Take ${side.number}`));
    players = sides.map((side, index) => player(side.clip, side.take.lines, nameOf(index), shown.signal));
    fill(body,
      el('div', { class: 'ab-switch', role: 'group', 'aria-label': 'Which take is heard' }, toggles),
      el('div', { class: 'sides' }, sides.map(drawSide)),
      hide.checked ? null : differences(sides, letters));
    sides.forEach((side, index) => side.clip.addEventListener('state', () => side.clip.isPlaying && mark(index), { signal: shown.signal }));
  }

  function drawSide(side, index) {
    const isSelected = side.take.take_id === selectedId && !hide.checked;
    return el('section', { class: 'side-by-side', 'aria-label': hide.checked ? nameOf(index) : `Take ${side.number}` },
      el('h3', {}, el('span', { class: 'letter' }, letters[index]), hide.checked ? null : `Take ${side.number}`,
        side.isStarred && !hide.checked ? starred() : null),
      players[index],
      isSelected ? el('p', { class: 'pill good' }, 'Selected')
        : button({ onclick: event => choose(side, event.currentTarget) }, hide.checked ? `Choose ${letters[index]}` : `Select take ${side.number}`));
  }

  function starred() {
    return el('span', { class: 'starred' }, icon('star'), el('span', { class: 'visually-hidden' }, ', starred'));
  }

  function nameOf(index) {
    return hide.checked ? letters[index] : `take ${sides[index].number}`;
  }

  function end() {
    closed.abort();
    stop();
  }

  function stop() {
    shown.abort();
    for (const side of takes) side.clip.pause();
  }

  function hear(index) {
    const from = sides[heard];
    const to = sides[index];
    if (index !== heard) {
      const place = sameWords(from, to);
      (from.clip.isPlaying ? to.clip.play(place) : to.clip.seek(place)).catch(failed);
      from.clip.pause();
    }
    mark(index);
  }

  /** Focuses the play button of the current take, so that the space bar plays it. */
  function focusPlay() {
    players[heard].querySelector('.play').focus();
  }

  function mark(index) {
    heard = index;
    toggles.forEach((toggle, at) => toggle.setAttribute('aria-pressed', String(at === index)));
  }

  function key(event) {
    if (event.ctrlKey || event.metaKey || event.altKey) return;
    const index = event.key.length === 1 ? letters.indexOf(event.key.toUpperCase()) : -1;
    if (index >= 0 && index < sides.length) {
      hear(index);
      focusPlay();
    }
    if (event.key !== ' ' || event.target.matches('button, input')) return;
    event.preventDefault();
    Promise.resolve(sides[heard].clip.toggle()).catch(failed);
  }

  async function choose(side, pressed) {
    pressed.disabled = true;
    try {
      if (side.take.take_id !== selectedId) await select(side.take);
      selectedId = side.take.take_id;
      if (hide.checked) reveal(side);
      else dialog.close();
    } catch (failure) {
      pressed.disabled = false;
      failed(failure);
    }
  }

  /** Keeps the order in which the takes were compared. */
  function reveal(chosen) {
    if (closed.signal.aborted) return;
    hide.checked = false;
    draw(sides.indexOf(chosen));
    focusPlay();
    announce(`${letters[sides.indexOf(chosen)]} was take ${chosen.number}. It is selected.`);
  }
}
