// The player at the foot of a session: what is playing, the position in the session, and its controls. It stays in sight.

import { button, el, fill, icon } from './dom.js';
import { clock } from './format.js';
import { speed, speeds } from './speed.js';

const stepMs = 100;

/** @param beats the BeatList. @param listening plays them. */
export function transport(beats, listening, signal) {
  const play = button({ class: 'play', onclick: () => listening.toggle() });
  const loop = button({
    class: 'icon-button', 'aria-label': 'Repeat the line', title: 'Repeat the line (o)', onclick: () => listening.toggleLoop(),
  }, icon('loop'));
  const name = el('strong', {});
  const words = el('span', { class: 'transport-words', dir: 'auto' });
  const place = el('input', { type: 'range', min: 0, step: stepMs, 'aria-label': 'Position in the session', oninput: drag, onchange: seek });
  const time = el('span', { class: 'time' });
  const pace = el('select', { 'aria-label': 'Speed', onchange: () => { speed.value = Number(pace.value); } },
    speeds.map(one => el('option', { value: one }, `${one}×`)));
  const element = el('section', { class: 'transport', 'aria-label': 'Player', hidden: true },
    el('div', { class: 'transport-keys' },
      skip('previous', 'Previous beat', 'Previous beat (k)', -1), play, skip('next', 'Next beat', 'Next beat (j)', 1), loop),
    el('div', { class: 'transport-what' }, el('p', {}, name, words), el('div', { class: 'transport-place' }, place, time)),
    pace);
  let drawn = {};
  speed.addEventListener('change', drawSpeed, { signal });
  listening.addEventListener('change', draw, { signal });
  listening.addEventListener('time', drawTime, { signal });
  drawSpeed();

  return { element, update: draw };

  function skip(shape, label, title, by) {
    return button({ class: 'icon-button', 'aria-label': label, title, onclick: () => listening.skip(by) }, icon(shape));
  }

  function drawSpeed() {
    pace.value = String(speed.value);
  }

  function draw() {
    const parts = timeline();
    element.hidden = !parts.length;
    if (element.hidden) return;
    document.documentElement.classList.add('has-transport');
    const { isPlaying, isLooping } = listening;
    if (drawn.isPlaying !== isPlaying) {
      fill(play, icon(isPlaying ? 'pause' : 'play'));
      play.setAttribute('aria-label', isPlaying ? 'Pause' : 'Listen through');
      play.title = isPlaying ? 'Pause (space)' : 'Listen through all beats from here (space)';
    }
    loop.setAttribute('aria-pressed', String(isLooping));
    drawn = { isPlaying, parts, total: parts.at(-1).startMs + parts.at(-1).lengthMs };
    place.max = drawn.total;
    drawTime();
  }

  function drawTime() {
    // While the slider is dragged, it follows the pointer.
    if (place.matches(':active')) return drawPlace(pointed().card, Number(place.value));
    const card = listening.card ?? beats.here;
    const part = drawn.parts?.find(one => one.card === card);
    const at = (part?.startMs ?? 0) + (listening.card ? listening.positionMs : 0);
    place.value = at;
    drawPlace(card, at);
  }

  function drawPlace(card, at) {
    place.setAttribute('aria-valuetext', `${card?.beat.beat_name ?? ''}, ${clock(at)} of ${clock(drawn.total ?? 0)}`);
    fill(time, el('span', { class: 'now' }, clock(at)), ` / ${clock(drawn.total ?? 0)}`);
    drawWords(card);
  }

  function drawWords(card) {
    const line = card === listening.card ? listening.line : -1;
    const key = `${card?.beatId} ${line} ${card?.beat.beat_name}`;
    if (drawn.key === key || !card) return;
    drawn.key = key;
    name.textContent = card.beat.beat_name;
    words.textContent = card.beat.script?.lines[line]?.text ?? '';
  }

  /** Where each beat begins in the session. */
  function timeline() {
    let startMs = 0;
    return beats.audible.map(card => {
      const lengthMs = card === listening.card ? listening.lengthMs : lengthOf(card.beat);
      const part = { card, startMs, lengthMs };
      startMs += lengthMs;
      return part;
    });
  }

  /** The beat at the slider's position, and the position in that beat. */
  function pointed() {
    const ms = Number(place.value);
    const { card, startMs } = drawn.parts.findLast(one => one.startMs <= ms);
    return { card, ms: ms - startMs };
  }

  /** Plays at once in the loaded beat. The recordings of others aren't fetched before the slider is released. */
  function drag() {
    if (pointed().card === listening.card) seek();
    else drawPlace(pointed().card, Number(place.value));
  }

  function seek() {
    const { card, ms } = pointed();
    listening.seek(card, ms);
  }
}

/** The length of the selected take, which listening through plays. */
function lengthOf(beat) {
  return (beat.takes.find(take => take.take_id === beat.selected_take_id) ?? beat.takes[0]).audio_duration_ms;
}
