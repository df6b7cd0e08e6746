// One line spoken by several voices, one after the other, to choose one. It is a session like any other: what was paid for stays to be heard.

import { call, part } from './api.js';
import { Clip } from './clip.js';
import { openDialog } from './dialog.js';
import { el, fill, button, field, icon, spinner } from './dom.js';
import { isAbort, messageOf } from './failures.js';
import { count, seconds } from './format.js';
import { announce, failed, problemBox } from './notices.js';
import { newKey } from './random.js';
import { waitForCompletion } from './regenerate.js';
import { soundInTurn } from './sound-in-turn.js';
import { tryoutScript } from './tryout-script.js';

const example = 'Corporation stole your chips, and the bag is not the same.';

/**
 * @param {{ line?: string | null, only?: string | null, useLabel?: string, use?: ((voice: any) => void) | null }} options line: what they say
 * for a start; only: the one character that does, for a start; use: gets the profile that was chosen, if there is anything to choose.
 */
export async function tryoutDialog({ line = null, only = null, useLabel = '', use = null }, viewSignal) {
  const closed = new AbortController();
  viewSignal.addEventListener('abort', () => closed.abort());
  const { signal } = closed;
  const text = el('textarea', { rows: 2, maxlength: 500, dir: 'auto', value: line ?? example, oninput: changed });
  const boxes = new Map();
  const candidates = el('div', { class: 'candidates' });
  const cost = el('p', { class: 'muted', role: 'status' });
  const speak = button({ class: 'primary', disabled: true, onclick: start }, 'Speak it');
  const state = el('div', { role: 'status' });
  const heard = el('ol', { class: 'tryouts', 'aria-label': 'The line in each voice' });
  let inTurn = null;
  /** @type {any[]} */
  let voices = [];
  let attempt = null;
  let asked = 0;
  const dialog = openDialog('Try a line', () => [
    field('Line', text, 'Every chosen voice speaks it, with the settings of its profile.'),
    el('fieldset', { class: 'candidate-box' }, el('legend', {}, 'Voices'), candidates),
    cost,
    el('div', { class: 'actions start' }, speak),
    state, heard,
  ], { wide: true, onclose: () => closed.abort() });
  dialog.addEventListener('keydown', key);
  try {
    ({ body: { voices } } = await call('GET', 'voices', { signal }));
    fill(candidates, voices.map(candidate));
    await changed();
  } catch (failure) {
    if (!isAbort(failure)) fill(state, problemBox(failure));
  }

  function candidate(voice) {
    const box = el('input', { type: 'checkbox', id: `candidate-${voice.character}`, checked: only === null || voice.character === only, onchange: changed });
    boxes.set(voice, box);
    return el('label', { class: 'check', for: box.id }, box, el('bdi', {}, voice.display_name));
  }

  function chosen() {
    return voices.filter(voice => boxes.get(voice).checked);
  }

  /** Estimates the cost. */
  async function changed() {
    const mine = ++asked;
    const isReady = text.value.trim() && chosen().length > 0;
    speak.disabled = true;
    if (!isReady) return fill(cost, 'Write a line and choose a voice.');
    try {
      const { body } = await call('POST', 'scripts/estimate', { text: script(), signal, repeatable: true });
      if (mine !== asked) return;
      const { characters, expected_credits: credits } = body.total;
      const price = credits ? `about ${count(Math.round(credits), 'credit')}` : count(characters, 'character');
      fill(cost, `${count(chosen().length, 'voice')}, ${price}. It is kept as a session of the project voice-tests.`);
      speak.disabled = false;
    } catch (failure) {
      if (mine === asked && !isAbort(failure)) fill(cost, messageOf(failure));
    }
  }

  function script() {
    return tryoutScript(text.value, chosen());
  }

  async function start() {
    const wanted = script();
    const candidatesNow = chosen();
    // The same key for the same request, so that a repeat after a lost connection isn't paid for again.
    if (attempt?.wanted !== wanted) attempt = { wanted, key: newKey() };
    speak.disabled = true;
    inTurn?.stop();
    fill(heard);
    fill(state, el('p', { class: 'job' }, spinner(), `Speaking ${count(candidatesNow.length, 'voice')}…`));
    try {
      const started = await call('POST', 'sessions', { text: wanted, headers: { 'Idempotency-Key': attempt.key }, signal, repeatable: true });
      await waitForCompletion(started.body.statusQueryGetUri, signal);
      const { body: session } = await call('GET', `sessions/${part(started.body.session_id)}`, { signal });
      show(session, candidatesNow);
    } catch (failure) {
      if (!isAbort(failure)) fill(state, problemBox(failure));
    } finally {
      speak.disabled = false;
    }
  }

  function show(session, spoken) {
    const tries = session.beats.map((beat, index) => ({ beat, voice: spoken[index], take: beat.takes.find(one => one.take_id === beat.selected_take_id) }));
    const audible = tries.filter(({ take }) => take).map(one => ({
      ...one, clip: new Clip(`sessions/${part(session.session_id)}/takes/${part(one.take.take_id)}/audio`, one.take.audio_duration_ms, signal),
    }));
    const rows = audible.map(one => row(one));
    inTurn = soundInTurn(audible.map(one => one.clip), index => {
      rows.forEach((each, at) => each.element.classList.toggle('heard', at === index));
      if (index !== null) announce(audible[index].voice.display_name);
    }, signal);
    fill(heard, rows.map(each => each.element), tries.filter(({ take }) => !take).map(({ voice, beat }) =>
      el('li', { class: 'tryout' }, el('span', {}), el('bdi', {}, voice.display_name), el('span', { class: 'muted' }, beat.error?.message ?? 'Not spoken'))));
    fill(state, el('div', { class: 'actions start' },
      button({ onclick: () => inTurn.toggle() }, icon('play'), 'Listen to all'),
      el('a', { href: `#/sessions/${part(session.session_id)}` }, 'Open as a session'),
      el('span', { class: 'muted for-keyboards' }, `Space: listen or pause · ↑ ↓: another voice${use ? ' · Enter: use it' : ''}`)));
    rows[0]?.last.focus();
    inTurn.play(0);
  }

  function row({ voice, take, clip }) {
    const play = button({ class: 'icon-button', onclick: () => Promise.resolve(clip.toggle()).catch(failed) });
    const useButton = use ? button({ 'aria-label': `${useLabel}: ${voice.display_name}`, onclick: () => choose(voice) }, useLabel) : null;
    clip.addEventListener('state', draw);
    draw();
    return {
      last: useButton ?? play,
      element: el('li', { class: 'tryout', 'data-voice': voice.character }, play, el('bdi', {}, voice.display_name),
        el('span', { class: 'muted' }, seconds(take.audio_duration_ms)), useButton),
    };

    function draw() {
      fill(play, icon(clip.isPlaying ? 'pause' : 'play'));
      play.setAttribute('aria-label', `${clip.isPlaying ? 'Pause' : 'Listen to'} ${voice.display_name}`);
    }
  }

  function choose(voice) {
    dialog.close();
    use?.(voice);
  }

  function key(event) {
    if (!inTurn || event.ctrlKey || event.metaKey || event.altKey || event.target.matches('textarea, input')) return;
    const buttons = [...heard.querySelectorAll('button:last-of-type')];
    const step = { ArrowDown: 1, ArrowUp: -1 }[event.key] ?? 0;
    if (step) {
      event.preventDefault();
      const next = Math.min(Math.max((inTurn.index ?? 0) + step, 0), buttons.length - 1);
      buttons[next].focus();
      inTurn.play(next);
    } else if (event.key === ' ' && heard.contains(event.target)) {
      event.preventDefault();
      inTurn.toggle();
    }
  }
}
