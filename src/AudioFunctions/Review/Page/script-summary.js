// A validation for people: the verdict, who speaks how much, and the problems.

import { el, button } from './dom.js';
import { count, hue } from './format.js';

const listed = 200;

/** @param estimate null while there is none. */
export function summaryOf(validation, estimate = null) {
  const errors = validation.diagnostics.filter(one => one.severity === 'error').length;
  const warnings = validation.diagnostics.length - errors;
  return [
    el('p', { class: `verdict ${errors ? 'bad' : 'good'}` },
      errors ? `${count(errors, 'error')} to mend` : 'Ready to produce',
      warnings ? el('span', { class: 'pill warn' }, count(warnings, 'warning')) : null),
    el('p', { class: 'figures' }, el('strong', {}, count(validation.beat_count, 'beat'))),
    el('ul', { class: 'characters', 'aria-label': 'Lines per character' },
      Object.entries(validation.character_count).map(([character, lines]) =>
        el('li', {}, characterBadge(character), el('span', { class: 'muted' }, count(lines, 'line'), spokenBy(character, estimate))))),
  ];
}

/** A voice of which everything is reused is not among those to be spoken. */
function spokenBy(character, estimate) {
  const characters = estimate?.voices.find(voice => voice.character === character)?.characters ?? 0;
  return estimate && ` · ${count(characters, 'character')}`;
}

export function characterBadge(character) {
  const badge = el('span', { class: 'character' }, character);
  badge.style.setProperty('--hue', hue(character));
  return badge;
}

/**
 * What a character says first in a script, whether or not it is valid; null if nothing is found.
 * @param {string} text
 */
export function firstLineOf(character, text) {
  const lines = text.split(/\r\n?|\n/);
  const tag = new RegExp(`\\[\\s*character\\s*:\\s*${character.replace(/[^\w]/g, '\\$&')}\\s*\\]`, 'i');
  const from = lines.findIndex(line => tag.test(line));
  if (from < 0) return null;
  const said = lines.slice(from).map(line => line.replace(/\[[^\]]*\]/g, ' ').replace(/\s+/g, ' ').trim()).find(line => line && !line.startsWith('---'));
  return said ? said.replace(/\*+/g, '') : null;
}

/** @param addVoice gets the character of a script that has no voice yet. */
export function problemList(diagnostics, goTo, addVoice) {
  const more = diagnostics.length - listed;
  return [
    el('h2', {}, count(diagnostics.length, 'problem')),
    el('ol', { class: 'problem-list' }, diagnostics.slice(0, listed).map(one => el('li', {},
      button({ class: `problem-line ${one.severity}`, onclick: () => goTo(one) },
        el('span', { class: 'place' }, `${one.line}:${one.column}`),
        el('span', { class: 'what' }, one.message),
        el('code', { class: 'code' }, one.code)),
      strangerOf(one) === null ? null : button({ onclick: () => addVoice(strangerOf(one)) }, `Add a voice for ${strangerOf(one)}`)))),
    more > 0 ? el('p', { class: 'muted' }, `and ${more} more`) : null,
  ];
}

/** The character that a problem says is unknown, or null. */
function strangerOf({ code, message }) {
  return code === 'unknown-character' ? /'([^']+)'/.exec(message)?.[1] ?? null : null;
}
