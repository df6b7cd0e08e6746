// Named settings for the Revise panel: some that are always there, and those that somebody has saved in this browser.

import { el, fill, button, icon } from './dom.js';
import { announce } from './notices.js';
import { remember, remembered } from './remembered.js';

const kept = 'revise-presets';
const mostKept = 20;

/** In proportion to what is in force. @type {[name: string, change: (start: any) => any][]} */
const usual = [
  ['Calmer', start => ({ stability: start.stability + 0.2, style: start.style - 0.2 })],
  ['Livelier', start => ({ stability: start.stability - 0.2, style: start.style + 0.2 })],
  ['Slower', start => ({ speed: start.speed * 0.9 })],
  ['Faster', start => ({ speed: start.speed * 1.1 })],
];

/**
 * @param {(change: (start: any) => any) => void} choose gets what a preset makes of the settings in force.
 * @param {() => any} current what is changed now, to be saved; null if nothing is.
 */
export function presetRow(choose, current) {
  const list = el('div', { class: 'preset-list' });
  const name = el('input', { type: 'text', 'aria-label': 'Name of the preset', placeholder: 'Name', maxlength: 30, autocomplete: 'off', dir: 'auto', onkeydown: typed });
  const save = button({ onclick: keep }, 'Save');
  const naming = el('div', { class: 'preset-naming', hidden: true }, name, save);
  const add = button({ class: 'quiet', 'aria-expanded': 'false', title: 'Save the changed settings under a name, in this browser', onclick: () => open(naming.hidden) },
    icon('plus'), 'Save as preset');
  draw();
  return {
    element: el('div', { class: 'presets', role: 'group', 'aria-label': 'Presets' }, list, add, naming),
    update() {
      add.disabled = !current();
      if (add.disabled) open(false);
    },
  };

  function draw() {
    fill(list,
      usual.map(([label, change]) => presetButton(label, change)),
      saved().map(one => el('span', { class: 'preset-saved' }, presetButton(one.name, () => one.settings),
        button({ class: 'icon-button', 'aria-label': `Delete preset ${one.name}`, onclick: () => drop(one.name) }, icon('close')))));
  }

  function presetButton(label, change) {
    return button({ class: 'preset', onclick: () => choose(change) }, el('bdi', {}, label));
  }

  function open(isOpen) {
    naming.hidden = !isOpen;
    add.setAttribute('aria-expanded', String(isOpen));
    if (isOpen) name.focus();
  }

  /** In the midst of a form. */
  function typed(event) {
    if (event.key !== 'Enter' && event.key !== 'Escape') return;
    event.preventDefault();
    event.stopPropagation();
    if (event.key === 'Enter') return keep();
    open(false);
    add.focus();
  }

  function keep() {
    const wanted = name.value.trim();
    const settings = current();
    if (!wanted || !settings) return name.focus();
    remember(kept, [...saved().filter(one => one.name !== wanted), { name: wanted, settings }].slice(-mostKept));
    name.value = '';
    draw();
    open(false);
    add.focus();
    announce(`Preset ${wanted} is saved.`);
  }

  function drop(unwanted) {
    remember(kept, saved().filter(one => one.name !== unwanted));
    draw();
    list.querySelector('button').focus();
    announce(`Preset ${unwanted} is deleted.`);
  }
}

function saved() {
  const all = remembered(kept, []);
  return Array.isArray(all) ? all.filter(one => typeof one?.name === 'string' && typeof one.settings === 'object') : [];
}
