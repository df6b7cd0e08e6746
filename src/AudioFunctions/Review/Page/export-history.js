// The exports before the one that stands: what each held, and its archive.

import { call } from './api.js';
import { el, fill, button, icon } from './dom.js';
import { download } from './export-files.js';
import { statusOf } from './failures.js';
import { ago, bytes, count, seconds } from './format.js';
import { failed } from './notices.js';

const names = { master: 'one file of the whole', captions: 'captions', words: 'word timings', wav: 'WAV', stems: 'stems' };
const loudnesses = { 'short-video': '−14 LUFS', podcast: '−16 LUFS', ebu: '−23 LUFS' };

/** @param path of the session. @param title of its video, for the names of downloads. @param signal ends what is under way. */
export function exportHistory(path, title, signal) {
  const summary = el('summary', {});
  const list = el('ul', { class: 'files', 'aria-label': 'Earlier exports' });
  const element = el('details', { class: 'earlier-exports', hidden: true }, summary, list);
  return { element, update };

  /** @param current when the current export was made; it is left out of the list. */
  async function update(current) {
    try {
      const { body } = await call('GET', `${path}/exports`, { signal });
      const earlier = body.exports.filter(one => one.exported_at !== current);
      element.hidden = earlier.length === 0;
      summary.textContent = `${count(earlier.length, 'earlier export')}`;
      fill(list, earlier.map(row));
    } catch (failure) {
      // A service that keeps none.
      if (statusOf(failure) !== 404) failed(failure);
    }
  }

  function row(one) {
    const when = one.exported_at.slice(0, 16).replace('T', ' ');
    return el('li', { class: 'earlier-export' },
      el('div', {},
        el('p', { class: 'file-name' }, el('time', { datetime: one.exported_at, title: one.exported_at }, `${when} UTC`),
          el('span', { class: 'muted' }, ` ${ago(one.exported_at)}`)),
        el('p', { class: 'facts' }, holds(one))),
      button({ 'aria-label': `Download zip of ${when}`, onclick: event => fetchArchive(one, when, event.currentTarget) }, icon('download'), 'Download zip'));
  }

  async function fetchArchive(one, when, pressed) {
    const isThere = await download(path, one.file, `${title} ${when.replace(':', '.')}.zip`, pressed, signal);
    if (!isThere) failed(new Error('This export is not stored any more.'));
  }
}

function holds(one) {
  return [
    count(one.beat_count, 'beat'),
    seconds(one.total_duration_ms),
    ...one.holds.map(name => names[name] ?? name),
    loudnesses[one.loudness] ?? null,
    count(one.file_count, 'file'),
    bytes(one.size_bytes),
  ].filter(Boolean).join(' · ');
}
