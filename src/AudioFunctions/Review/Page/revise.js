// The Revise panel: another take of a beat, from what it would be spoken with now. Only what is changed is sent.

import { el, fill, button, field } from './dom.js';
import { count, factor, setting } from './format.js';
import { failed, problemBox } from './notices.js';
import { characters, spokenLines } from './spoken-lines.js';

const paces = [['slow', 0.75], ['deliberate', 0.85], ['normal', 1], ['quick', 1.08], ['fast', 1.15], ['chaos', 1.2]];
/** @type {[name: string, label: string, least: number, most: number, write: (value: number) => string, hint: string][]} */
const ranges = [
  ['stability', 'Stability', 0, 1, setting, 'Low: lively and varied. High: even and calm.'],
  ['similarity_boost', 'Similarity', 0, 1, setting, 'How close to the original voice.'],
  ['style', 'Style', 0, 1, setting, 'How much the voice exaggerates.'],
  ['speed', 'Speed', 0.7, 1.2, factor, 'In figures; stronger than a pace.'],
];

const unknown = { pace: 'normal', stability: 0.5, similarity_boost: 0.78, style: 0.3, speed: 1 };

/**
 * @param detail the beat. In one of several characters each has settings of its own.
 * @param submit gets the body of the regenerate request; what it throws is shown here.
 * @param {number | null} line the index of the one line to speak, for a start; null for the whole beat.
 */
export function revisePanel(detail, submit, close, line = null) {
  const written = detail.effective_settings?.direction ?? '';
  const direction = el('textarea', { dir: 'auto', rows: 2, maxlength: 500, value: written, oninput: changed });
  const what = whatToSpeak(detail, line, changed);
  const isDialogue = detail.characters.length > 1;
  /** @type {{ name: string | null, label: string | null, start: any, settings: any, group?: HTMLElement }[]} */
  const voices = isDialogue
    ? detail.characters.map(one => ({ name: one.character, label: one.display_name, ...startingFrom(one.effective_settings ?? unknown) }))
    : [{ name: null, label: null, ...startingFrom(detail.effective_settings ?? unknown) }];
  const select = el('input', { type: 'checkbox', id: `select-when-done-${++panels}` });
  const note = el('p', { class: 'muted', role: 'status' });
  const message = el('div', {});
  const makeButton = el('button', { class: 'primary', type: 'submit' }, 'Make a new take');
  const element = el('form', { class: 'revise', 'aria-label': 'Revise', onsubmit: send, onkeydown: leave },
    what ? field('Speak', what.select, 'One line: the other lines keep the selected take\u2019s recordings.') : null,
    field('Direction', direction, 'For people; it is kept with the take and never spoken.'),
    voices.map(voice => (isDialogue
      ? voice.group = el('fieldset', {}, el('legend', {}, voice.label), voice.settings.elements)
      : voice.settings.elements)),
    el('label', { class: 'check', for: select.id }, select, 'Select the new take when it is done'),
    message,
    el('div', { class: 'actions start' }, makeButton, button({ onclick: reset }, 'Reset'), button({ class: 'quiet', onclick: close }, 'Close'), note));
  changed();
  return { element, focus: () => (line === null ? direction : makeButton).focus(), choose };

  function startingFrom(start) {
    return { start, settings: voiceSettings(start, changed) };
  }

  /** Another line, with the settings that are there. */
  function choose(index) {
    if (!what) return;
    what.select.value = String(index);
    changed();
    makeButton.focus();
    element.scrollIntoView({ block: 'nearest' });
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
    if (!isDialogue) return { ...wanted, ...voices[0].settings.changes() };
    const own = voices.filter(isSpeaking).map(({ name, settings }) => [name, settings.changes()]).filter(([, changes]) => Object.keys(changes).length);
    return own.length ? { ...wanted, characters: Object.fromEntries(own) } : wanted;
  }

  /** Whether a character says any of what is to be spoken. */
  function isSpeaking({ name }) {
    return (what?.speaker ?? name) === name;
  }

  function changed() {
    for (const voice of voices) if (!isDialogue || isSpeaking(voice)) voice.settings.startFrom(startOf(voice));
    const { characters = {}, line: _, ...all } = body();
    const names = changes => Object.keys(changes).map(name => name.replace('new_', '').replace('_boost', '')).join(', ');
    const parts = [names(all), ...voices.filter(({ name }) => characters[name]).map(({ name, label }) => `${label}: ${names(characters[name])}`)];
    const changes = parts.filter(Boolean).join('; ');
    for (const voice of voices) voice.group?.toggleAttribute('hidden', !isSpeaking(voice));
    note.textContent = `${changes ? `Changes ${changes}.` : 'Nothing changed: the same settings once more.'}${what ? ` Speaks ${what.cost}.` : ''}`;
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
    for (const { settings } of voices) settings.reset();
    select.checked = false;
    changed();
  }

  async function send(event) {
    event.preventDefault();
    makeButton.disabled = true;
    fill(message);
    try {
      await submit({ ...body(), ...(select.checked ? { select: true } : {}) });
    } catch (failure) {
      if (element.isConnected) fill(message, problemBox(failure));
      else failed(failure);
    } finally {
      makeButton.disabled = false;
    }
  }
}

/** The whole beat or one of its lines, and what that costs; null if there is no choice. */
function whatToSpeak({ script, selected_take_id: selected, characters: voices }, line, onChange) {
  const lines = spokenLines(script);
  if (!selected || lines.length < 2) return null;
  // Lines that are sent together have a space between them; how many are is the voice's affair.
  const cost = some => `${some.length > 1 ? 'about ' : ''}${count(some.reduce((sum, one) => sum + characters(one.line) + 1, -1), 'character')}`;
  const select = el('select', { onchange: onChange },
    el('option', { value: '' }, `The whole beat (${cost(lines)})`),
    lines.map(one => el('option', { value: one.index }, `Line ${one.index + 1}: ${shortened(one.line.text)} (${cost([one])})`)));
  select.value = String(line ?? '');
  return {
    select,
    get line() {
      return select.value === '' ? null : Number(select.value);
    },
    /** Who speaks the line; null for the whole beat. */
    get speaker() {
      const name = this.line === null ? null : script.lines[this.line].character;
      return voices.find(one => one.character === name || one.character.toLowerCase() === name?.toLowerCase())?.character ?? null;
    },
    get cost() {
      return this.line === null ? cost(lines) : `only line ${this.line + 1}: ${cost(lines.filter(one => one.index === this.line))}`;
    },
  };
}

function shortened(text) {
  return text.length > 40 ? `${text.slice(0, 39).trimEnd()}…` : text;
}

/** Pace and sliders, from what is in force. */
function voiceSettings(start, onChange) {
  const asNow = el('option', { value: '' }, `As now (${start.pace})`);
  const pace = el('select', { onchange: paceChosen }, asNow,
    paces.map(([name, speed]) => el('option', { value: name }, `${name} ${factor(speed)}`)));
  const sliders = new Map(ranges.map(([name, label, least, most, write, hint]) =>
    [name, slider(label, least, most, start[name], write, hint, () => slid(name))]));
  return {
    elements: [field('Pace', pace), el('div', { class: 'revise-sliders' }, [...sliders.values()].map(one => one.element))],
    changes,
    /** What was moved stays where it is. */
    startFrom(other) {
      start = other;
      asNow.textContent = `As now (${start.pace})`;
      for (const [name, one] of sliders) one.startFrom(start[name], Boolean(name === 'speed' && pace.value));
    },
    reset() {
      pace.value = '';
      for (const one of sliders.values()) one.reset();
    },
  };

  function slid(name) {
    // A speed in figures is stronger than a pace by name.
    if (name === 'speed') pace.value = '';
    onChange();
  }

  function paceChosen() {
    sliders.get('speed').value = paces.find(([name]) => name === pace.value)?.[1] ?? start.speed;
    onChange();
  }

  function changes() {
    const wanted = pace.value ? { new_pace: pace.value } : {};
    for (const [name, one] of sliders) {
      if (one.isChanged && !(name === 'speed' && pace.value)) wanted[name] = one.value;
    }
    return wanted;
  }
}

let panels = 0;

function slider(label, least, most, initial, write, hint, onChange) {
  const id = `slider-${++sliderCount}`;
  const range = el('input', { type: 'range', id, min: least, max: most, step: 0.01, value: initial, oninput: moved, 'aria-describedby': `${id}-hint` });
  const shown = el('output', { for: id });
  const element = el('div', { class: 'slider' },
    el('label', { for: id }, label), shown, range, el('p', { class: 'hint', id: `${id}-hint` }, hint));
  draw();

  function moved() {
    draw();
    onChange();
  }

  function draw() {
    shown.textContent = write(Number(range.value));
    element.classList.toggle('changed', isChanged());
  }

  function isChanged() {
    return Math.abs(Number(range.value) - initial) > 0.004;
  }

  return {
    element,
    get isChanged() {
      return isChanged();
    },
    get value() {
      return Number(range.value);
    },
    set value(number) {
      range.value = number;
      draw();
    },
    startFrom(value, stays) {
      stays ||= isChanged();
      initial = value;
      if (!stays) range.value = value;
      draw();
    },
    reset() {
      range.value = initial;
      draw();
    },
  };
}

let sliderCount = 0;
