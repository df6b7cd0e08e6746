// The actions on a whole session.

import { call, part } from './api.js';
import { continueDialog } from './continue.js';
import { confirmed } from './dialog.js';
import { exportDialog } from './export.js';
import { statusOf } from './failures.js';
import { failed, notice } from './notices.js';
import { RunningExport } from './running-export.js';

export function sessionActions(id, feed, signal) {
  const path = `sessions/${part(id)}`;
  const exporting = new RunningExport(id, signal);
  exporting.addEventListener('end', event => exportEnded(/** @type {CustomEvent} */ (event).detail));
  return { exporting, openExport, setStatus, resume, remove, cancel };

  function openExport() {
    const isReady = feed.session && !feed.isRunning && feed.session.status !== 'draft';
    if (isReady && !document.querySelector('dialog[open]')) exportDialog(feed.session, signal, exporting);
  }

  /** An open dialog shows the result itself. */
  function exportEnded({ output, failure }) {
    if (signal.aborted) return;
    if (output) feed.reload().catch(failed);
    if (document.querySelector('dialog[open] .export-state')) return;
    // An instance that was purged ended long ago; the dialog shows its files.
    if (output) notice('The export is ready.');
    else if (statusOf(failure) !== 404) failed(failure);
  }

  async function setStatus(status) {
    try {
      await call('PATCH', path, { json: { status }, signal });
      notice(status === 'completed' ? 'Marked as completed.' : 'Back in review.');
      await feed.reload();
    } catch (failure) {
      failed(failure);
    }
  }

  /** Beats that weren't spoken get an error, which the next poll shows. @returns whether the service accepted it. */
  async function cancel() {
    try {
      await call('POST', `${path}/cancel`, { signal });
      return true;
    } catch (failure) {
      failed(failure);
      return false;
    }
  }

  function resume() {
    if (!feed.isRunning && !document.querySelector('dialog[open]')) continueDialog(feed.session, signal, produceMissing);
  }

  async function produceMissing(maxCredits) {
    try {
      await call('POST', `${path}/continue`, { json: maxCredits === null ? {} : { max_credits: maxCredits }, signal });
      await feed.expectProduction();
    } catch (failure) {
      failed(failure);
    }
  }

  async function remove() {
    const sentence = `“${feed.session.video_title}” will be deleted with its script, takes and exported files. This can't be undone.`;
    if (!await confirmed('Delete this session?', sentence, 'Delete session')) return;
    try {
      await call('DELETE', path, { signal });
      location.hash = '#/';
      notice('The session is deleted.');
    } catch (failure) {
      failed(failure);
    }
  }
}
