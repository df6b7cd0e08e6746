// What was heard of a take when it was made.

import { el, icon } from './dom.js';

const sentences = {
  empty: 'a line has no sound',
  clipped: 'peaks are cut off',
  'cut-off': 'the voice is cut off at the end',
  'long-silence': 'a silence of over 1.5 s that is not written',
  'too-fast': 'too fast for its text',
  'too-slow': 'too slow for its text',
  'noisy-tail': 'noise after the last word',
};

/** Null for a good take, and for one made before takes were judged. */
export function qualityNote(take) {
  if (take.quality?.verdict !== 'suspect') return null;
  const reasons = take.quality.reasons.map(reason => sentences[reason] ?? reason).join(', ');
  return el('p', { class: 'note quality' }, icon('warning'), `Listen to this take: ${reasons}.`);
}

/** Null for a take made before takes were judged. */
export function verdictPill(take) {
  const isSuspect = take.quality?.verdict === 'suspect';
  return take.quality ? el('span', { class: isSuspect ? 'pill warn' : 'pill good' }, isSuspect ? 'Suspect' : 'Good') : null;
}

/** Loudness and peak, as far as they are known. */
export function loudnessFacts(take) {
  const { loudness_lufs: loudness, true_peak_dbtp: peak } = take.quality ?? {};
  return [
    Number.isFinite(loudness) ? `${loudness.toFixed(1)} LUFS` : null,
    Number.isFinite(peak) ? `peak ${peak.toFixed(1)} dBTP` : null,
  ].filter(Boolean);
}
