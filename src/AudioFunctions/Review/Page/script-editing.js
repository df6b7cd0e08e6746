// Edits a script, the whole of it or one beat's lines: checks the text, applies it, and handles changes that others make meanwhile. The two
// editors differ in what they show beside it.

import { scriptChecker } from './checking.js';
import { button, el, fill } from './dom.js';
import { dropDraft, keepDraft, readDraft } from './draft.js';
import { EditedPart } from './edited-part.js';
import { codeOf, isAbort, isPassing, statusOf } from './failures.js';
import { failed, problemBox } from './notices.js';
import { applyProblem } from './script-change.js';
import { conflictBox } from './script-conflict.js';

/** @typedef {import('./edited-part.js').Scope} Scope */

/**
 * @typedef {object} Options
 * @property {import('./session-script.js').SessionScript} script
 * @property {Scope} scope
 * @property {string} draft its name.
 * @property {any} editor
 * @property {HTMLButtonElement} applyButton
 * @property {AbortSignal} signal
 * @property {(text: string, base: any, plan: any, how: { speaks?: boolean, ignoresQuota?: boolean }) => Promise<any>} apply
 * @property {(result: { checking?: boolean, validation?: any, plan?: any, failure?: any }) => void} onChecked
 * @property {() => void} onApplied
 * @property {() => void} [onOthersChange] the session is no longer as it was last shown.
 * @property {() => void} [onState] the text, or what may be done with it, has changed.
 */

export class ScriptEditing {
  /** @type {Options} */
  #options;
  #check;
  #edited;
  /** What applying the text would do; null until the service has said so. @type {any} */
  #plan = null;
  #hasConflict = false;
  #isSending = false;
  /** Why nothing can be applied now. @type {string | null} */
  #blocked = null;

  /** @param {Options} options */
  constructor(options) {
    this.#options = options;
    this.#edited = new EditedPart(options.scope);
    this.conflict = el('div', { class: 'conflict' });
    this.message = el('div', {});
    this.#check = scriptChecker(result => this.#checked(result), options.signal,
      (text, _, newest) => options.script.plan(text, this.#edited.script, newest));
    const { script, signal } = options;
    script.addEventListener('replaced', event => this.#replacedHere(/** @type {CustomEvent} */ (event).detail), { signal });
  }

  get isSending() {
    return this.#isSending;
  }

  /** Whether there is text that somebody would miss. */
  get isEdited() {
    return this.#text !== this.#edited.text;
  }

  /** Its place in the script. */
  get part() {
    return this.#edited.part;
  }

  get #text() {
    return this.#options.editor.value;
  }

  get #canSend() {
    return Boolean(!this.#isSending && !this.#hasConflict && !this.#blocked && this.#edited.exists && this.#plan?.changed);
  }

  /** Shows what was typed before a reload or a lost connection. */
  showDraft() {
    const kept = readDraft(this.#options.draft);
    if (kept) this.#options.editor.value = kept.text;
  }

  begin(current) {
    this.#setCurrent(current);
    const kept = readDraft(this.#options.draft);
    // Don't overwrite what was typed before the script was loaded.
    const text = this.#text || (kept?.text ?? this.#edited.text);
    if (text !== this.#text) this.#options.editor.value = text;
    if (kept?.base && kept.base !== this.#edited.base && this.isEdited) this.#setConflict(kept.base, 'Somebody else has');
    this.changed(true);
  }

  /** Puts another text into the editor. */
  put(text) {
    if (this.#isSending) throw new Error('The script is being applied. Try again when that is done.');
    this.#options.editor.value = text;
    this.changed(true);
  }

  /** @returns {any} */
  changed(quick = false) {
    const { draft } = this.#options;
    if (this.#isSending) return;
    this.#plan = null;
    this.#say();
    if (!this.#edited.isRead) return keepDraft(draft, { text: this.#text, base: readDraft(draft)?.base ?? null });
    if (this.isEdited || !this.#edited.exists) keepDraft(draft, { text: this.#text, base: this.#edited.base });
    else {
      dropDraft(draft);
      this.#settle();
    }
    this.#draw();
    if (!this.#edited.exists) return this.#sayGone();
    if (this.#blocked) return this.#sayBlocked();
    return this.#check(this.#edited.scriptWith(this.#text), {}, quick);
  }

  /** @param reason why nothing can be applied now; null if it can. */
  block(reason) {
    if (reason === this.#blocked) return;
    this.#blocked = reason;
    if (!this.#isSending && this.#edited.isRead) this.changed(true);
  }

  takeTheirs() {
    if (this.#isSending || !this.#edited.exists) return;
    this.put(this.#edited.text);
    this.#options.editor.area.focus();
  }

  /** @param {{ speaks?: boolean, ignoresQuota?: boolean }} how */
  async send(how = {}) {
    if (!this.#canSend) return;
    const text = this.#text;
    this.#isSending = true;
    this.#say(el('p', { class: 'muted' }, 'Applying…'));
    this.#draw();
    try {
      await this.#options.apply(this.#edited.scriptWith(text), this.#edited.script, this.#plan, how);
      this.#applied(text);
    } catch (failure) {
      await this.#refused(failure, text);
    }
  }

  #applied(text) {
    const { draft, onApplied } = this.#options;
    if (readDraft(draft)?.text === text) dropDraft(draft);
    onApplied();
  }

  async #refused(failure, text) {
    const { applyButton, scope, script, signal, onChecked, onOthersChange } = this.#options;
    if (isAbort(failure) || signal.aborted) return;
    if (codeOf(failure) === 'unreachable' || isPassing(failure)) {
      // The response was lost, so it may have been applied. If we can't tell, show the failure.
      const now = await script.read().catch(() => null);
      if (signal.aborted) return;
      if (now && now.etag !== this.#edited.script.etag && scope.find(now.text)?.text === text) {
        this.#applied(text);
        onOthersChange?.();
        return;
      }
    }
    this.#isSending = false;
    this.#say();
    this.#draw();
    if (statusOf(failure) === 412) return this.#rebase(failure);
    if (!applyButton.isConnected) return failed(failure);
    if (codeOf(failure) === 'session-generating') onOthersChange?.();
    if (!failure.body?.diagnostics) return this.#say(applyProblem(failure, how => this.send(how)));
    this.#plan = null;
    this.#draw();
    return onChecked({ validation: failure.body });
  }

  /** @param {{ checking?: boolean, validation?: any, estimate?: any, failure?: any }} result */
  #checked({ checking, validation, estimate, failure = estimate?.failure }) {
    const { onChecked, onOthersChange } = this.#options;
    if (failure?.status === 412) return this.#rebase(failure);
    if (codeOf(failure) === 'session-generating') onOthersChange?.();
    this.#plan = estimate?.body ?? null;
    this.#draw();
    return failure?.body?.diagnostics
      ? onChecked({ validation: failure.body })
      : onChecked({ checking, validation, plan: this.#plan, failure });
  }

  /** The script has changed since it was read. @param refusal the service's 412 response. */
  async #rebase(refusal) {
    const { script, signal, onOthersChange } = this.#options;
    try {
      const now = await script.read();
      if (signal.aborted) return;
      // If a proxy changes the ETag, this would never end.
      if (now.etag === this.#edited.script.etag) return this.#say(problemBox(refusal, button({ onclick: () => this.changed(true) }, 'Check again')));
      this.#adopt(now, 'Somebody else has');
      onOthersChange?.();
    } catch (failure) {
      if (!isAbort(failure)) this.#say(problemBox(failure, button({ onclick: () => this.#rebase(refusal) }, 'Try again')));
    }
  }

  /** By another editor of this page, by an undo, or with an earlier version. */
  #replacedHere(now) {
    if (!this.#isSending && this.#edited.isRead && now.etag !== this.#edited.script.etag) this.#adopt(now, 'You have');
  }

  /** @param who changed it. */
  #adopt(now, who) {
    const { scope, editor } = this.#options;
    const before = this.#edited.exists ? this.#edited.text : null;
    const { isEdited: wasEdited } = this;
    const { base } = this.#edited;
    this.#setCurrent(now);
    if (!this.#edited.exists) return this.changed(true);
    const theirs = this.#edited.text;
    // The same version as the text was made from: others changed other beats, or have undone their change.
    const isSame = base === this.#edited.base || theirs === this.#text;
    const merged = !wasEdited ? theirs : isSame ? this.#text : this.#merge(before, theirs);
    if (merged === null) this.#setConflict(base, who);
    else {
      this.#settle();
      if (merged !== this.#text) replaceText(editor, merged);
    }
    this.changed(true);
    if (merged !== null && wasEdited && this.isEdited && who === 'Somebody else has') this.#say(el('p', { class: 'muted' }, scope.merged));
  }

  #merge(before, theirs) {
    return this.#hasConflict || before === null ? null : this.#options.scope.merge(before, theirs, this.#text);
  }

  #setCurrent(current) {
    this.#edited.read(current);
    if (this.#edited.exists) this.#options.editor.firstLine = this.#edited.part.firstLine;
  }

  #setConflict(base, who) {
    this.#edited.base = base;
    this.#hasConflict = true;
    const sentence = `${who} changed ${this.#options.scope.name}. Your text is still here: replace theirs with it, or take theirs.`;
    const edited = () => this.#text;
    fill(this.conflict, conflictBox(sentence, this.#edited.text, edited, () => this.takeTheirs(), () => this.#replaceTheirs()));
  }

  #replaceTheirs() {
    this.#settle();
    this.changed(true);
    this.#options.editor.area.focus();
  }

  /** From now on, the text is based on the current script. */
  #settle() {
    this.#hasConflict = false;
    this.#edited.settle();
    fill(this.conflict);
  }

  #draw() {
    const { editor, applyButton, onState } = this.#options;
    editor.area.readOnly = this.#isSending;
    applyButton.disabled = !this.#canSend;
    onState?.();
  }

  #say(...what) {
    fill(this.message, ...what);
  }

  #sayGone() {
    this.#check.cancel();
    this.#say(problemBox(new Error('The script no longer has this beat. Copy your text from here; earlier versions have the beat.')));
  }

  #sayBlocked() {
    this.#check.cancel();
    this.#say(el('p', { class: 'muted' }, this.#blocked));
  }
}

/** Keeps the caret roughly where it was. */
function replaceText(editor, text) {
  const { selectionStart, selectionEnd, scrollTop } = editor.area;
  editor.value = text;
  editor.area.setSelectionRange(selectionStart, selectionEnd);
  editor.area.scrollTop = scrollTop;
}
