// Two takes of a beat side by side: the same words in the one and the other, and what differs between them.

import { el, fill, button } from './dom.js';
import { openDialog } from './dialog.js';
import { player } from './player.js';
import { comparableRows } from './take-settings.js';
import { failed } from './notices.js';

/** @param sides two of {take, number, clip}; `select(take)` selects and may throw. */
export function compareTakes(title, sides, selectedId, select) {
  const names = ['A', 'B'];
  const closed = new AbortController();
  let heard = 0;
  let places = [];
  const toggles = sides.map((side, index) => button({
    class: 'ab', 'aria-pressed': String(index === heard), onclick: () => hear(index),
  }, el('strong', {}, names[index]), ` Take ${side.number}`));
  const dialog = openDialog(`Compare: ${title}`, close => [
    el('p', { class: 'muted' }, 'Switch while it plays: the other take goes on at the same words.'),
    el('div', { class: 'ab-switch', role: 'group', 'aria-label': 'Which take is heard' }, toggles),
    el('div', { class: 'sides' }, places = sides.map((side, index) => el('section', { class: 'side-by-side', 'aria-label': `Take ${side.number}` },
      el('h3', {}, el('span', { class: 'letter' }, names[index]), `Take ${side.number}`),
      player(side.clip, side.take.lines, `take ${side.number}`, closed.signal),
      side.take.take_id === selectedId
        ? el('p', { class: 'pill good' }, 'Selected')
        : button({ onclick: event => choose(side, event.currentTarget, close) }, `Select take ${side.number}`)))),
    differences(sides),
  ], { wide: true, onclose: end });
  dialog.addEventListener('keydown', key);
  focusPlay();
  sides.forEach((side, index) => side.clip.addEventListener('state', () => {
    if (side.clip.isPlaying) mark(index);
  }, { signal: closed.signal }));

  function end() {
    closed.abort();
    sides.forEach(side => side.clip.pause());
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

  /** Where the space bar plays what is heard. */
  function focusPlay() {
    places[heard].querySelector('.play').focus();
  }

  function mark(index) {
    heard = index;
    toggles.forEach((toggle, at) => toggle.setAttribute('aria-pressed', String(at === index)));
  }

  function key(event) {
    if (event.ctrlKey || event.metaKey || event.altKey) return;
    if (event.key === 'a' || event.key === 'b') {
      hear(event.key === 'a' ? 0 : 1);
      focusPlay();
    }
    if (event.key !== ' ' || event.target.matches('button')) return;
    event.preventDefault();
    Promise.resolve(sides[heard].clip.toggle()).catch(failed);
  }

  async function choose(side, pressed, close) {
    pressed.disabled = true;
    try {
      await select(side.take);
      close();
    } catch (failure) {
      pressed.disabled = false;
      failed(failure);
    }
  }
}

/** The place in the other take that has the same words: between the lines' timings it is in proportion. */
function sameWords(from, to) {
  const here = knots(from.take);
  const there = knots(to.take);
  const at = from.clip.positionMs;
  const next = here.findIndex(knot => knot > at);
  if (here.length !== there.length || next < 1) return at;
  const share = (at - here[next - 1]) / (here[next] - here[next - 1]);
  return there[next - 1] + share * (there[next] - there[next - 1]);
}

function knots(take) {
  return [0, ...take.lines.flatMap(line => [line.start_ms, line.end_ms]), take.audio_duration_ms];
}

function differences(sides) {
  const [left, right] = sides.map(side => comparableRows(side.take));
  return el('table', { class: 'differences' },
    el('caption', { class: 'visually-hidden' }, 'Settings of both takes; rows that differ are marked'),
    el('thead', {}, el('tr', {}, el('td', {}), sides.map((side, index) => el('th', { scope: 'col' }, `${'AB'[index]} · Take ${side.number}`)))),
    fill(el('tbody', {}), left.map(([label, value], row) => el('tr', { class: value === right[row][1] ? null : 'differs' },
      el('th', { scope: 'row' }, label), el('td', {}, value), el('td', {}, right[row][1])))));
}
