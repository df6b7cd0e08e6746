// Changes of a session's script from its view: applying, following and undoing them, and its earlier versions.

import { currentClip } from './clip.js';
import { reworded, statusOf } from './failures.js';
import { failed, notice, offer } from './notices.js';
import { wantsSpeech } from './script-change.js';
import { versionsDialog } from './script-versions.js';
import { SessionScript } from './session-script.js';

export function sessionScripting(id, feed, signal) {
  const script = new SessionScript(id, signal);
  let isUndoing = false;
  return { script, apply, undo, openVersions, tell };

  /**
   * Resolves when the script is replaced. The production that follows from it is followed afterwards.
   * @param plan the result of the dry run. @param speak speaks the one beat that is spoken alone; null if everything that has changed is spoken.
   */
  function apply(text, base, plan, how, speak = null) {
    const isAlone = speak && how.speaks !== false;
    return replace(text, base, { speaks: !isAlone && wantsSpeech(plan), ...how }, 'The script is changed.', isAlone ? speak : null);
  }

  async function replace(text, base, how, sentence, speak = null) {
    const change = await script.replace(text, base, how);
    currentClip()?.pause();
    show(change.production_started, speak, () => tell(sentence)).catch(failed);
  }

  /** @param told is called when everything is done. */
  async function show(isStarted, speak, told) {
    await (isStarted ? feed.expectProduction() : feed.reload());
    try {
      if (!signal.aborted) await speak?.();
    } finally {
      told();
    }
  }

  /** Offers to undo the last change, once it is done, no matter which view made it. */
  function tell(sentence = 'The script is changed.') {
    const { lastChange } = script;
    if (!lastChange || lastChange.isTold || feed.isRunning || signal.aborted) return;
    lastChange.isTold = true;
    offer(sentence, 'Undo', undo, signal);
  }

  function offerAgain(change) {
    change.isTold = false;
    tell();
  }

  /**
   * Restores the script before the last change; again, the one before that. Speaks nothing: beats that have no take then are spoken when
   * somebody asks for it.
   */
  async function undo() {
    const { lastChange } = script;
    if (isUndoing) return;
    if (!lastChange) return notice('Nothing to undo.');
    if (feed.isRunning) {
      notice('The production is running. Stop it or wait for it to end, then undo.');
      return feed.follow().then(() => offerAgain(lastChange), failed);
    }
    isUndoing = true;
    try {
      const { text, lineBreak } = await script.read(lastChange.before);
      const change = await script.replace(text, { etag: lastChange.etag, lineBreak }, { speaks: false, undoes: lastChange });
      currentClip()?.pause();
      show(change.production_started, null, () => offerRedo(change)).catch(failed);
    } catch (failure) {
      refuse(failure, lastChange);
    } finally {
      isUndoing = false;
    }
  }

  /** @param change the one that undid another: it has a version of its own. */
  function offerRedo(change) {
    if (signal.aborted) return;
    if (change.changed) offer('The script is as it was.', 'Redo the change', () => redo(change), signal);
    else notice('The script is as it was.');
  }

  /** Restores what was undone, if nobody has changed the script since. Like an undo, it speaks nothing. */
  async function redo(change) {
    try {
      const { text, lineBreak } = await script.read(change.version - 1);
      await replace(text, { etag: change.etag, lineBreak }, { speaks: false }, 'The change is back.');
    } catch (failure) {
      if (statusOf(failure) !== 412) offerRedo(change);
      failed(statusOf(failure) !== 412 ? failure
        : reworded(failure, 'Somebody else has changed the script since, so nothing was redone. Earlier versions still has your change.'));
    }
  }

  function refuse(failure, change) {
    if (statusOf(failure) !== 412) {
      offerAgain(change);
      return failed(failure);
    }
    script.forget(change);
    feed.refresh().catch(failed);
    return failed(reworded(failure, 'Somebody else has changed the script since, so nothing was undone. Earlier versions still has the previous script.'));
  }

  function openVersions() {
    if (!feed.session || document.querySelector('dialog[open]')) return;
    versionsDialog({
      script,
      signal,
      action: version => `Restore version ${version}`,
      plans: true,
      use: (text, base, plan, version, how) => replace(text, base, { speaks: wantsSpeech(plan), ...how }, `Version ${version} is restored.`),
    });
  }
}
