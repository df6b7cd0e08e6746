// Search, preview and choose a voice of the speech account.

import { call } from './api.js';
import { Clip } from './clip.js';
import { el, fill, button, icon } from './dom.js';
import { isAbort } from './failures.js';
import { count } from './format.js';
import { failed, problemBox } from './notices.js';
import { delay } from './poll.js';
import { soundInTurn } from './sound-in-turn.js';

const typingMs = 350;
const pageSize = 20;

/** @param choose gets {voice_id, name, …}. @param signal ends it. */
export function voicePicker(choose, signal) {
  const search = el('input', { type: 'search', 'aria-label': 'Find a voice', placeholder: 'Find by name, accent, use …', dir: 'auto', autocomplete: 'off', oninput: typed });
  const list = el('ul', { class: 'picker-list', 'aria-label': 'Voices of the account' });
  const state = el('div', { role: 'status' });
  const all = button({ hidden: true, onclick: () => inTurn.toggle() }, icon('play'), 'Listen to all');
  const more = button({ class: 'more', hidden: true, onclick: () => load(false) }, 'Show more');
  const box = el('div', { class: 'picker', hidden: true }, search, state, all, list, more);
  const open = button({ 'aria-expanded': 'false', onclick: toggle }, 'Choose from the account');
  let typing = new AbortController();
  let continuation = null;
  let asked = 0;
  /** @type {{ voice: any, clip: Clip, element: HTMLElement }[]} */
  let previews = [];
  let inTurn = soundInTurn([], () => {}, signal);
  return el('div', { class: 'picker-box' }, open, box);

  function toggle() {
    box.hidden = !box.hidden;
    open.setAttribute('aria-expanded', String(!box.hidden));
    if (box.hidden) return inTurn.stop();
    search.focus();
    if (!list.firstChild) load(true);
  }

  async function typed() {
    typing.abort();
    typing = new AbortController();
    const { signal: stopped } = typing;
    await delay(typingMs, stopped);
    if (!stopped.aborted) await load(true);
  }

  async function load(fromStart) {
    const mine = ++asked;
    more.disabled = true;
    try {
      const query = { search: search.value.trim(), limit: pageSize, continuation: fromStart ? null : continuation };
      const { body } = await call('GET', 'voices/available', { query, signal });
      if (mine !== asked) return;
      continuation = body.continuation;
      if (fromStart) clear();
      list.append(...body.voices.map(row));
      hearInTurn();
      more.hidden = !continuation;
      fill(state, list.firstChild ? el('p', { class: 'visually-hidden' }, count(list.children.length, 'voice')) : el('p', { class: 'muted' }, 'No voice matches.'));
    } catch (failure) {
      if (mine === asked && !isAbort(failure)) fill(state, problemBox(failure));
    } finally {
      more.disabled = false;
    }
  }

  function clear() {
    inTurn.stop();
    fill(list);
    previews = [];
  }

  /** Plays the listed previews in turn; the one that plays is scrolled into view, and its Use button gets the focus. */
  function hearInTurn() {
    inTurn.stop();
    inTurn = soundInTurn(previews.map(one => one.clip), (index, goesOn) => {
      previews.forEach((one, at) => one.element.classList.toggle('heard', at === index));
      // A new search may have replaced the one that begins to play.
      const element = index === null ? null : previews[index]?.element;
      if (!element) return;
      element.scrollIntoView({ block: 'nearest' });
      if (goesOn) /** @type {HTMLElement} */ (element.lastElementChild).focus();
    }, signal);
    all.hidden = previews.length < 2;
  }

  function row(voice) {
    const about = [voice.category, ...Object.values(voice.labels)].filter(Boolean).join(' · ');
    const clip = voice.preview_url ? new Clip(voice.preview_url, null, signal) : null;
    const element = el('li', { class: 'picker-voice', 'data-voice-id': voice.voice_id },
      clip ? previewButton(voice, clip) : el('span', { class: 'no-preview', title: 'This voice has no preview' }),
      el('div', {}, el('strong', { dir: 'auto' }, voice.name), el('p', { class: 'muted', dir: 'auto' }, about || voice.description)),
      button({ onclick: () => use(voice), 'aria-label': `Use ${voice.name}` }, 'Use'));
    if (clip) previews.push({ voice, clip, element });
    return element;
  }

  function use(voice) {
    toggle();
    choose(voice);
  }

  function previewButton(voice, clip) {
    const play = button({ class: 'icon-button', onclick: () => Promise.resolve(clip.toggle()).catch(failed) });
    clip.addEventListener('state', draw);
    draw();
    return play;

    function draw() {
      fill(play, icon(clip.isPlaying ? 'pause' : 'play'));
      play.setAttribute('aria-label', `${clip.isPlaying ? 'Pause' : 'Listen to'} ${voice.name}`);
    }
  }
}
