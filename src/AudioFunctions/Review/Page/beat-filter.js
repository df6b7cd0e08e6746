// Which beats of a session are shown, and how many there are of each kind.

import { el, fill, button } from './dom.js';

/** @type {[kind: string, label: string, matches: (beat: import('../api').Beat) => boolean][]} */
const kinds = [
  ['all', 'All', () => true],
  ['to-review', 'To review', isToReview],
  ['suspect', 'Suspect', isSuspect],
  ['redo', 'Redo', beat => beat.review === 'redo'],
  ['approved', 'Approved', beat => beat.review === 'approved'],
  ['starred', 'Starred', beat => beat.takes.some(take => take.starred)],
  ['failed', 'Failed', beat => Boolean(beat.error) && !beat.takes.length],
];

/** Whether somebody still has to listen to it. */
export function isToReview(/** @type {import('../api').Beat} */ beat) {
  return beat.review === null && beat.takes.length > 0;
}

/** The take that export uses, or null. */
export function selectedTake(/** @type {import('../api').Beat} */ beat) {
  return beat.takes.find(take => take.take_id === beat.selected_take_id) ?? null;
}

/** Whether its selected take should be listened to with care. */
export function isSuspect(/** @type {import('../api').Beat} */ beat) {
  return selectedTake(beat)?.quality?.verdict === 'suspect';
}

/** @param onChange hears that other beats are to be shown. @param view a control of how they are shown. */
export function beatFilter(onChange, view) {
  let shown = 'all';
  const controls = new Map(kinds.map(([kind]) => [kind, button({ onclick: () => show(kind) })]));
  const character = el('select', { 'aria-label': 'Character', onchange: onChange });
  const words = el('input', { type: 'search', 'aria-label': 'Find in names and text', placeholder: 'Find in names and text', dir: 'auto', oninput: onChange });
  const element = el('div', { class: 'beat-filter', role: 'group', 'aria-label': 'Show beats', hidden: true }, [...controls.values()], character, words, view);
  let known = '';

  return {
    element,
    /** Hidden if there is only one beat. */
    update(beats) {
      element.hidden = beats.length < 2;
      for (const [kind, label, matches] of kinds) {
        const control = controls.get(kind);
        const number = beats.filter(matches).length;
        fill(control, label, el('span', { class: 'muted' }, number));
        control.hidden = number === 0 && kind !== 'all' && kind !== shown;
        control.setAttribute('aria-pressed', String(kind === shown));
      }
      drawCharacters(beats);
    },
    shows(beat) {
      return kinds.some(([kind, , matches]) => kind === shown && matches(beat))
        && (!character.value || speakersOf(beat).includes(character.value))
        && (!words.value.trim() || textOf(beat).includes(words.value.trim().toLowerCase()));
    },
    find: () => words.focus(),
  };

  function show(kind) {
    shown = kind;
    onChange();
  }

  function drawCharacters(beats) {
    const names = [...new Set(beats.flatMap(speakersOf))].sort();
    if (names.join('\n') === known) return;
    known = names.join('\n');
    const chosen = character.value;
    fill(character, el('option', { value: '' }, 'Every character'), names.map(name => el('option', { value: name }, name)));
    character.value = names.includes(chosen) ? chosen : '';
    character.hidden = names.length < 2;
  }
}

function speakersOf(beat) {
  return [...new Set([beat.character, ...(beat.script?.lines ?? []).map(line => line.character)])];
}

function textOf(beat) {
  return [beat.beat_id, beat.beat_name, beat.note ?? '', ...(beat.script?.lines ?? []).map(line => line.text)].join('\n').toLowerCase();
}
