// Changes of a session's script from its view: applied, followed, taken back, and its earlier versions.

import { currentClip } from './clip.js';
import { announce, failed, notice, offer } from './notices.js';
import { wantsSpeech } from './script-change.js';
import { versionsDialog } from './script-versions.js';
import { forgetLastChange, SessionScript } from './session-script.js';

export function sessionScripting(id, feed, signal) {
  const script = new SessionScript(id, signal);
  return { script, apply, undo, openVersions, tell };

  /** @param plan what the dry run said. Returns when the script is replaced; what has to be made is made after that. */
  async function apply(text, etag, plan) {
    await replace(text, { etag, speaks: wantsSpeech(plan) }, 'The script is changed.');
  }

  async function replace(text, how, sentence) {
    const change = await script.replace(text, how);
    currentClip()?.pause();
    show(change.production_started, sentence).catch(failed);
  }

  async function show(isStarted, sentence) {
    await (isStarted ? feed.expectProduction() : feed.reload());
    tell(sentence);
  }

  /** Offers to take the last change back, once it is done, wherever it was made. */
  function tell(sentence = 'The script is changed.') {
    const { lastChange } = script;
    if (!lastChange || lastChange.isTold || feed.isRunning || signal.aborted) return;
    lastChange.isTold = true;
    offer(sentence, 'Undo', undo, signal);
  }

  /** Brings the script back that stood before. Speaks nothing: what has no take by then is spoken when somebody asks for it. */
  async function undo() {
    const { lastChange } = script;
    if (!lastChange) return announce('There is no change of the script to take back.');
    if (feed.isRunning) return notice('The production is under way. Stop it, or wait until it has ended; then undo.');
    try {
      const { text } = await script.read(lastChange.before);
      await replace(text, { etag: lastChange.etag, speaks: false }, 'The script is as it was.');
    } catch (failure) {
      if (failure.status === 412) {
        forgetLastChange();
        failure.message = 'Somebody else has changed the script since, so nothing was undone. Earlier versions has the one before.';
      }
      failed(failure);
    }
  }

  function openVersions() {
    if (!feed.session || document.querySelector('dialog[open]')) return;
    versionsDialog({
      script,
      signal,
      action: version => `Bring version ${version} back`,
      plans: true,
      use: (text, etag, plan) => replace(text, { etag, speaks: wantsSpeech(plan) }, 'The earlier script is back.'),
    });
  }
}
