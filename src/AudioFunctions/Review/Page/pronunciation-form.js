// Adding and editing one pronunciation rule.

import { el, fill, button, field, icon } from './dom.js';
import { openDialog } from './dialog.js';
import { isAbort, statusOf } from './failures.js';
import { failed, problemBox } from './notices.js';
import { tryoutDialog } from './voice-tryout.js';

const usualCharacter = 'every-coon';

/**
 * @param place of the rule to edit: its character and itself; null to add one.
 * @param save gets the character and the rule; what it throws is shown here.
 * @param signal ends what the dialog opens.
 */
export function ruleDialog(place, save, reload, signal) {
  if (document.querySelector('dialog[open]')) return;
  const rule = place?.rule ?? { from: '', say: '', ipa: '', match_case: false, whole_word: true };
  const text = (value, extra = {}) => el('input', { type: 'text', autocomplete: 'off', spellcheck: 'false', dir: 'auto', value: value ?? '', ...extra });
  const check = value => el('input', { type: 'checkbox', checked: value });
  const inputs = { from: text(rule.from, { autofocus: true }), say: text(rule.say), ipa: text(rule.ipa), character: text(place?.character) };
  const [matchCase, wholeWord] = [check(rule.match_case), check(rule.whole_word)];
  const fields = {
    from: field('Written', inputs.from, 'The word or phrase as scripts have it.'),
    say: field('Say', inputs.say, 'The spelling that is sent instead.'),
    ipa: field('IPA', inputs.ipa, 'Phonemes, without slashes. Sent where the model takes them; else the spelling above.'),
    character: field('Character', inputs.character, 'Empty: for the whole project.'),
  };
  const answer = el('div', {});
  const submitButton = el('button', { class: 'primary', type: 'submit' }, 'Save');
  const dialog = openDialog(place ? `Edit ${rule.from}` : 'Add a rule', close =>
    el('form', { class: 'voice-form', novalidate: true, onsubmit: submit },
      fields.from, fields.say,
      el('p', {}, button({ onclick: listen }, icon('play'), 'Listen'),
        el('span', { class: 'hint' }, ' Speaks the spelling. Phonemes are heard only in a take.')),
      fields.ipa, fields.character,
      el('label', { class: 'check' }, wholeWord, 'Whole words only'),
      el('label', { class: 'check' }, matchCase, 'Match capitals'),
      answer,
      el('div', { class: 'actions' }, button({ onclick: close }, 'Cancel'), submitButton)), { wide: true });

  /** To the spelling as a voice says it. What is sent as phonemes is heard only in a take. */
  function listen() {
    const line = inputs.say.value.trim() || inputs.from.value.trim();
    if (!line) return inputs.say.focus();
    tryoutDialog({ line, only: inputs.character.value.trim().toLowerCase() || usualCharacter }, signal).catch(failed);
  }

  async function submit(event) {
    event.preventDefault();
    for (const box of Object.values(fields)) box.complain(null);
    fill(answer);
    submitButton.disabled = true;
    try {
      await save({
        character: inputs.character.value.trim().toLowerCase() || null,
        rule: { from: inputs.from.value, say: inputs.say.value || null, ipa: inputs.ipa.value || null, match_case: matchCase.checked, whole_word: wholeWord.checked },
      });
      dialog.close();
    } catch (failure) {
      if (!isAbort(failure)) refused(failure);
    } finally {
      submitButton.disabled = false;
    }
  }

  function refused(failure) {
    const rest = (failure.body?.errors ?? []).filter(problem => {
      const key = problem.code.startsWith('character-') ? 'character' : problem.field.startsWith(`${failure.field}.`) ? problem.field.split('.').at(-1) : null;
      if (!key || !fields[key]) return true;
      // The place in the JSON says nothing here.
      fields[key].complain(problem.message.replace(`${failure.field}.`, ''));
      return false;
    });
    if (statusOf(failure) === 412) {
      fill(answer, problemBox(
        { message: 'Somebody else changed the rules meanwhile. Close this, look at them, and make your change once more.', code: failure.code },
        button({ onclick: () => { dialog.close(); reload(); } }, 'Show them')));
    } else if (rest.length || !failure.body?.errors) {
      fill(answer, problemBox({ message: rest.length ? rest.map(one => one.message).join(' ') : failure.message, code: failure.code }));
    }
    dialog.querySelector('[aria-invalid=true]')?.focus();
  }
}
