// Changes of a session's script from its view: applied, followed, undone, and its earlier versions.

import { currentClip } from './clip.js';
import { failed, notice, offer } from './notices.js';
import { wantsSpeech } from './script-change.js';
import { versionsDialog } from './script-versions.js';
import { SessionScript } from './session-script.js';

export function sessionScripting(id, feed, signal) {
  const script = new SessionScript(id, signal);
  let isUndoing = false;
  return { script, apply, undo, openVersions, tell };

  /**
   * Resolves when the script is replaced; what is made of it is followed afterwards.
   * @param plan what the dry run said. @param speak speaks what is spoken alone; null if all that has changed is spoken.
   */
  function apply(text, base, plan, how, speak = null) {
    const isAlone = speak && how.speaks !== false;
    return replace(text, base, { speaks: !isAlone && wantsSpeech(plan), ...how }, 'The script is changed.', isAlone ? speak : null);
  }

  async function replace(text, base, how, sentence, speak = null) {
    const change = await script.replace(text, base, how);
    currentClip()?.pause();
    show(change.production_started, sentence, speak).catch(failed);
  }

  async function show(isStarted, sentence, speak) {
    await (isStarted ? feed.expectProduction() : feed.reload());
    try {
      if (!signal.aborted) await speak?.();
    } finally {
      tell(sentence);
    }
  }

  /** Offers to undo the last change, once it is done, wherever it was made. */
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

  /** Restores the script before the last change. Speaks nothing: what has no take by then is spoken when somebody asks for it. */
  async function undo() {
    const { lastChange } = script;
    if (isUndoing) return;
    if (!lastChange) return notice('Nothing to undo.');
    if (feed.isRunning) {
      notice('The production is under way. Stop it, or wait until it has ended; then undo.');
      return feed.follow().then(() => offerAgain(lastChange), failed);
    }
    isUndoing = true;
    try {
      const { text, lineBreak } = await script.read(lastChange.before);
      await replace(text, { etag: lastChange.etag, lineBreak }, { speaks: false }, 'The script is as it was.');
    } catch (failure) {
      refuse(failure, lastChange);
    } finally {
      isUndoing = false;
    }
  }

  function refuse(failure, change) {
    if (failure.status === 412) {
      script.forget(change);
      failure.message = 'Somebody else has changed the script since, so nothing was undone. Earlier versions still has the previous script.';
      feed.refresh().catch(failed);
    } else offerAgain(change);
    failed(failure);
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
