// A beat's lines of the script, edited where they stand. What that does and costs is said before it is done.

import { scriptChecker } from './checking.js';
import { el, fill, button, icon } from './dom.js';
import { beatDraft, dropDraft, keepDraft, readDraft } from './draft.js';
import { scriptEditor } from './editor.js';
import { announce, failed, notice, problemBox } from './notices.js';
import { changeSummary } from './script-change.js';
import { conflictBox } from './script-conflict.js';
import { beatSource, withBeatSource } from './script-source.js';
import { problemList } from './script-summary.js';
import { voiceDialog } from './voice-form.js';

export class BeatEdit {
  #view;
  #card;
  #instead;
  #draft;
  #panel = null;
  #opening = false;

  /** @param instead what the editor takes the place of. */
  constructor(view, card, instead) {
    this.#view = view;
    this.#card = card;
    this.#instead = instead;
    this.#draft = beatDraft(view.id, card.beatId);
    this.element = el('div', {});
    this.button = button({ onclick: () => this.toggle(), 'aria-expanded': 'false' }, icon('edit'), 'Edit');
    // What was typed before a reload.
    if (readDraft(this.#draft) && !card.beat.locked && !view.feed.isRunning) this.#open(false);
  }

  update(beat) {
    this.button.hidden = this.#view.feed.isRunning;
    this.button.setAttribute('aria-disabled', String(beat.locked));
    this.button.title = beat.locked ? 'The beat is locked: unlock it to edit it' : 'Edit the script here (i)';
  }

  toggle() {
    if (this.#panel) return this.#close(true);
    if (this.#view.feed.isRunning) return notice('The production is under way; edit the script when it has ended.');
    if (this.#card.beat.locked) return notice(`${this.#card.beat.beat_name} is locked. Unlock it (l), then edit it.`);
    return this.#open(true);
  }

  async #open(focuses) {
    // A second press before the script has come opens no second editor.
    if (this.#opening) return;
    this.#opening = true;
    try {
      const standing = await this.#view.scripting.script.read();
      if (this.#view.signal.aborted) return;
      const source = beatSource(standing.text, this.#card.beatId);
      if (!source) throw new Error('The script has no lines for this beat. Edit the whole script instead.');
      this.#panel = editPanel({
        view: this.#view, card: this.#card, draft: this.#draft, standing, source, close: focus => this.#close(focus),
      });
      fill(this.element, this.#panel.element);
      this.#instead.hidden = true;
      this.button.setAttribute('aria-expanded', 'true');
      if (focuses) this.#panel.focus();
    } catch (failure) {
      failed(failure);
    } finally {
      this.#opening = false;
    }
  }

  #close(focuses) {
    this.#panel.leave();
    this.#panel = null;
    fill(this.element);
    this.#instead.hidden = false;
    this.button.setAttribute('aria-expanded', 'false');
    if (focuses) this.button.focus();
  }
}

let panels = 0;

/** @param close ends it; with true the focus goes to what opened it. */
function editPanel({ view, card, draft, standing, source, close }) {
  const { script, apply } = view.scripting;
  const left = new AbortController();
  view.signal.addEventListener('abort', () => left.abort());
  const name = card.beat.beat_name;
  const id = `beat-edit-${++panels}`;
  const editor = scriptEditor(() => changed(), { id, label: `Script of ${name}`, summary: `${id}-summary`, small: true });
  const summary = el('div', { id: `${id}-summary`, role: 'status' });
  const problems = el('section', { class: 'problems', 'aria-label': 'Problems', hidden: true });
  const conflict = el('div', { class: 'conflict' });
  const answer = el('div', {});
  const go = el('button', { class: 'primary', type: 'submit', disabled: true }, 'Apply');
  const element = el('form', { class: 'beat-edit', 'aria-label': `Edit ${name}`, onsubmit: send, onkeydown: pressed },
    editor.element, summary, problems, conflict, answer,
    el('div', { class: 'actions start' }, go, button({ onclick: discard }, 'Cancel')));
  let plan = null;
  const check = scriptChecker(said, left.signal, (text, _, signal) => script.plan(text, standing.etag, signal));
  begin();
  return { element, focus: () => editor.goTo(bodyLine(), 1), leave: () => left.abort() };

  function begin() {
    const kept = readDraft(draft);
    editor.firstLine = source.firstLine;
    editor.value = kept?.text ?? source.text;
    if (kept && kept.base !== source.text) drawConflict();
    changed(true);
  }

  /** The first line of the body. */
  function bodyLine() {
    return source.firstLine + Math.max(editor.value.split('\n').indexOf('---'), 0) + 1;
  }

  function changed(quick = false) {
    go.disabled = true;
    fill(answer);
    if (editor.value === source.text) dropDraft(draft);
    else keepDraft(draft, { text: editor.value, base: source.text });
    check(withBeatSource(standing.text, source, editor.value), {}, quick);
  }

  /** @param {{ checking?: boolean, validation?: any, estimate?: any, failure?: any }} what */
  function said({ checking, validation, estimate, failure }) {
    summary.classList.toggle('stale', Boolean(checking || validation?.is_valid && !estimate));
    if (checking) return;
    if (failure) return refuse(failure);
    if (!estimate) drawProblems(validation.diagnostics);
    if (!validation.is_valid) return fill(summary, el('p', { class: 'change bad' }, 'The script has errors: nothing can be applied.'));
    if (!estimate) return;
    if (estimate.failure) return refuse(estimate.failure);
    fill(summary, changeSummary(estimate.body));
    plan = estimate.body;
    go.disabled = !plan.changed;
  }

  function refuse(failure) {
    if (failure.status === 412) return rebase().catch(failed);
    fill(summary, problemBox(failure, button({ onclick: () => changed(true) }, 'Check again')));
  }

  function drawProblems(diagnostics) {
    const last = source.firstLine + editor.value.split('\n').length;
    const own = diagnostics.filter(one => one.severity === 'error' || one.line >= source.firstLine && one.line < last);
    editor.setDiagnostics(own);
    problems.hidden = own.length === 0;
    fill(problems, problemList(own, one => editor.goTo(one.line, one.column), stranger => voiceDialog(null, left.signal, () => changed(true), stranger)));
  }

  /** Somebody else changed the script: what was typed is held against what stands now. */
  async function rebase() {
    const now = await script.read();
    const theirs = beatSource(now.text, card.beatId);
    if (left.signal.aborted) return;
    if (!theirs) {
      go.disabled = true;
      return fill(answer, problemBox(new Error('Somebody else removed this beat meanwhile. Copy your text from here; earlier versions have the beat.')));
    }
    const isUntouched = theirs.text === source.text;
    // The answer to an earlier attempt may have been lost.
    const isThere = theirs.text === editor.value;
    [standing, source] = [now, theirs];
    editor.firstLine = source.firstLine;
    if (!isUntouched && !isThere) drawConflict();
    changed(true);
    if (isUntouched && !isThere) fill(answer, el('p', { class: 'muted' }, 'Somebody else changed other beats meanwhile. Your text is still here: apply it again.'));
  }

  function drawConflict() {
    const sentence = 'Somebody else changed this beat meanwhile. Your text is still here: apply it to replace theirs, or take theirs.';
    fill(conflict, conflictBox(sentence, source.text, editor.value, takeTheirs));
  }

  function takeTheirs() {
    editor.value = source.text;
    fill(conflict);
    changed(true);
    editor.area.focus();
  }

  async function send(event) {
    event.preventDefault();
    if (go.disabled) return;
    go.disabled = true;
    fill(answer, el('p', { class: 'muted' }, 'Applying…'));
    const text = editor.value;
    try {
      await apply(withBeatSource(standing.text, source, text), standing.etag, plan);
      dropDraft(draft);
      close(false);
      card.element.focus({ preventScroll: true });
    } catch (failure) {
      fill(answer);
      if (failure.name === 'AbortError') return;
      if (failure.status === 412) return rebase().catch(failed);
      go.disabled = false;
      fill(answer, problemBox(failure));
    }
  }

  function pressed(event) {
    if (event.key === 'Enter' && (event.ctrlKey || event.metaKey)) element.requestSubmit();
    else if (event.key === 'Escape') {
      close(true);
      if (readDraft(draft)) announce('What you typed is kept.');
    } else return;
    event.preventDefault();
  }

  function discard() {
    dropDraft(draft);
    close(true);
  }
}
