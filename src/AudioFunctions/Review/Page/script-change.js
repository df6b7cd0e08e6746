// What replacing a script does and costs, in words, before it is done.

import { button, el } from './dom.js';
import { count } from './format.js';
import { problemBox } from './notices.js';

/**
 * Why a change could not be applied, with the ways on.
 * @param apply applies it another way: {speaks} or {ignoresQuota}.
 */
export function applyProblem(failure, apply) {
  return problemBox(failure, ...(failure.code === 'quota-exceeded' ? [
    button({ onclick: () => apply({ speaks: false }) }, 'Apply without speaking'),
    button({ onclick: () => apply({ ignoresQuota: true }) }, 'Speak anyway'),
  ] : []));
}

/** Whether applying it should speak: not in a draft, and not only what was missing before. */
export function wantsSpeech({ status, beats }) {
  return status !== 'draft' && beats.some(beat => beat.action === 'speak' && beat.reason !== 'not_spoken_yet');
}

/**
 * One sentence.
 * @param change of a dry run. @param speaks whether what has to be spoken is spoken at once.
 */
export function changeSentence(change, speaks = wantsSpeech(change)) {
  if (!change.changed) return 'Nothing changes.';
  const { counts, estimate } = change;
  const assembled = change.beats.filter(beat => beat.action === 'assemble');
  const others = [...restored(change), ...removed(change), ...locked(change)];
  const size = `${count(estimate.characters, 'character')}, ${estimate.expected_credits
    ? `about ${count(estimate.expected_credits, 'credit')}` : 'costs nothing'}`;
  if (counts.speak && speaks) return sentence([`speaks ${spoken(change)}`, ...joined(assembled), ...others], size);
  if (counts.speak) {
    const waits = `${count(counts.speak, 'beat')} ${counts.speak === 1 ? 'waits' : 'wait'} to be spoken`;
    return `${sentence(['speaks nothing yet', ...joined(assembled), ...others], 'costs nothing')} ${sentence([waits], size)}`;
  }
  if (assembled.length && !others.length && assembled.every(beat => beat.reason === 'pauses')) {
    return `Pauses only: ${assembled.length === 1 ? 'assembled again' : `${assembled.length} beats are assembled again`}, costs nothing.`;
  }
  const done = [...joined(assembled), ...others];
  return done.length ? sentence(done, 'costs nothing') : 'Changes nothing that is heard: costs nothing.';
}

/** The sentence, coloured by what it costs, with what else there is to know. */
export function changeSummary(change, speaks = wantsSpeech(change)) {
  const costs = change.counts.speak > 0 && speaks && change.estimate.expected_credits > 0;
  const isShort = costs && change.sufficient === false;
  return [
    el('p', { class: `change ${isShort ? 'bad' : costs ? 'costs' : change.changed ? 'free' : ''}` }, changeSentence(change, speaks)),
    isShort && change.credits ? el('p', { class: 'field-problem' }, `Only ${count(change.credits.remaining, 'credit')} are left.`) : null,
  ];
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
