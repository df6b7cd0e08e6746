// A new session: the script, what the service says of it, and the start.

import { call, part } from './api.js';
import { budgetField } from './budget.js';
import { el, fill, button, field } from './dom.js';
import { scriptEditor } from './editor.js';
import { scriptChecker } from './checking.js';
import { codeOf, isAbort } from './failures.js';
import { firstLineOf, summaryOf, problemList } from './script-summary.js';
import { estimatePanel } from './estimate.js';
import { readDraft, keepDraft, dropDraft } from './draft.js';
import { confirmed } from './dialog.js';
import { filePicker, acceptDrops, readScriptFile } from './script-file.js';
import { example } from './example.js';
import { newKey } from './random.js';
import { failed, notice, problemBox } from './notices.js';
import { voiceDialog } from './voice-form.js';

export async function newSessionView({ main, id: from, signal, setTitle }) {
  const editor = scriptEditor(changed);
  const project = el('input', { dir: 'auto', type: 'text', maxlength: 200, placeholder: 'As in the script', oninput: changed, autocomplete: 'off' });
  const budget = budgetField({ oninput: keep });
  const reuse = el('input', { type: 'checkbox', id: 'reuse', checked: true, onchange: changed });
  const showExample = button({ onclick: () => put(example) }, 'Insert an example');
  const start = button({ class: 'primary wide', disabled: true, onclick: () => begin(false) }, 'Start production');
  const summary = el('div', { id: 'script-summary', role: 'status', 'aria-live': 'polite' });
  const estimate = el('div', {});
  const problems = el('section', { class: 'problems', 'aria-label': 'Problems', hidden: true });
  const answer = el('div', {});
  const check = scriptChecker(said, signal);
  let attempt = null;

  fill(main,
    el('div', { class: 'page-head' },
      el('h1', {}, from ? 'Edit and produce again' : 'New session'),
      el('div', { class: 'actions' },
        el('a', { class: 'button', href: 'studio/els.txt', target: '_blank', rel: 'noopener' }, 'The language'),
        filePicker(open),
        showExample)),
    el('div', { class: 'new-session' },
      el('div', { class: 'writing' }, editor.element, problems),
      el('aside', { class: 'side', 'aria-label': 'About this script' },
        summary, estimate,
        budget.element,
        field('Project', project),
        from ? el('label', { class: 'check', for: 'reuse' }, reuse, 'Keep the selected takes of beats that have not changed') : null,
        start, answer)));
  acceptDrops(editor.element, open);
  setTitle(from ? 'Edit and produce again' : 'New session');
  addEventListener('pagehide', keep, { signal });
  signal.addEventListener('abort', keep);
  await restore();

  async function restore() {
    const draft = readDraft(from);
    if (draft) {
      project.value = draft.project;
      reuse.checked = draft.reuse;
      budget.input.value = draft.budget ?? '';
      attempt = draft.attempt ?? null;
      return put(draft.text);
    }
    if (!from) return put('');
    try {
      fillIn((await call('GET', `sessions/${part(from)}/script`, { as: 'text', signal })).body);
    } catch (failure) {
      fillIn('');
      fill(answer, problemBox(failure));
    }
  }

  /** Doesn't overwrite what was typed or dropped before it was loaded. */
  function fillIn(script) {
    if (!editor.value.trim()) put(script);
  }

  async function open(file) {
    try {
      const text = await readScriptFile(file);
      if (editor.value.trim() && !await confirmed('Replace the script?', `“${file.name}” takes the place of what is in the editor.`, 'Replace')) return;
      put(text);
      notice(`${file.name} is in the editor.`);
    } catch (failure) {
      failed(failure);
    }
  }

  function put(text) {
    editor.value = text;
    changed(true);
  }

  function options() {
    return { project_name: project.value.trim(), reuse_from: from && reuse.checked ? from : null };
  }

  function changed(quick) {
    fill(answer);
    start.disabled = true;
    // It would replace what was typed.
    showExample.hidden = Boolean(editor.value.trim());
    if (!editor.value.trim()) {
      check.cancel();
      editor.setDiagnostics([]);
      problems.hidden = true;
      fill(estimate);
      return fill(summary, el('p', { class: 'muted' }, 'Paste a script, drop an .els file onto the editor, or start from the example. Every mistake is shown at its line while you type.'));
    }
    check(editor.value, options(), quick === true);
    return keep();
  }

  /** @param {{ checking?: boolean, validation?: any, estimate?: any, failure?: any }} what */
  function said({ checking, validation, estimate: costs, failure }) {
    summary.classList.toggle('stale', Boolean(checking));
    if (checking) return;
    if (failure) return fill(summary, problemBox(failure, button({ onclick: () => changed(true) }, 'Check again')));
    fill(summary, summaryOf(validation, costs?.body));
    editor.setDiagnostics(validation.diagnostics);
    problems.hidden = validation.diagnostics.length === 0;
    fill(problems, problemList(
      validation.diagnostics, one => editor.goTo(one.line, one.column), name => voiceDialog(null, signal, () => changed(true), name, { line: firstLineOf(name, editor.value) })));
    fill(estimate, costs ? estimatePanel(costs) : null);
    start.disabled = !validation.is_valid;
  }

  async function begin(ignoreQuota) {
    if (!budget.check()) return budget.input.focus();
    const text = editor.value;
    const query = { ...options(), ignore_quota: ignoreQuota || null, max_credits: budget.credits };
    // The same key for the same request: a second click, or a repeat after a lost connection or a reload, doesn't create a second session.
    const wanted = JSON.stringify([text, query.project_name, query.reuse_from, query.max_credits]);
    if (attempt?.wanted !== wanted) attempt = { wanted, key: newKey() };
    const mine = attempt;
    keep();
    start.disabled = true;
    fill(answer, el('p', { class: 'muted' }, 'Starting…'));
    try {
      const headers = { 'Idempotency-Key': mine.key };
      const { body } = await call('POST', 'sessions', { text, query, headers, signal, repeatable: true });
      if (attempt === mine) attempt = null;
      // What was typed meanwhile stays, for the next one.
      if (editor.value === text) editor.value = '';
      keep();
      location.hash = `#/sessions/${part(body.session_id)}`;
    } catch (failure) {
      refused(failure);
    }
  }

  function refused(failure) {
    if (isAbort(failure)) return;
    start.disabled = false;
    if (failure.body?.diagnostics) {
      fill(answer);
      return said({ validation: failure.body });
    }
    const anyway = codeOf(failure) === 'quota-exceeded' ? [button({ onclick: () => begin(true) }, 'Start anyway')] : [];
    fill(answer, problemBox(failure, ...anyway));
  }

  function keep() {
    if (editor.value.trim()) keepDraft(from, { text: editor.value, project: project.value, reuse: reuse.checked, budget: budget.input.value, attempt });
    else dropDraft(from);
  }
}
