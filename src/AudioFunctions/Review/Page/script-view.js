// The whole script of a session, edited: the session stays, and what changing it does and costs is said before it is done.

import { call, part } from './api.js';
import { budgetField } from './budget.js';
import { scriptChecker } from './checking.js';
import { confirmed } from './dialog.js';
import { el, fill, button } from './dom.js';
import { dropDraft, keepDraft, readDraft, scriptDraft } from './draft.js';
import { scriptEditor } from './editor.js';
import { failed, notice, problemBox } from './notices.js';
import { changeList, changeSummary, wantsSpeech } from './script-change.js';
import { conflictBox } from './script-conflict.js';
import { acceptDrops, filePicker, readScriptFile } from './script-file.js';
import { problemList, summaryOf } from './script-summary.js';
import { versionsDialog } from './script-versions.js';
import { SessionScript } from './session-script.js';
import { voiceDialog } from './voice-form.js';

export async function scriptView({ main, id, signal, setTitle }) {
  const script = new SessionScript(id, signal);
  const name = scriptDraft(id);
  const back = `#/sessions/${part(id)}`;
  const editor = scriptEditor(() => changed());
  const summary = el('div', { id: 'script-summary', role: 'status' });
  const problems = el('section', { class: 'problems', 'aria-label': 'Problems', hidden: true });
  const conflict = el('div', { class: 'conflict' });
  const change = el('div', { class: 'change-box' });
  const answer = el('div', {});
  const budget = budgetField();
  const speaks = el('input', { type: 'checkbox', id: 'speak-now', checked: true, onchange: drawChange });
  const speaksBox = el('label', { class: 'check', for: speaks.id }, speaks, 'Speak what is new at once');
  const title = el('bdi', {});
  const go = button({ class: 'primary wide', disabled: true, onclick: apply }, 'Apply');
  const discard = button({ hidden: true, onclick: takeTheirs }, 'Discard my changes');
  const check = scriptChecker(said, signal, (text, _, newest) => script.plan(text, standing.etag, newest));
  /** What stands, or stood when the editing began. */
  let standing = null;
  let plan = null;
  let validation = null;

  fill(main,
    el('div', { class: 'page-head' },
      el('div', {}, el('h1', {}, 'Edit script'), el('p', { class: 'muted' }, title)),
      el('div', { class: 'actions' },
        el('a', { class: 'button', href: 'studio/els.txt', target: '_blank', rel: 'noopener' }, 'The language'),
        filePicker(open),
        button({ onclick: openVersions }, 'Earlier versions'),
        el('a', { class: 'button', href: `#/new/${part(id)}`, onclick: take }, 'As a new session'))),
    el('div', { class: 'new-session' },
      el('div', { class: 'writing' }, editor.element, problems, conflict),
      el('aside', { class: 'side', 'aria-label': 'About this change' },
        summary, change, speaksBox, budget.element, go, answer,
        el('div', { class: 'actions start' }, el('a', { class: 'button quiet', href: back }, 'Back'), discard))));
  setTitle('Edit script');
  acceptDrops(editor.element, open);
  editor.element.addEventListener('keydown', event => {
    if (event.key === 'Enter' && (event.ctrlKey || event.metaKey) && !go.disabled) apply();
  });
  await begin();

  async function begin() {
    try {
      const [now, { body: session }] = await Promise.all([script.read(), call('GET', `sessions/${part(id)}`, { signal })]);
      title.textContent = session.video_title;
      speaks.checked = session.status !== 'draft';
      const kept = readDraft(name);
      // Not over what was typed before it came.
      const text = editor.value || (kept?.text ?? now.text);
      standing = now;
      put(text);
      if (kept && kept.etag !== now.etag) drawConflict();
    } catch (failure) {
      if (failure.name === 'AbortError') return;
      const again = failure.status === 404 ? null : button({ onclick: begin }, 'Try again');
      fill(answer, problemBox(failure, again, el('a', { class: 'button', href: '#/' }, 'All sessions')));
    }
  }

  /** What was typed goes along to the new session. */
  function take() {
    if (standing && editor.value !== standing.text) keepDraft(id, { text: editor.value, project: '', reuse: true, budget: budget.input.value });
  }

  async function open(file) {
    try {
      const text = await readScriptFile(file);
      if (editor.value !== standing?.text && !await confirmed('Replace the script?', `“${file.name}” takes the place of what you typed.`, 'Replace')) return;
      put(text);
      notice(`${file.name} is in the editor. Nothing is changed until you apply it.`);
    } catch (failure) {
      failed(failure);
    }
  }

  function openVersions() {
    versionsDialog({ script, signal, plans: false, action: version => `Put version ${version} into the editor`, use: text => put(text) });
  }

  function put(text) {
    editor.value = text;
    changed(true);
  }

  function changed(quick = false) {
    go.disabled = true;
    fill(answer);
    if (!standing) return;
    const isTyped = editor.value !== standing.text;
    discard.hidden = !isTyped;
    if (isTyped) keepDraft(name, { text: editor.value, etag: standing.etag });
    else dropDraft(name);
    check(editor.value, {}, quick);
  }

  /** @param {{ checking?: boolean, validation?: any, estimate?: any, failure?: any }} what */
  function said({ checking, validation: found, estimate, failure }) {
    summary.classList.toggle('stale', Boolean(checking));
    change.classList.toggle('stale', Boolean(checking || found?.is_valid && !estimate));
    if (checking) return;
    plan = null;
    if (failure) return refuse(failure);
    drawValidation(found);
    if (!found.is_valid) drawChange();
    if (estimate?.failure) return refuse(estimate.failure);
    if (!estimate) return;
    plan = estimate.body;
    drawChange();
  }

  function drawValidation(found) {
    if (found === validation) return;
    validation = found;
    fill(summary, summaryOf(found));
    editor.setDiagnostics(found.diagnostics);
    problems.hidden = found.diagnostics.length === 0;
    fill(problems, problemList(found.diagnostics, one => editor.goTo(one.line, one.column), stranger => voiceDialog(null, signal, () => changed(true), stranger)));
  }

  function drawChange() {
    const hasSpeech = Boolean(plan?.changed && plan.counts.speak);
    speaksBox.hidden = !hasSpeech;
    budget.element.hidden = !hasSpeech || !speaks.checked;
    fill(change, plan ? [changeSummary(plan, speaksNow()), changeList(plan)] : null);
    go.disabled = !plan?.changed;
  }

  /** What was missing before and isn't changed waits on, unless something is spoken anyway. */
  function speaksNow() {
    return speaks.checked && (plan.status === 'draft' ? plan.counts.speak > 0 : wantsSpeech(plan));
  }

  function refuse(failure) {
    if (failure.status === 412) return rebase().catch(failed);
    fill(change, problemBox(failure, button({ onclick: () => changed(true) }, 'Check again')));
  }

  /** Somebody else changed the script: what was typed stays, and takes the place of theirs only if it is applied again. */
  async function rebase() {
    standing = await script.read();
    drawConflict();
    changed(true);
  }

  function drawConflict() {
    const sentence = 'Somebody else changed the script meanwhile. Your text is still here: apply it to replace theirs, or take theirs.';
    fill(conflict, editor.value === standing.text ? null : conflictBox(sentence, standing.text, editor.value, takeTheirs));
  }

  function takeTheirs() {
    fill(conflict);
    put(standing.text);
    editor.area.focus();
  }

  async function apply() {
    if (!budget.element.hidden && !budget.check()) return budget.input.focus();
    go.disabled = true;
    fill(answer, el('p', { class: 'muted' }, 'Applying…'));
    const how = { etag: standing.etag, speaks: speaksNow(), maxCredits: budget.credits };
    const text = editor.value;
    try {
      await script.replace(text, how);
      // What was typed meanwhile stays, for the next change.
      if (editor.value === text) dropDraft(name);
      location.hash = back;
    } catch (failure) {
      if (failure.name === 'AbortError') return;
      fill(answer);
      if (failure.status === 412) return rebase().catch(failed);
      go.disabled = false;
      fill(answer, problemBox(failure));
    }
  }
}
