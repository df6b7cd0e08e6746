// How the words of a project are said: its rules, and those of characters in it.

import { call, part } from './api.js';
import { el, fill, button, field, icon } from './dom.js';
import { confirmed } from './dialog.js';
import { isAbort, statusOf } from './failures.js';
import { count } from './format.js';
import { announce, failed, notice, problemBox } from './notices.js';
import { characterBadge } from './script-summary.js';
import { ruleDialog } from './pronunciation-form.js';

const usualProject = 'trash-panda';

export async function pronunciationsView({ main, id, signal, setTitle }) {
  const project = id || usualProject;
  setTitle(`Pronunciation · ${project}`);
  const name = el('input', { type: 'text', value: project, autocomplete: 'off', maxlength: 200, dir: 'auto' });
  const list = el('ul', { class: 'voices', 'aria-label': 'Pronunciation rules' });
  const stale = el('div', { 'aria-live': 'polite' });
  let rules = { rules: [], characters: {} };
  let etag = null;
  fill(main,
    el('div', { class: 'page-head' },
      el('h1', {}, 'Pronunciation'),
      button({ class: 'primary', onclick: () => edit(null) }, icon('plus'), 'Add a rule')),
    el('p', { class: 'muted' },
      'How words are said in this project. Captions and timings keep the written spelling. A changed rule changes no recording: takes that it concerns are marked stale.'),
    el('form', { class: 'inline-form', onsubmit: go }, field('Project', name), el('button', { type: 'submit' }, 'Show')),
    stale,
    list);
  await reload();

  function go(event) {
    event.preventDefault();
    if (name.value.trim()) location.hash = `#/pronunciations/${part(name.value.trim())}`;
  }

  async function reload() {
    try {
      const answer = await call('GET', `pronunciations/${part(project)}`, { signal });
      take(answer);
    } catch (failure) {
      if (!isAbort(failure)) fill(list, el('li', {}, problemBox(failure, button({ onclick: reload }, 'Try again'))));
    }
  }

  function take(answer) {
    rules = { rules: answer.body.rules, characters: answer.body.characters };
    etag = answer.etag;
    const all = places();
    fill(list, all.length ? all.map(card) : el('li', { class: 'empty' }, 'No rules yet.'));
  }

  /** Every rule with where it stands: {character, index, rule}. */
  function places() {
    const of = (character, own) => own.map((rule, index) => ({ character, index, rule }));
    return [...of(null, rules.rules), ...Object.entries(rules.characters).flatMap(([character, own]) => of(character, own))];
  }

  function card(place) {
    const { rule, character } = place;
    return el('li', { class: 'voice', 'data-rule': rule.from },
      el('div', { class: 'voice-head' },
        el('h2', {}, el('bdi', {}, rule.from)),
        character ? characterBadge(character) : null,
        button({ class: 'icon-button', 'aria-label': `Edit ${rule.from}`, onclick: () => edit(place) }, icon('revise')),
        button({ class: 'icon-button danger-quiet', 'aria-label': `Delete ${rule.from}`, onclick: () => remove(place) }, icon('trash'))),
      rule.say === null ? null : el('p', {}, 'Say ', el('strong', {}, el('bdi', {}, rule.say))),
      rule.ipa === null ? null : el('p', {}, 'IPA ', el('code', {}, rule.ipa)),
      el('p', { class: 'facts' }, [rule.whole_word ? 'whole words' : 'parts of words too', rule.match_case ? 'exact case' : 'any case'].join(' · ')));
  }

  function edit(place) {
    ruleDialog(place, given => save(withRule(place, given), `${given.rule.from} is saved.`), () => reload(), signal);
  }

  async function remove(place) {
    if (!await confirmed(`Delete the rule for ${place.rule.from}?`, 'What was spoken stays.', 'Delete rule')) return;
    try {
      await save(withRule(place, null), `The rule for ${place.rule.from} is deleted.`);
    } catch (failure) {
      failed(failure);
      if (statusOf(failure) === 412) await reload();
    }
  }

  /** The rules with one put in place of another. Answers them and where the new one stands, for the field of a problem. */
  function withRule(place, given) {
    const changed = structuredClone(rules);
    if (place) listOf(changed, place.character).splice(place.index, 1);
    if (!given) return { body: changed, field: null };
    const own = listOf(changed, given.character);
    const index = place && place.character === given.character ? place.index : own.length;
    own.splice(index, 0, given.rule);
    return { body: changed, field: given.character ? `characters.${given.character}[${index}]` : `rules[${index}]` };
  }

  function listOf(from, character) {
    return character ? (from.characters[character] ??= []) : from.rules;
  }

  async function save({ body, field: at }, sentence) {
    try {
      const answer = await call('PUT', `pronunciations/${part(project)}`, {
        json: body, headers: { 'If-Match': etag }, signal });
      take(answer);
      notice(sentence);
      showStale(answer.body.stale);
    } catch (failure) {
      throw failure instanceof Error ? Object.assign(failure, { field: at }) : failure;
    }
  }

  function showStale(report) {
    if (report.count === 0) return fill(stale);
    const more = report.is_complete ? '' : ` In the ${report.sessions_checked} sessions changed last; there are more.`;
    const words = `${count(report.count, 'take')} would be said differently now.${more}`;
    announce(words);
    const sessions = [...new Set(report.takes.map(one => one.session_id))];
    fill(stale, el('div', { class: 'problem' }, icon('warning'), el('div', {},
      el('p', {}, words, ' Regenerate the beats, or produce the script again with reuse: only these are spoken.'),
      el('ul', {}, sessions.map(session => el('li', {},
        el('a', { href: `#/sessions/${part(session)}` }, `Session ${session.slice(0, 8)}`),
        ` ${report.takes.filter(one => one.session_id === session).map(one => one.beat_id).join(', ')}`))))));
  }
}
