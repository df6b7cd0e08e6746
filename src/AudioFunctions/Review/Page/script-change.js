// What replacing a script does and costs, in words, before it is done.

import { button, el } from './dom.js';
import { codeOf } from './failures.js';
import { count } from './format.js';
import { problemBox } from './notices.js';

/**
 * Why a change could not be applied, with the ways on.
 * @param apply applies it another way: {speaks} or {ignoresQuota}.
 */
export function applyProblem(failure, apply) {
  return problemBox(failure, ...(codeOf(failure) === 'quota-exceeded' ? [
    button({ onclick: () => apply({ speaks: false }) }, 'Apply without speaking'),
    button({ onclick: () => apply({ ignoresQuota: true }) }, 'Speak anyway'),
  ] : []));
}

/** Whether applying it should speak: not in a draft, and not only what was missing before. */
export function wantsSpeech({ status, beats }) {
  return status !== 'draft' && beats.some(beat => beat.action === 'speak' && beat.reason !== 'not_spoken_yet');
}

/** The beat of a change that is spoken alone, because what else there is to speak was missing before; null if there is no such choice. */
export function spokenAlone(change, beatId) {
  const speaking = change.beats.filter(beat => beat.action === 'speak');
  const own = speaking.find(beat => beat.beat_id === beatId);
  return own && speaking.length > 1 && wantsSpeech(change) ? own : null;
}

/**
 * One sentence, or two if something waits.
 * @param change of a dry run. @param speaks whether what has to be spoken is spoken at once. @param alone the only beat that is.
 */
function changeSentence(change, speaks, alone) {
  if (!change.changed) return 'Nothing changes.';
  const { counts } = change;
  const assembled = change.beats.filter(beat => beat.action === 'assemble');
  const others = [...restored(change), ...removed(change), ...locked(change)];
  const size = sizeOf(change.estimate);
  if (alone) return `${sentence(['speaks this beat', ...joined(assembled), ...others], sizeOf(alone))} ${waiting(counts.speak - 1, 'other beat')}.`;
  if (counts.speak && speaks) return sentence([`speaks ${spoken(change)}`, ...joined(assembled), ...others], size);
  if (counts.speak) {
    return `${sentence(['speaks nothing yet', ...joined(assembled), ...others], 'costs nothing')} ${sentence([waiting(counts.speak, 'beat')], size)}`;
  }
  if (assembled.length && !others.length && assembled.every(beat => beat.reason === 'pauses')) {
    return `Pauses only: ${assembled.length === 1 ? 'assembled again' : `${assembled.length} beats are assembled again`}, costs nothing.`;
  }
  const done = [...joined(assembled), ...others];
  return done.length ? sentence(done, 'costs nothing') : 'Changes nothing that is heard: costs nothing.';
}

function sizeOf({ characters, expected_credits: credits }) {
  return `${count(characters, 'character')}, ${credits ? `about ${count(credits, 'credit')}` : 'costs nothing'}`;
}

function waiting(number, what) {
  return `${count(number, what)} ${number === 1 ? 'waits' : 'wait'} to be spoken`;
}

/**
 * The sentence, coloured by what it costs, with what else there is to know.
 * @param {any} change of a dry run.
 * @param {{ speaks?: boolean, alone?: any, beats?: import('../api').Beat[] }} how speaks: at once; alone: the only beat that is spoken; beats: of
 * the session, as they are now.
 */
export function changeSummary(change, how = {}) {
  const { speaks = wantsSpeech(change), alone = null, beats = [] } = how;
  const costs = change.counts.speak > 0 && speaks && (alone ?? change.estimate).expected_credits > 0;
  const isShort = costs && (alone && change.credits ? alone.expected_credits > change.credits.remaining : change.sufficient === false);
  const isLeavingTakes = change.changed && change.beats.some(({ beat_id: id, reason }) => reason === 'pauses' && hasMoreTakes(beats, id));
  return [
    el('p', { class: `change ${isShort ? 'bad' : costs ? 'costs' : change.changed ? 'free' : ''}` }, changeSentence(change, speaks, alone)),
    isLeavingTakes ? el('p', { class: 'muted' },
      'Only the selected take is assembled again. Other takes and stars stay with the earlier pauses: undo brings them back.') : null,
    isShort && change.credits ? el('p', { class: 'field-problem' }, `Only ${count(change.credits.remaining, 'credit')} are left.`) : null,
  ];
}

function hasMoreTakes(beats, id) {
  const takes = beats.find(beat => beat.beat_id === id)?.takes ?? [];
  return takes.length > 1 || takes.some(take => take.starred);
}

/** The beats that don't simply stay, one a line. */
export function changeList(change) {
  const rows = [
    ...change.beats.filter(beat => beat.action !== 'keep' || beat.reason).map(beat => [beat, whatBecomesOf(beat)]),
    ...change.removed.map(beat => [beat, 'removed; its takes are kept']),
  ];
  return rows.length && change.changed ? el('ul', { class: 'change-list', 'aria-label': 'What becomes of the beats' }, rows.map(([beat, what]) =>
    el('li', {}, el('bdi', {}, beat.beat_name), el('span', { class: 'muted' }, what)))) : null;
}

function whatBecomesOf({ action, reason, characters, source }) {
  if (action === 'speak') return `${speech[reason] ?? 'spoken'}: ${count(characters, 'character')}`;
  if (action === 'assemble') return reason === 'renamed' ? `takes the recording of ${source.beat_id}` : 'assembled again';
  return reason === 'locked' ? 'locked: keeps its words; unlock it first' : 'its earlier takes come back';
}

const speech = { new: 'new, spoken', not_spoken_yet: 'no take yet, spoken', stored_speech_gone: 'recording is gone, spoken again', changed: 'changed, spoken' };

function spoken({ beats }) {
  const number = (...reasons) => beats.filter(beat => beat.action === 'speak' && reasons.includes(beat.reason)).length;
  const [changed, fresh, missing] = [number('changed', 'stored_speech_gone'), number('new'), number('not_spoken_yet')];
  return [
    changed ? count(changed, 'beat') : null,
    fresh ? count(fresh, 'new beat') : null,
    missing ? `${count(missing, 'beat')} without a take` : null,
  ].filter(Boolean).join(' and ');
}

function joined(assembled) {
  return assembled.length ? [`assembles ${count(assembled.length, 'beat')} again`] : [];
}

function restored({ beats }) {
  const number = beats.filter(beat => beat.reason === 'restored').length;
  return number ? [`brings earlier takes of ${count(number, 'beat')} back`] : [];
}

function removed({ counts }) {
  return counts.removed ? [`removes ${count(counts.removed, 'beat')}`] : [];
}

function locked({ beats }) {
  const number = beats.filter(beat => beat.reason === 'locked').length;
  return number ? [`leaves ${count(number, 'locked beat')} as ${number === 1 ? 'it is' : 'they are'}`] : [];
}

function sentence(parts, cost) {
  const text = `${parts.join(', ')}: ${cost}.`;
  return text[0].toUpperCase() + text.slice(1);
}
