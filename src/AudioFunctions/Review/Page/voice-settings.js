// Pace and sliders of one voice, as a regeneration sets them.

import { el, field, present } from './dom.js';
import { factor, setting } from './format.js';

const paces = [['slow', 0.75], ['deliberate', 0.85], ['normal', 1], ['quick', 1.08], ['fast', 1.15], ['chaos', 1.2]];
/** @type {[name: string, label: string, min: number, max: number, write: (value: number) => string, hint: string][]} */
const ranges = [
  ['stability', 'Stability', 0, 1, setting, 'Low: lively and varied. High: even and calm.'],
  ['similarity_boost', 'Similarity', 0, 1, setting, 'How close to the original voice.'],
  ['style', 'Style', 0, 1, setting, 'How much the voice exaggerates.'],
  ['speed', 'Speed', 0.7, 1.2, factor, 'In figures; stronger than a pace.'],
];

/**
 * @param start what is in force.
 * @param {string[]} inert the settings that the voice's model ignores. @param {string} model its name.
 */
export function voiceSettings(start, inert, model, onChange) {
  const asNow = el('option', { value: '' }, `As now (${start.pace})`);
  const pace = el('select', { onchange: paceChosen }, asNow,
    paces.map(([name, speed]) => el('option', { value: name }, `${name} ${factor(speed)}`)));
  const sliders = new Map(ranges.map(([name, label, min, max, write, hint]) =>
    [name, slider(label, min, max, start[name], write, inert.includes(name) ? `No effect: the model ${model} has no such setting.` : hint,
      inert.includes(name), () => slid(name))]));
  return {
    elements: [field('Pace', pace), el('div', { class: 'revise-sliders' }, [...sliders.values()].map(one => one.element))],
    changes,
    /** As a preset has it: {new_pace, stability, …}, absolute. Values out of range are clamped; settings without effect are ignored. */
    choose(wanted) {
      if (wanted.new_pace) {
        pace.value = wanted.new_pace;
        paceChosen();
      }
      for (const [name, one] of sliders) {
        if (wanted[name] === undefined || one.isInert) continue;
        one.value = wanted[name];
        if (name === 'speed') pace.value = '';
      }
      onChange();
    },
    get start() {
      return start;
    },
    /** Sliders that somebody moved stay where they are. */
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
    // A numeric speed overrides a named pace.
    if (name === 'speed') pace.value = '';
    onChange();
  }

  function paceChosen() {
    present(sliders.get('speed')).value = paces.find(([name]) => name === pace.value)?.[1] ?? start.speed;
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

function slider(label, min, max, initial, write, hint, isInert, onChange) {
  const id = `slider-${++sliderCount}`;
  const range = el('input', { type: 'range', id, min, max, step: 0.01, value: initial, disabled: isInert, oninput: moved, 'aria-describedby': `${id}-hint` });
  const shown = el('output', { for: id });
  const element = el('div', { class: isInert ? 'slider inert' : 'slider' },
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
    isInert,
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
