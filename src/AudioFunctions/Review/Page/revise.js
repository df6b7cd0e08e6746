// The Revise panel: more takes of a beat, from what it would be spoken with now. Only what is changed is sent.

import { el, fill, button, field } from './dom.js';
import { dropDraft, keepDraft, readDraft } from './draft.js';
import { failed, problemBox } from './notices.js';
import { presetRow } from './presets.js';
import { estimatedCost, roughCost, takeCost } from './take-cost.js';
import { voiceSettings } from './voice-settings.js';
import { whatToSpeak } from './what-to-speak.js';

const mostTakes = 5;
const unknown = { pace: 'normal', stability: 0.5, similarity_boost: 0.78, style: 0.3, speed: 1 };

/**
 * @param detail the beat. In one of several characters each has settings of its own.
 * @param submit gets the body of the regenerate request and answers whether the take was made; what it throws is shown here.
 * @param {number | null} line the index of the one line to speak, for a start; null for the whole beat.
 * @param {{ path: string, draft: string, signal: AbortSignal }} about path: of the beat; draft: the name of a direction that was typed and not used
 * yet; signal: ends it.
 */
export function revisePanel(detail, submit, close, line, about) {
  const { path, draft, signal } = about;
  const written = detail.effective_settings?.direction ?? '';
  const kept = readDraft(draft);
  const direction = el('textarea', { dir: 'auto', rows: 2, maxlength: 500, value: kept?.base === written ? kept.text : written, oninput: typed });
  const what = whatToSpeak(detail, line, changed);
  const takes = el('select', { onchange: changed }, Array.from({ length: mostTakes }, (_, index) => el('option', { value: index + 1 }, String(index + 1))));
  const isDialogue = detail.characters.length > 1;
  /** @type {{ name: string | null, label: string | null, start: any, settings: any, group?: HTMLElement }[]} */
  const voices = isDialogue
    ? detail.characters.map(one => ({ name: one.character, label: one.display_name, ...startingFrom(one.effective_settings ?? unknown, one) }))
    : [{ name: null, label: null, ...startingFrom(detail.effective_settings ?? unknown, detail.characters[0]) }];
  const select = el('input', { type: 'checkbox', id: `select-when-done-${++panels}` });
  const selectLabel = el('span', {});
  const note = el('p', { class: 'muted', role: 'status' });
  const estimate = takeCost(path, signal, total => drawNote(estimatedCost(total, takeCount())));
  const message = el('div', {});
  let changeNote = '';
  const makeButton = el('button', { class: 'primary', type: 'submit' });
  const presets = presetRow(choosePreset, presetOf);
  const element = el('form', { class: 'revise', 'aria-label': 'Revise', onsubmit: send, onkeydown: leave },
    what ? field('Speak', what.select, 'One line: the other lines keep the selected take\u2019s recordings.') : null,
    field('Direction', direction, directionHint(detail.characters)),
    presets.element,
    voices.map(voice => (isDialogue
      ? voice.group = el('fieldset', {}, el('legend', {}, voice.label), voice.settings.elements)
      : voice.settings.elements)),
    field('How many takes', takes, 'All with these settings, to choose from. Each is spoken and paid for.'),
    el('label', { class: 'check', for: select.id }, select, selectLabel),
    message,
    el('div', { class: 'actions start' }, makeButton, button({ onclick: reset }, 'Reset'), button({ class: 'quiet', onclick: close }, 'Close'), note));
  changed();
  return { element, focus: () => (line === null ? direction : makeButton).focus(), choose };

  function startingFrom(start, voice) {
    return { start, settings: voiceSettings(start, voice?.without_effect ?? [], voice?.model, changed) };
  }

  /** @param change gets what a voice starts from, and answers what it is to have. */
  function choosePreset(change) {
    for (const voice of voices.filter(isSpeaking)) voice.settings.choose(change(voice.settings.start));
  }

  /** What is changed, to be kept under a name: of the first voice that has changes. */
  function presetOf() {
    return voices.filter(isSpeaking).map(({ settings }) => settings.changes()).find(changes => Object.keys(changes).length) ?? null;
  }

  /** Another line, with the settings that are there. */
  function choose(index) {
    if (!what) return;
    what.select.value = String(index);
    changed();
    makeButton.focus();
    element.scrollIntoView({ block: 'nearest' });
  }

  function typed() {
    if (direction.value === written) dropDraft(draft);
    else keepDraft(draft, { text: direction.value, base: written });
    changed();
  }

  function leave(event) {
    if (event.key !== 'Escape') return;
    event.preventDefault();
    close();
  }

  /** What is changed, as the request says it. */
  function body() {
    const wanted = direction.value === written ? {} : { new_direction: direction.value };
    const only = what?.line ?? null;
    if (only !== null) wanted.line = only;
    if (takeCount() > 1) wanted.takes = takeCount();
    if (!isDialogue) return { ...wanted, ...voices[0].settings.changes() };
    const own = voices.filter(isSpeaking).map(({ name, settings }) => [name, settings.changes()]).filter(([, changes]) => Object.keys(changes).length);
    return own.length ? { ...wanted, characters: Object.fromEntries(own) } : wanted;
  }

  function takeCount() {
    return Number(takes.value);
  }

  /** Whether a character says any of what is to be spoken. */
  function isSpeaking({ name }) {
    return (what?.speaker ?? name) === name;
  }

  function changed() {
    for (const voice of voices) if (!isDialogue || isSpeaking(voice)) voice.settings.startFrom(startOf(voice));
    const { characters = {}, line: _, takes: many = 1, ...all } = body();
    const names = changes => Object.keys(changes).map(name => name.replace('new_', '').replace('_boost', '')).join(', ');
    const parts = [names(all), ...voices.filter(({ name }) => name !== null && characters[name]).map(({ name, label }) => `${label}: ${names(characters[name ?? ''])}`)];
    const changes = parts.filter(Boolean).join('; ');
    for (const voice of voices) voice.group?.toggleAttribute('hidden', !isSpeaking(voice));
    changeNote = changes ? `Changes ${changes}.` : 'Nothing changed: the same settings once more.';
    drawNote(roughCost(detail.script, what?.line ?? null));
    if (element.checkValidity()) estimate(body());
    makeButton.textContent = many > 1 ? `Make ${many} new takes` : 'Make a new take';
    selectLabel.textContent = many > 1 ? 'Select the best of the new takes' : 'Select the new take when it is done';
    presets.update();
  }

  function drawNote(cost) {
    const only = what?.line ?? null;
    note.textContent = `${changeNote} Speaks ${only === null ? '' : `only line ${only + 1}: `}${takeCount() > 1 ? `${takeCount()} times ` : ''}${cost}.`;
  }

  /** A single line has tags of its own. One that is set stays set, so a line without one has what the voice's first line had. */
  function startOf({ start }) {
    const only = detail.script.lines[what?.line ?? -1];
    if (!only) return start;
    return {
      ...start,
      pace: only.pace,
      stability: only.stability_override ?? start.stability,
      style: only.style_override ?? start.style,
      speed: only.speed_override ?? start.speed,
    };
  }

  function reset() {
    direction.value = written;
    dropDraft(draft);
    for (const { settings } of voices) settings.reset();
    select.checked = false;
    takes.value = '1';
    changed();
  }

  async function send(event) {
    event.preventDefault();
    makeButton.disabled = true;
    fill(message);
    const sent = direction.value;
    try {
      const isMade = await submit({ ...body(), ...(select.checked ? { select: true } : {}) });
      if (isMade && direction.value === sent) dropDraft(draft);
    } catch (failure) {
      if (element.isConnected) fill(message, problemBox(failure));
      else failed(failure);
    } finally {
      makeButton.disabled = false;
    }
  }
}

/** What a direction does: with some models, and in some scripts, it is acted on. */
function directionHint(voices) {
  const deaf = voices.filter(one => one.without_effect.includes('direction'));
  if (deaf.length === voices.length) return 'No effect on the voice: a note for people, kept with the take and never spoken.';
  const others = deaf.length ? ` No effect on ${deaf.map(one => one.display_name).join(', ')}.` : '';
  return `At most eight words, which the model acts on; they are never spoken.${others}`;
}

let panels = 0;
