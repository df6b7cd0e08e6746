// Export: what to make, how far it is, and the files.

import { call, part } from './api.js';
import { el, fill, button, icon, spinner } from './dom.js';
import { Clip } from './clip.js';
import { openDialog } from './dialog.js';
import { bytes, count, seconds } from './format.js';
import { player } from './player.js';
import { waitForCompletion } from './regenerate.js';
import { announce, failed, notice, problemBox } from './notices.js';

const extras = [
  ['master', 'One file of the whole', 'All selected takes in order, as master.mp3'],
  ['captions', 'Captions', 'SRT and WebVTT, from the line timings'],
  ['words', 'Word timings', 'JSON for Remotion and karaoke subtitles (ASS)'],
  ['wav', 'Lossless WAV', 'Each beat and the whole, for an editor'],
  ['stems', 'Stems', 'One WAV for each character, and labels for Audacity'],
  ['zip', 'One zip', 'Everything in one download'],
];

const loudnesses = [
  ['off', 'As spoken'],
  ['short-video', 'Short video (−14 LUFS)'],
  ['podcast', 'Podcast (−16 LUFS)'],
  ['ebu', 'Broadcast (−23 LUFS)'],
];

export function exportDialog(session, viewSignal, onExported) {
  const path = `sessions/${part(session.session_id)}`;
  const closed = new AbortController();
  viewSignal.addEventListener('abort', () => closed.abort());
  const signal = closed.signal;
  const missing = session.beats.filter(beat => !beat.selected_take_id);
  const boxes = extras.map(([name]) => el('input', { type: 'checkbox', id: `export-${name}`, checked: name === 'master' }));
  const loudness = el('select', { id: 'export-loudness' }, loudnesses.map(([value, label]) => el('option', { value }, label)));
  const go = button({ class: 'primary', autofocus: true, onclick: start }, 'Export');
  const state = el('div', { role: 'status' });
  const files = el('div', {});
  openDialog('Export', () => [
    el('p', {}, `${count(session.beats.length - missing.length, 'selected take')} as separate files.`),
    missing.length ? el('p', { class: 'note' }, `Left out, because they have no take: ${missing.map(beat => beat.beat_id).join(', ')}.`) : null,
    el('div', { class: 'options' }, extras.map(([name, label, hint], index) =>
      el('label', { class: 'option', for: `export-${name}` }, boxes[index], el('span', {}, label, el('span', { class: 'hint' }, hint))))),
    el('div', { class: 'field' }, el('label', { for: 'export-loudness' }, 'Loudness'), loudness),
    el('div', { class: 'actions start' }, go),
    state, files,
  ], { wide: true, onclose: () => closed.abort() });
  showEarlier();

  async function start() {
    go.disabled = true;
    fill(files);
    fill(state, el('p', { class: 'job' }, spinner(), 'Exporting…'));
    try {
      const json = Object.fromEntries(extras.map(([name], index) => [name, boxes[index].checked]));
      json.loudness = loudness.value;
      // Closing the dialog does not end the export: it is followed as long as the session is shown.
      const { body } = await call('POST', `${path}/export`, { json, signal: viewSignal });
      const output = await waitForCompletion(body.statusQueryGetUri, viewSignal);
      onExported();
      if (signal.aborted) return notice('The export is ready.');
      announce('The export is ready.');
      fill(state, el('p', { class: 'verdict good' }, icon('check'), `${count(output.exported_files.length, 'file')}, ${seconds(output.total_duration_ms)}`));
      show(output.exported_files);
    } catch (failure) {
      if (signal.aborted) failed(failure);
      else fill(state, problemBox(failure));
    } finally {
      go.disabled = false;
    }
  }

  /** What an earlier export left, by its manifest. */
  async function showEarlier() {
    try {
      const { body } = await call('GET', `${path}/exports/manifest.json`, { signal });
      if (state.firstChild) return;
      fill(state, el('p', { class: 'muted' }, `Exported ${body.exported_at.slice(0, 16).replace('T', ' ')} UTC; export again after a change.`));
      show(filesOf(body));
    } catch (failure) {
      if (failure.status !== 404 && failure.name !== 'AbortError') failed(failure);
    }
  }

  function show(names) {
    fill(files, el('ul', { class: 'files', 'aria-label': 'Exported files' }, [...names, 'manifest.json'].map(fileRow)));
  }

  function fileRow(name) {
    const file = `${path}/exports/${part(name)}`;
    const room = el('div', { class: 'file-player' });
    const size = el('span', { class: 'muted' });
    let clip = null;
    return el('li', { class: 'file' },
      el('span', { class: 'file-name' }, name), size,
      name.endsWith('.mp3') || name.endsWith('.wav') ? button({ class: 'icon-button', 'aria-label': `Listen to ${name}`, onclick: listen }, icon('play')) : null,
      button({ class: 'icon-button', 'aria-label': `Download ${name}`, onclick: event => download(event.currentTarget) }, icon('download')),
      room);

    async function download(pressed) {
      pressed.disabled = true;
      try {
        const { body } = await call('GET', file, { as: 'blob', signal });
        size.textContent = bytes(body.size);
        save(body, name === 'export.zip' ? `${session.video_title}.zip` : name);
      } catch (failure) {
        failed(failure);
      } finally {
        pressed.disabled = false;
      }
    }

    async function listen() {
      try {
        if (!clip) {
          clip = new Clip(file, null, signal);
          fill(room, player(clip, [], name));
        }
        await clip.play();
      } catch (failure) {
        failed(failure);
      }
    }
  }
}

/** The archive is not in the manifest, which is in the archive. */
function filesOf({ files, master, wav, stems, labels, captions, words }) {
  const single = file => (file ? [file] : []);
  return [...files, ...single(master), ...(wav ?? []), ...(stems ?? []), ...single(labels), ...(captions ?? []), ...(words ?? [])].map(file => file.file);
}

function save(blob, name) {
  const url = URL.createObjectURL(blob);
  el('a', { href: url, download: name }).click();
  // The browser reads it after the click.
  setTimeout(() => URL.revokeObjectURL(url), 60_000);
}
