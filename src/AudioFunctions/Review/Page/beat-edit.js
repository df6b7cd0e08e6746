// A beat's lines of the script, edited where they stand. What that does and costs is said before it is done.

import { el, fill, button, icon, isFocusFree } from './dom.js';
import { beatDraft, dropDraft, readDraft } from './draft.js';
import { scriptEditor } from './editor.js';
import { failed, notice, problemBox } from './notices.js';
import { changeSummary, spokenAlone } from './script-change.js';
import { ScriptEditing } from './script-editing.js';
import { beatSource, withBeatSource } from './script-source.js';
import { problemList } from './script-summary.js';
import { voiceDialog } from './voice-form.js';

export class BeatEdit {
  #view;
  #card;
  #replaced;
  #draft;
  /** @type {ReturnType<typeof editPanel> | null} */
  #panel = null;
  #opening = false;

  /** @param {import('./beat.js').BeatCard} card @param replaced the element that the editor replaces while it is open. */
  constructor(view, card, replaced) {
    this.#view = view;
    this.#card = card;
    this.#replaced = replaced;
    this.#draft = beatDraft(view.id, card.beatId);
    this.element = el('div', {});
    this.button = button({ onclick: () => this.toggle(), 'aria-expanded': 'false' }, icon('edit'), 'Edit');
    // What was typed before a reload.
    if (readDraft(this.#draft) && !card.beat.locked && !card.state.isProducing) this.#open(false);
  }

  render() {
    const { beat, isProducing } = this.#card.state;
    this.button.hidden = isProducing && !this.#panel;
    this.button.setAttribute('aria-disabled', String(beat.locked && !this.#panel));
    this.button.title = beat.locked ? 'The beat is locked: unlock it to edit it' : 'Edit the script here (i)';
    this.#panel?.block(this.#whyBlocked());
  }

  toggle() {
    if (this.#panel) return this.#panel.isSending || this.#close(this.#panel, true);
    if (this.#card.state.isProducing) return notice('The production is under way; edit the script when it has ended.');
    if (this.#card.beat.locked) return notice(`${this.#card.beat.beat_name} is locked. Unlock it (l), then edit it.`);
    return this.#open(true);
  }

  #whyBlocked() {
    if (this.#card.state.isProducing) return 'The production is under way. Your text can be applied when it has ended.';
    return this.#card.beat.locked ? 'The beat is locked. Your text can be applied when it is unlocked.' : null;
  }

  async #open(focuses) {
    // A second press while the script loads doesn't open a second editor.
    if (this.#opening) return;
    this.#opening = true;
    try {
      const current = await this.#view.scripting.script.read();
      if (this.#view.signal.aborted) return;
      if (!beatSource(current.text, this.#card.beatId)) throw new Error('The script has no lines for this beat. Edit the whole script instead.');
      const panel = editPanel({ view: this.#view, card: this.#card, draft: this.#draft, current, close: focus => this.#close(panel, focus) });
      this.#panel = panel;
      panel.block(this.#whyBlocked());
      fill(this.element, panel.element);
      this.#replaced.hidden = true;
      this.button.setAttribute('aria-expanded', 'true');
      if (focuses) panel.focus();
    } catch (failure) {
      failed(failure);
    } finally {
      this.#opening = false;
    }
  }

  #close(panel, focuses) {
    panel.leave();
    if (this.#panel !== panel) return;
    this.#panel = null;
    fill(this.element);
    this.#replaced.hidden = false;
    this.button.setAttribute('aria-expanded', 'false');
    this.render();
    if (focuses) this.button.focus();
  }
}

let panels = 0;

/** @param close ends it; with true the focus goes to what opened it. */
function editPanel({ view, card, draft, current, close }) {
  const left = new AbortController();
  view.signal.addEventListener('abort', () => left.abort());
  const name = card.beat.beat_name;
  const id = `beat-edit-${++panels}`;
  const editor = scriptEditor(() => editing.changed(), { id, label: `Script of ${name}`, summary: `${id}-summary`, small: true });
  const summary = el('div', { id: `${id}-summary`, role: 'status' });
  const problems = el('section', { class: 'problems', 'aria-label': 'Problems', hidden: true });
  const applyButton = el('button', { class: 'primary', type: 'submit', disabled: true }, 'Apply');
  const cancelButton = button({ onclick: discard }, 'Cancel');
  const editing = new ScriptEditing({
    script: view.scripting.script,
    scope: {
      find: text => beatSource(text, card.beatId),
      put: withBeatSource,
      versionOf: source => source.text,
      merge: () => null,
      name: 'this beat',
      merged: 'Somebody else has changed other beats. Your text is still here: apply it again.',
    },
    draft, editor, applyButton, signal: left.signal, apply, onChecked, onApplied,
    onOthersChange: () => view.feed.refresh().catch(failed),
    onState: () => { cancelButton.disabled = editing.isSending; },
  });
  const element = el('form', { class: 'beat-edit', 'aria-label': `Edit ${name}`, onsubmit: send, onkeydown: pressed },
    editor.element, summary, problems, editing.conflict, editing.message,
    el('div', { class: 'actions start' }, applyButton, cancelButton));
  editing.begin(current);
  return {
    element,
    block: reason => editing.block(reason),
    focus: () => editor.goTo(bodyLine(), 1),
    leave: () => left.abort(),
    get isSending() {
      return editing.isSending;
    },
  };

  /** Correcting a word doesn't also speak beats that had no take before. */
  function apply(text, base, plan, how) {
    return view.scripting.apply(text, base, plan, how, spokenAlone(plan, card.beatId) ? () => card.speak() : null);
  }

  /** The first line of the body. */
  function bodyLine() {
    return editing.part.firstLine + Math.max(editor.value.split('\n').indexOf('---'), 0) + 1;
  }

  /** @param {{ checking?: boolean, validation?: any, plan?: any, failure?: any }} result */
  function onChecked({ checking, validation, plan, failure }) {
    summary.classList.toggle('stale', Boolean(checking || validation?.is_valid && !plan && !failure));
    if (validation && !plan) drawProblems(validation.diagnostics);
    if (failure) return fill(summary, problemBox(failure, button({ onclick: () => editing.changed(true) }, 'Check again')));
    if (plan) return fill(summary, changeSummary(plan, { alone: spokenAlone(plan, card.beatId), beats: view.feed.session.beats }));
    return validation && !validation.is_valid && fill(summary, el('p', { class: 'change bad' }, 'The script has errors: nothing can be applied.'));
  }

  function drawProblems(diagnostics) {
    const { firstLine } = editing.part;
    const last = firstLine + editor.value.split('\n').length;
    const own = diagnostics.filter(one => one.severity === 'error' || one.line >= firstLine && one.line < last);
    editor.setDiagnostics(own);
    problems.hidden = own.length === 0;
    fill(problems, problemList(own, one => editor.goTo(one.line, one.column), stranger => voiceDialog(null, left.signal, () => editing.changed(true), stranger)));
  }

  function onApplied() {
    // Not from somebody who has gone elsewhere. A control that is disabled leaves the focus to the body.
    const mayMoveFocus = isFocusFree() || element.contains(document.activeElement);
    close(false);
    if (mayMoveFocus) card.element.focus({ preventScroll: true });
  }

  function send(event) {
    event.preventDefault();
    editing.send();
  }

  function pressed(event) {
    if (event.key === 'Enter' && (event.ctrlKey || event.metaKey)) editing.send();
    else if (event.key === 'Escape') leave();
    else return;
    event.preventDefault();
  }

  function leave() {
    if (editing.isSending) return;
    close(true);
    if (readDraft(draft)) notice('What you typed is kept.');
  }

  function discard() {
    dropDraft(draft);
    close(true);
  }
}
