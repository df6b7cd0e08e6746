// All beats of a session at a glance: verdict, sound quality, character and length of each. A click goes there.

import { arrange, button, el, fill, icon } from './dom.js';
import { hue, seconds } from './format.js';
import { selectedTake, isSuspect } from './beat-filter.js';

/** @param beats the BeatList. */
export function outline(beats, signal) {
  const list = el('ol', { class: 'outline-rows' });
  const summary = el('summary', {});
  const box = el('details', { open: matchMedia('(min-width: 1101px)').matches }, summary, list);
  const element = el('nav', { class: 'outline', 'aria-label': 'Beats', hidden: true }, box);
  let rows = new Map();
  let current = null;
  matchMedia('(min-width: 1101px)').addEventListener('change', event => { box.open = event.matches; }, { signal });

  return {
    element,
    update() {
      element.hidden = beats.all.length < 2;
      rows = new Map(beats.all.map(card => [card.beatId, rows.get(card.beatId) ?? outlineRow(card, () => go(card))]));
      for (const row of rows.values()) row.update();
      arrange(list, [...rows.values()].map(row => row.element));
      const done = beats.all.filter(card => card.beat.review === 'approved').length;
      fill(summary, `${beats.all.length} beats`, el('span', { class: 'muted' }, `${done} approved`),
        el('progress', { max: beats.all.length, value: done, 'aria-label': 'Approved beats' }));
      mark();
    },
  };

  function go(card) {
    // The open outline would cover the beat.
    if (matchMedia('(max-width: 1100px)').matches) box.open = false;
    beats.goTo(card);
  }

  function mark() {
    const next = rows.get(beats.here?.beatId) ?? null;
    if (current === next) return;
    current?.setCurrent(false);
    current = next;
    current?.setCurrent(true);
  }
}

function outlineRow(card, go) {
  const state = el('span', { class: 'outline-state' });
  const name = el('bdi', { class: 'outline-name' });
  const voice = el('span', { class: 'outline-voice' });
  const length = el('span', { class: 'outline-length' });
  const control = button({ class: 'outline-row', onclick: go }, state, name, voice, length);
  const element = el('li', {}, control);
  let drawn = null;

  return {
    element,
    update() {
      const { beat } = card;
      element.hidden = card.element.hidden;
      const take = selectedTake(beat);
      const [kind, shape, said] = stateOf(beat);
      // A verdict takes the place of the warning, but doesn't make the sound better.
      const isStillSuspect = beat.review !== null && isSuspect(beat);
      const key = [kind, isStillSuspect, beat.beat_name, beat.character, beat.locked, beat.note, take?.audio_duration_ms].join('\n');
      if (key === drawn) return;
      drawn = key;
      state.className = `outline-state ${kind}`;
      fill(state, shape ? icon(shape) : null, el('span', { class: 'visually-hidden' }, said));
      fill(name, beat.beat_name);
      fill(voice, beat.character);
      voice.style.setProperty('--hue', hue(beat.character));
      fill(length, isStillSuspect ? sign('warning', 'suspect') : null, beat.locked ? sign('lock', 'locked') : null, beat.note ? sign('note', 'with a note') : null, take ? seconds(take.audio_duration_ms) : '–');
      control.title = `${beat.beat_name} (${beat.beat_id}): ${said}${isStillSuspect ? ', suspect' : ''}`;
    },
    setCurrent(isCurrent) {
      if (!isCurrent) return control.removeAttribute('aria-current');
      control.setAttribute('aria-current', 'true');
      keepInView(element);
    },
  };
}

/** An icon, and its word for screen readers. */
function sign(shape, word) {
  return [icon(shape), el('span', { class: 'visually-hidden' }, `${word} `)];
}

/** @returns {[kind: string, shape: string | null, words: string]} */
function stateOf(beat) {
  if (beat.review === 'approved') return ['good', 'check', 'approved'];
  if (beat.review === 'redo') return ['redo', 'again', 'to be done again'];
  if (beat.error && !beat.takes.length) return ['bad', 'close', 'failed'];
  if (!beat.takes.length) return ['waiting', null, 'not spoken yet'];
  return isSuspect(beat) ? ['warn', 'warning', 'suspect, to review'] : ['open', null, 'to review'];
}

/** Scrolls only the outline, because the window shows the beat. */
function keepInView(row) {
  const list = row.parentElement;
  if (!list || list.scrollHeight <= list.clientHeight) return;
  const above = row.offsetTop - list.scrollTop;
  if (above < 0 || above + row.offsetHeight > list.clientHeight) list.scrollTop = row.offsetTop - list.clientHeight / 2;
}
