// The Revise panel: another take of a beat, from what it would be spoken with now. Only what is changed is sent.

import { el, fill, button, field } from './dom.js';
import { factor, setting } from './format.js';
import { failed, problemBox } from './notices.js';

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
 */
export function revisePanel(detail, submit, close) {
  const written = detail.effective_settings?.direction ?? '';
  const direction = el('textarea', { dir: 'auto', rows: 2, maxlength: 500, value: written, oninput: changed });
  const isDialogue = detail.characters.length > 1;
  const voices = isDialogue
    ? detail.characters.map(one => ({ name: one.character, label: one.display_name, settings: voiceSettings(one.effective_settings ?? unknown, changed) }))
    : [{ settings: voiceSettings(detail.effective_settings ?? unknown, changed) }];
  const select = el('input', { type: 'checkbox', id: `select-when-done-${++panels}` });
  const note = el('p', { class: 'muted', role: 'status' });
  const answer = el('div', {});
  const go = el('button', { class: 'primary', type: 'submit' }, 'Make a new take');
  const element = el('form', { class: 'revise', 'aria-label': 'Revise', onsubmit: send, onkeydown: leave },
    field('Direction', direction, 'For people; it is kept with the take and never spoken.'),
    voices.map(({ label, settings }) => (isDialogue
      ? el('fieldset', {}, el('legend', {}, label), settings.elements)
      : settings.elements)),
    el('label', { class: 'check', for: select.id }, select, 'Select the new take when it is done'),
    answer,
    el('div', { class: 'actions start' }, go, button({ onclick: reset }, 'Reset'), button({ class: 'quiet', onclick: close }, 'Close'), note));
  changed();
  return { element, focus: () => direction.focus() };

  function leave(event) {
    if (event.key !== 'Escape') return;
    event.preventDefault();
    close();
  }

  /** What is changed, as the request says it. */
  function body() {
    const wanted = direction.value === written ? {} : { new_direction: direction.value };
    if (!isDialogue) return { ...wanted, ...voices[0].settings.changes() };
    const own = voices.map(({ name, settings }) => [name, settings.changes()]).filter(([, changes]) => Object.keys(changes).length);
    return own.length ? { ...wanted, characters: Object.fromEntries(own) } : wanted;
  }

  function changed() {
    const { characters = {}, ...all } = body();
    const names = changes => Object.keys(changes).map(name => name.replace('new_', '').replace('_boost', '')).join(', ');
    const parts = [names(all), ...voices.filter(({ name }) => characters[name]).map(({ name, label }) => `${label}: ${names(characters[name])}`)];
    const said = parts.filter(Boolean).join('; ');
    note.textContent = said ? `Changes ${said}.` : 'Nothing changed: the same settings once more.';
  }

  function reset() {
    direction.value = written;
    for (const { settings } of voices) settings.reset();
    select.checked = false;
    changed();
  }

  async function send(event) {
    event.preventDefault();
    go.disabled = true;
    fill(answer);
    try {
      await submit({ ...body(), ...(select.checked ? { select: true } : {}) });
    } catch (failure) {
      if (element.isConnected) fill(answer, problemBox(failure));
      else failed(failure);
    } finally {
      go.disabled = false;
    }
  }
}

/** Pace and sliders, from what is in force. */
function voiceSettings(start, onChange) {
  const pace = el('select', { onchange: paceChosen },
    el('option', { value: '' }, `As now (${start.pace})`),
    paces.map(([name, speed]) => el('option', { value: name }, `${name} ${factor(speed)}`)));
  const sliders = new Map(ranges.map(([name, label, least, most, write, hint]) =>
    [name, slider(label, least, most, start[name], write, hint, () => slid(name))]));
  return {
    elements: [field('Pace', pace), el('div', { class: 'revise-sliders' }, [...sliders.values()].map(one => one.element))],
    changes,
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
    reset() {
      range.value = initial;
      draw();
    },
  };
}

let sliderCount = 0;
