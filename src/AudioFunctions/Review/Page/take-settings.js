// The settings a take was spoken with.

import { el } from './dom.js';
import { factor, providerName, setting, seconds } from './format.js';
import { characterBadge } from './script-summary.js';

/** @type {[name: string, label: string, write: (value: number) => string][]} */
const names = [['speed', 'Speed', factor], ['stability', 'Stability', setting], ['similarity_boost', 'Similarity', setting], ['style', 'Style', setting]];

/** Each different way of speaking in a take, once: [{character, settings}]. */
function settingsOf(take) {
  const seen = new Map();
  for (const { character, settings } of take.segments) seen.set(JSON.stringify([character, settings]), { character, settings });
  return [...seen.values()];
}

export function settingsList(take) {
  const ways = settingsOf(take);
  return el('div', { class: 'ways' }, ways.map(({ character, settings }) => el('div', { class: 'way' },
    ways.length > 1 ? characterBadge(character) : null,
    el('dl', { class: 'settings' },
      names.map(([name, label, write]) => el('div', {}, el('dt', {}, label), el('dd', {}, write(settings[name]))))))));
}

/** A take as rows for a comparison: [label, text]. */
export function comparableRows(take) {
  const ways = settingsOf(take);
  const each = read => ways.map(({ character, settings }) => (ways.length > 1 ? `${character} ${read(settings)}` : read(settings))).join(', ');
  return [
    ['Direction', take.direction ?? '–'],
    ...names.map(([name, label, write]) => [label, each(settings => write(settings[name]))]),
    ['Length', seconds(take.audio_duration_ms)],
    ['Characters billed', take.billed_characters ?? '–'],
    ['Voice service', providerName(take.provider)],
    ['Model', take.model],
  ].map(([label, value]) => [label, String(value)]);
}
