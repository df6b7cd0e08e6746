// Voice profiles: who there is, and what they are spoken with.

import { call, part } from './api.js';
import { el, fill, button, icon } from './dom.js';
import { confirmed } from './dialog.js';
import { isAbort } from './failures.js';
import { factor, setting } from './format.js';
import { failed, notice, problemBox } from './notices.js';
import { characterBadge } from './script-summary.js';
import { voiceDialog } from './voice-form.js';
import { tryoutDialog } from './voice-tryout.js';

/** @type {[name: string, label: string, write: (value: number) => string][]} */
const figures = [['speed', 'Speed', factor], ['stability', 'Stability', setting], ['similarity_boost', 'Similarity', setting], ['style', 'Style', setting]];

export async function voicesView({ main, signal }) {
  const list = el('ul', { class: 'voices', 'aria-label': 'Voice profiles' });
  fill(main,
    el('div', { class: 'page-head' },
      el('h1', {}, 'Voices'),
      el('div', { class: 'actions' },
        button({ onclick: tryLine }, icon('play'), 'Try a line'),
        button({ class: 'primary', onclick: () => voiceDialog(null, signal, reload) }, icon('plus'), 'Add a voice'))),
    el('p', { class: 'muted' },
      'What every character is spoken with, unless a script or a revision says otherwise. A character added here can be used in a script at once.'),
    el('p', {}, el('a', { class: 'button', href: '#/pronunciations' }, 'How words are said')),
    list);
  let asked = 0;
  await reload();

  async function reload() {
    const mine = ++asked;
    try {
      const { body } = await call('GET', 'voices', { signal });
      // One that was overtaken would bring back what has been deleted since.
      if (mine === asked) fill(list, body.voices.map(card));
    } catch (failure) {
      if (mine === asked && !isAbort(failure)) fill(list, el('li', {}, problemBox(failure, button({ onclick: reload }, 'Try again'))));
    }
  }

  function tryLine() {
    tryoutDialog({ useLabel: 'Add a character with it', use: voice => voiceDialog(null, signal, reload, '', { like: voice }) }, signal);
  }

  function card(voice) {
    return el('li', { class: 'voice', 'data-voice': voice.character },
      el('div', { class: 'voice-head' },
        el('h2', {}, el('bdi', {}, voice.display_name)),
        characterBadge(voice.character),
        button({ class: 'icon-button', 'aria-label': `Edit ${voice.display_name}`, onclick: () => voiceDialog(voice.character, signal, reload) }, icon('revise')),
        button({ class: 'icon-button danger-quiet', 'aria-label': `Delete ${voice.display_name}`, onclick: () => remove(voice) }, icon('trash'))),
      voice.description ? el('p', {}, voice.description) : null,
      el('dl', { class: 'settings' }, figures.map(([name, label, write]) => el('div', {}, el('dt', {}, label), el('dd', {}, write(voice[name]))))),
      el('p', { class: 'facts' }, 'Voice id ', el('code', {}, voice.voice_id)));
  }

  async function remove(voice) {
    const sentence = `Scripts can no longer name ${voice.character}. What was spoken stays. A default voice comes back at the next start of the service.`;
    if (!await confirmed(`Delete ${voice.display_name}?`, sentence, 'Delete voice')) return;
    try {
      await call('DELETE', `voices/${part(voice.character)}`, { signal });
      notice(`${voice.display_name} is deleted.`);
      await reload();
    } catch (failure) {
      failed(failure);
    }
  }
}
