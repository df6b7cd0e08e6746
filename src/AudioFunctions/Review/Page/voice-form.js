// Adding and editing one voice profile.

import { call, part } from './api.js';
import { el, fill, button, field, icon } from './dom.js';
import { openDialog } from './dialog.js';
import { codeOf, statusOf } from './failures.js';
import { failed, notice, problemBox } from './notices.js';
import { voicePicker } from './voice-picker.js';
import { tryoutDialog } from './voice-tryout.js';

/** Fields that aren't copied from another profile. */
const own = new Set(['display_name', 'description']);
const texts = [['display_name', 'Name', 'input'], ['voice_id', 'ElevenLabs voice id', 'input'], ['language_code', 'Language code', 'input'],
  ['model_id', 'Model', 'input'], ['description', 'Description', 'textarea']];
/** @type {[key: string, label: string, hint: string, usual: number][]} */
const numbers = [
  ['stability', 'Stability', '0–1. Low: lively and varied. High: even and calm.', 0.5],
  ['similarity_boost', 'Similarity', '0–1. How close to the original voice.', 0.78],
  ['style', 'Style', '0–1. How much the voice exaggerates.', 0.3],
  ['speed', 'Speed', '0.7–1.2, as a factor.', 1],
];

/**
 * @param character the one to edit, or null to add one.
 * @param suggested the name of the one to add, if a script has one.
 * @param {{ like?: any, line?: string | null }} [about] like: a profile whose voice and settings the new one starts with; line: what the
 * character says in the script.
 */
export async function voiceDialog(character, signal, onSaved, suggested = '', about = {}) {
  const { like = null, line = null } = about;
  const closed = new AbortController();
  const name = el('input', { type: 'text', value: suggested, autofocus: true, autocomplete: 'off', autocapitalize: 'off', spellcheck: 'false' });
  const nameField = field('Character', name, 'As in [CHARACTER: …]: a–z, 0–9, - and _.');
  const inputs = new Map();
  const fields = new Map([['character', nameField]]);
  for (const [key, label, kind] of texts) add(key, field(label, input(key, el(kind, kind === 'input' ? { dir: 'auto', type: 'text', autocomplete: 'off' } : { dir: 'auto', rows: 3 }))));
  for (const [key, label, hint] of numbers) add(key, field(label, input(key, el('input', { type: 'number', step: 'any', inputmode: 'decimal' })), hint));
  const answer = el('div', {});
  const save = el('button', { class: 'primary', type: 'submit' }, 'Save');
  const picker = voicePicker(chosen, closed.signal);
  signal.addEventListener('abort', () => closed.abort());
  /** @type {any} */
  let stored = null;
  let etag = null;

  try {
    await load();
  } catch (failure) {
    if (isAwaited()) openDialog('Voice', () => problemBox(failure));
    return;
  }
  if (!isAwaited()) return;
  const dialog = openDialog(character ? `Edit ${stored.display_name}` : 'Add a voice', close =>
    el('form', { class: 'voice-form', novalidate: true, onsubmit: submit },
      character ? null : nameField,
      character ? null : el('p', {}, button({ onclick: tryOthers }, icon('play'), 'Try a line with the voices there are')),
      texts.map(([key]) => (key === 'voice_id' ? el('div', { class: 'voice-id' }, fields.get(key), picker) : fields.get(key))),
      el('div', { class: 'voice-numbers' }, numbers.map(([key]) => fields.get(key))),
      answer,
      el('div', { class: 'actions' }, button({ onclick: close }, 'Cancel'), save)), { wide: true, onclose: () => closed.abort() });

  function chosen(voice) {
    inputs.get('voice_id').value = voice.voice_id;
    if (!inputs.get('display_name').value) inputs.get('display_name').value = voice.name;
    notice(`${voice.name} is chosen; save to keep it.`);
    inputs.get('voice_id').focus();
  }

  /** Whether a dialog may open now: not after the view was left, nor twice for a double click. */
  function isAwaited() {
    return !signal.aborted && !document.querySelector('dialog[open]');
  }

  function input(key, control) {
    inputs.set(key, control);
    return control;
  }

  function add(key, box) {
    fields.set(key, box);
  }

  async function load() {
    const empty = { display_name: '', voice_id: '', language_code: '', model_id: '', description: '', ...Object.fromEntries(numbers.map(([key, , , usual]) => [key, usual])) };
    if (character) ({ body: stored, etag } = await call('GET', `voices/${part(character)}`, { signal }));
    for (const [key, control] of inputs) control.value = (stored ?? { ...empty, ...alike() })[key] ?? '';
  }

  /** Takes over another profile's voice and settings, but not its character. */
  function alike() {
    return like && { ...like, display_name: '', description: '' };
  }

  /** Tries a line of this character with the voices of the others. The name and the description that were typed stay. */
  function tryOthers() {
    tryoutDialog({ line, useLabel: 'Use this voice', use }, signal).catch(failed);
  }

  function use(voice) {
    for (const [key, control] of inputs) if (!own.has(key)) control.value = voice[key] ?? '';
    notice(`The voice and settings of ${voice.display_name} are in the form; save to keep them.`);
  }

  async function submit(event) {
    event.preventDefault();
    for (const box of fields.values()) box.complain(null);
    fill(answer);
    const body = changes();
    if (!body) return;
    save.disabled = true;
    try {
      const { body: saved } = character
        ? await call('PATCH', `voices/${part(character)}`, { json: body, headers: { 'If-Match': etag }, signal })
        : await call('PUT', `voices/${part(name.value.trim())}`, { json: body, headers: { 'If-None-Match': '*' }, signal });
      dialog.close();
      notice(`${saved.display_name} is saved.`);
      onSaved();
    } catch (failure) {
      refused(failure);
    } finally {
      save.disabled = false;
    }
  }

  /** The changed fields; null if a field is invalid, which is marked. */
  function changes() {
    const body = {};
    let sound = true;
    for (const [key] of texts) {
      if (inputs.get(key).value !== (stored?.[key] ?? '')) body[key] = inputs.get(key).value;
    }
    for (const [key] of numbers) {
      const number = inputs.get(key).valueAsNumber;
      if (Number.isNaN(number)) {
        fields.get(key).complain('This needs a number.');
        sound = false;
      } else if (number !== stored?.[key]) body[key] = number;
    }
    if (!character && !name.value.trim()) {
      nameField.complain('The character needs a name.');
      sound = false;
    }
    return sound ? body : null;
  }

  function refused(failure) {
    const rest = atFields(failure);
    if (statusOf(failure) === 412) {
      const sentence = character
        ? 'Somebody else changed this voice meanwhile. Load it again, look, and make your change once more.'
        : 'There is such a character already; edit that one, or choose another name.';
      const again = character ? [button({ onclick: () => load().then(() => fill(answer)).catch(failed) }, 'Load it again')] : [];
      return fill(answer, problemBox({ message: sentence, code: failure.code }, ...again));
    }
    if (rest) fill(answer, problemBox({ message: rest, code: failure.code }));
    dialog.querySelector('[aria-invalid=true]')?.focus();
  }

  /** Shows each sentence at the field it names. @returns the rest of the message. */
  function atFields(failure) {
    if (codeOf(failure) !== 'setting-out-of-range') return failure.message;
    return failure.message.split(/(?<=\.) (?=[a-z_]+ must )/).filter(sentence => {
      const box = fields.get(/^([a-z_]+) must /.exec(sentence)?.[1] ?? '');
      box?.complain(sentence);
      return !box;
    }).join(' ');
  }
}
