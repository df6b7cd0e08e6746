// The whole script of a session, edited: the session stays, and what changing it does and costs is said before it is done.

import { call, part } from './api.js';
import { budgetField } from './budget.js';
import { confirmed } from './dialog.js';
import { el, fill, button } from './dom.js';
import { keepDraft, readDraft, scriptDraft } from './draft.js';
import { scriptEditor } from './editor.js';
import { isAbort, statusOf } from './failures.js';
import { failed, notice, problemBox } from './notices.js';
import { changeList, changeSummary, wantsSpeech } from './script-change.js';
import { ScriptEditing } from './script-editing.js';
import { acceptDrops, filePicker, readScriptFile } from './script-file.js';
import { mergeOtherBeats } from './script-source.js';
import { firstLineOf, problemList, summaryOf } from './script-summary.js';
import { versionsDialog } from './script-versions.js';
import { SessionScript } from './session-script.js';
import { voiceDialog } from './voice-form.js';

const wholeScript = {
  find: text => ({ text, firstLine: 1, lastLine: text.split('\n').length }),
  put: (text, source, edited) => edited,
  versionOf: (source, { etag }) => etag,
  merge: mergeOtherBeats,
  name: 'the script',
  merged: 'Somebody else has changed other beats. The text has their changes and yours: apply it again.',
};

export async function scriptView({ main, id, signal, setTitle }) {
  const script = new SessionScript(id, signal);
  const back = `#/sessions/${part(id)}`;
  const editor = scriptEditor(() => editing.changed());
  const summary = el('div', { id: 'script-summary', role: 'status' });
  const problems = el('section', { class: 'problems', 'aria-label': 'Problems', hidden: true });
  const change = el('div', { class: 'change-box' });
  const loadProblem = el('div', {});
  const budget = budgetField();
  const speaks = el('input', { type: 'checkbox', id: 'speak-now', checked: true, onchange: drawChange });
  const speaksBox = el('label', { class: 'check', for: speaks.id }, speaks, 'Speak what is new at once');
  const title = el('bdi', {});
  const applyButton = button({ class: 'primary wide', disabled: true, onclick: apply }, 'Apply');
  const discard = button({ hidden: true, onclick: () => editing.takeTheirs() }, 'Discard my changes');
  const editing = new ScriptEditing({
    script, scope: wholeScript, draft: scriptDraft(id), editor, applyButton, signal, onChecked, onState,
    apply: (text, base, plan, how) => script.replace(text, base, { speaks: speaksNow(), maxCredits: budget.credits, ...how }),
    onApplied: () => { location.hash = back; },
  });
  /** What the last dry run said; shown until the next one. */
  let plan = null;
  let validation = null;
  /** As they were when the view was opened. @type {import('../api').Beat[]} */
  let beats = [];

  fill(main,
    el('div', { class: 'page-head' },
      el('div', {}, el('h1', {}, 'Edit script'), el('p', { class: 'muted' }, title)),
      el('div', { class: 'actions' },
        el('a', { class: 'button', href: 'studio/els.txt', target: '_blank', rel: 'noopener' }, 'The language'),
        filePicker(open),
        button({ onclick: openVersions }, 'Earlier versions'),
        el('a', { class: 'button', href: `#/new/${part(id)}`, onclick: copyToNewSession }, 'As a new session'))),
    el('div', { class: 'new-session' },
      el('div', { class: 'writing' }, editing.conflict, editor.element, problems),
      el('aside', { class: 'side', 'aria-label': 'About this change' },
        summary, change, speaksBox, budget.element, applyButton, loadProblem, editing.message,
        el('div', { class: 'actions start' }, el('a', { class: 'button quiet', href: back }, 'Back'), discard))));
  setTitle('Edit script');
  acceptDrops(editor.element, open);
  editor.element.addEventListener('keydown', event => {
    if (event.key === 'Enter' && (event.ctrlKey || event.metaKey)) apply();
  });
  editing.showDraft();
  await begin();

  async function begin() {
    fill(loadProblem);
    try {
      const [current, { body: session }] = await Promise.all([script.read(), call('GET', `sessions/${part(id)}`, { signal })]);
      title.textContent = session.video_title;
      beats = session.beats;
      speaks.checked = session.status !== 'draft';
      editing.begin(current);
    } catch (failure) {
      if (isAbort(failure)) return;
      const again = statusOf(failure) === 404 ? null : button({ onclick: begin }, 'Try again');
      fill(loadProblem, problemBox(failure, again, el('a', { class: 'button', href: '#/' }, 'All sessions')));
    }
  }

  /** What was typed goes along to the new session. A start of it that may be under way stays the same one. */
  function copyToNewSession() {
    if (!editing.isEdited) return;
    keepDraft(id, { project: '', reuse: true, ...readDraft(id), text: editor.value, budget: budget.input.value });
  }

  async function open(file) {
    try {
      const text = await readScriptFile(file);
      if (await put(text, `“${file.name}” replaces what you typed.`)) notice(`${file.name} is in the editor. Nothing is changed until you apply it.`);
    } catch (failure) {
      failed(failure);
    }
  }

  function openVersions() {
    versionsDialog({
      script, signal, plans: false, action: version => `Put version ${version} into the editor`,
      use: (text, base, _, version) => put(text, `Version ${version} replaces what you typed.`),
    });
  }

  /** Answers whether it did. */
  async function put(text, sentence) {
    if (editing.isEdited && !await confirmed('Replace the script?', sentence, 'Replace')) return false;
    editing.put(text);
    return true;
  }

  function onState() {
    discard.hidden = !editing.isEdited;
    discard.disabled = editing.isSending;
  }

  /** @param {{ checking?: boolean, validation?: any, plan?: any, failure?: any }} result */
  function onChecked({ checking, validation: found, plan: now, failure }) {
    summary.classList.toggle('stale', Boolean(checking));
    change.classList.toggle('stale', Boolean(checking || found?.is_valid && !now && !failure));
    if (checking) return;
    if (found) drawValidation(found);
    if (failure) {
      plan = null;
      drawChange();
      fill(change, problemBox(failure, button({ onclick: () => editing.changed(true) }, 'Check again')));
    } else if (now || !found.is_valid) {
      plan = now;
      drawChange();
    }
  }

  function drawValidation(found) {
    if (found === validation) return;
    validation = found;
    fill(summary, summaryOf(found));
    editor.setDiagnostics(found.diagnostics);
    problems.hidden = found.diagnostics.length === 0;
    fill(problems, problemList(found.diagnostics, one => editor.goTo(one.line, one.column),
      stranger => voiceDialog(null, signal, () => editing.changed(true), stranger, { line: firstLineOf(stranger, editor.value) })));
  }

  function drawChange() {
    const hasSpeech = Boolean(plan?.changed && plan.counts.speak);
    speaksBox.hidden = !hasSpeech;
    budget.element.hidden = !hasSpeech || !speaks.checked;
    fill(change, plan ? [changeSummary(plan, { speaks: speaksNow(), beats }), changeList(plan)] : null);
  }

  /** Unchanged beats without a take aren't spoken unless something else is. */
  function speaksNow() {
    return speaks.checked && (plan.status === 'draft' ? plan.counts.speak > 0 : wantsSpeech(plan));
  }

  function apply() {
    if (!budget.element.hidden && !budget.check()) return budget.input.focus();
    return editing.send();
  }
}
