// The export dialog: what to make, how far it is, and the files.

import { call, part } from './api.js';
import { el, fill, button, icon, spinner } from './dom.js';
import { openDialog } from './dialog.js';
import { download, exportedFiles } from './export-files.js';
import { exportHistory } from './export-history.js';
import { isAbort, statusOf } from './failures.js';
import { count, seconds } from './format.js';
import { remember, remembered } from './remembered.js';
import { announce, failed, problemBox } from './notices.js';

const extras = [
  ['master', 'One file of the whole', 'All selected takes in order, as master.mp3'],
  ['captions', 'Captions', 'SRT and WebVTT, from the line timings'],
  ['words', 'Word timings', 'JSON for Remotion and karaoke subtitles (ASS)'],
  ['wav', 'Lossless WAV', 'Each beat and the whole, for an editor'],
  ['stems', 'Stems', 'One WAV for each character, and labels for Audacity'],
];

const loudnesses = [
  ['off', 'As spoken'],
  ['short-video', 'Short video (−14 LUFS)'],
  ['podcast', 'Podcast (−16 LUFS)'],
  ['ebu', 'Broadcast (−23 LUFS)'],
];

/** @param {import('./running-export.js').RunningExport} running Closing the dialog doesn't end the export. */
export function exportDialog(session, viewSignal, running) {
  const path = `sessions/${part(session.session_id)}`;
  const closed = new AbortController();
  viewSignal.addEventListener('abort', () => closed.abort());
  const signal = closed.signal;
  const missing = session.beats.filter(beat => !beat.selected_take_id);
  const boxes = extras.map(([name]) => el('input', { type: 'checkbox', id: `export-${name}`, checked: remembered(`export-${name}`, name === 'master') }));
  const loudness = el('select', { id: 'export-loudness' }, loudnesses.map(([value, label]) => el('option', { value }, label)));
  loudness.value = remembered('export-loudness', 'off');
  const go = button({ class: 'primary', autofocus: true, onclick: start }, 'Export');
  const zip = button({ onclick: downloadZip, title: 'Every file in one download; exported first if something has changed' }, icon('download'), 'Download zip');
  const state = el('div', { class: 'export-state', role: 'status' });
  const files = el('div', {});
  const history = exportHistory(path, session.video_title, signal);
  openDialog('Export', () => [
    el('p', {}, `${count(session.beats.length - missing.length, 'selected take')} as separate files.`),
    missing.length ? el('p', { class: 'note' }, `Left out, because they have no take: ${missing.map(beat => beat.beat_id).join(', ')}.`) : null,
    el('div', { class: 'options' }, extras.map(([name, label, hint], index) =>
      el('label', { class: 'option', for: `export-${name}` }, boxes[index], el('span', {}, label, el('span', { class: 'hint' }, hint))))),
    el('div', { class: 'field' }, el('label', { for: 'export-loudness' }, 'Loudness'), loudness),
    el('div', { class: 'actions start' }, go, zip),
    state, files, history.element,
  ], { wide: true, onclose: () => closed.abort() });
  running.addEventListener('change', drawProgress, { signal });
  if (running.isRunning) follow(running.ending);
  else showEarlier();

  /** Downloads the last export if a new one would be the same, else a new one. Somebody else may have made one since the dialog was opened. */
  async function downloadZip() {
    const name = `${session.video_title}.zip`;
    try {
      const standing = await manifest();
      if (standing && isAsAsked(standing) && await download(path, 'export.zip', name, zip, signal)) return;
    } catch (failure) {
      if (!isAbort(failure)) failed(failure);
      return;
    }
    if (await start()) await download(path, 'export.zip', name, zip, signal);
  }

  /** @returns whether the export was made and the dialog is still open. */
  function start() {
    const json = Object.fromEntries(extras.map(([name], index) => [name, boxes[index].checked]));
    for (const [name, checked] of Object.entries(json)) remember(`export-${name}`, checked);
    remember('export-loudness', loudness.value);
    return follow(running.make({ ...json, loudness: loudness.value, zip: true }));
  }

  /** Shows the progress of an export, then its files or its failure. @returns as `start`. */
  async function follow(exporting) {
    go.disabled = zip.disabled = true;
    fill(files);
    drawProgress();
    try {
      const output = await exporting;
      if (signal.aborted) return false;
      announce('The export is ready.');
      fill(state, el('p', { class: 'verdict good' }, icon('check'), `${count(output.exported_files.length, 'file')}, ${seconds(output.total_duration_ms)}`));
      show(output.exported_files);
      await history.update((await manifest())?.exported_at);
      return true;
    } catch (failure) {
      if (!signal.aborted) fill(state, problemBox(failure));
      return false;
    } finally {
      go.disabled = zip.disabled = false;
    }
  }

  function drawProgress() {
    if (running.isRunning) fill(state, el('p', { class: 'job' }, spinner(), running.words));
  }

  /** Shows the files of the last export, by its manifest. */
  async function showEarlier() {
    try {
      const body = await manifest();
      if (!body || state.firstChild) return;
      history.update(body.exported_at);
      const changed = changedSince(body);
      const since = changed ? `; ${count(changed, 'beat')} changed since` : '';
      fill(state, el('p', { class: changed ? 'note' : 'muted' }, `Exported ${body.exported_at.slice(0, 16).replace('T', ' ')} UTC${since}.`));
      show(filesOf(body));
    } catch (failure) {
      if (!isAbort(failure)) failed(failure);
    }
  }

  /** @returns the manifest of the last export, or null. */
  async function manifest() {
    try {
      return (await call('GET', `${path}/exports/manifest.json`, { signal })).body;
    } catch (failure) {
      if (statusOf(failure) === 404) return null;
      throw failure;
    }
  }

  /** Whether an export has the takes that are selected now and the options of this dialog. */
  function isAsAsked(standing) {
    return changedSince(standing) === 0
      && standing.files.every(file => file.pace === 1)
      && extras.every(([name], index) => boxes[index].checked === hasFiles(standing[name]))
      && (standing.loudness?.profile ?? 'off') === loudness.value;
  }

  /** How many beats have a selected take that isn't the exported one. */
  function changedSince({ files: exported }) {
    const takes = new Map(exported.map(file => [file.beat_id, file.take_id]));
    return session.beats.filter(beat => (takes.get(beat.beat_id) ?? null) !== beat.selected_take_id).length;
  }

  function show(names) {
    fill(files, exportedFiles(path, session, [...names.filter(name => !name.endsWith('.zip')), 'manifest.json'], signal));
  }
}

function hasFiles(made) {
  return Array.isArray(made) ? made.length > 0 : Boolean(made);
}

/** The archive is not in the manifest, which is in the archive. */
function filesOf({ files, master, wav, stems, labels, captions, words }) {
  const single = file => (file ? [file] : []);
  return [...files, ...single(master), ...(wav ?? []), ...(stems ?? []), ...single(labels), ...(captions ?? []), ...(words ?? [])].map(file => file.file);
}
