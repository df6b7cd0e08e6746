// The parts of a beat that are made when they are needed: its script, its takes, and their controls.

import { call, part } from './api.js';
import { el, fill, button, icon, isFocusFree, spinner } from './dom.js';
import { BeatEdit } from './beat-edit.js';
import { BeatRegenerations } from './beat-regenerations.js';
import { BeatReview } from './beat-review.js';
import { BeatTakes } from './beat-takes.js';
import { BeatWriter } from './beat-write.js';
import { directionDraft, noteDraft } from './draft.js';
import { keepInSight } from './in-sight.js';
import { revisePanel } from './revise.js';
import { BeatScript } from './beat-script.js';
import { spokenLines } from './spoken-lines.js';
import { showStale } from './take.js';
import { roughCost } from './take-cost.js';
import { announce, failed, notice, problemBox } from './notices.js';

/** Errors of a production that stopped early: continuing it speaks what is missing. */
const needsContinue = new Set(['budget-reached', 'speech-provider-changed']);

export class BeatBody {
  #view;
  #card;
  #path;
  #error = null;
  /** Sets the line that the open panel speaks. */
  #choose = line => {};
  #panelClosed = new AbortController();
  /** The script that the open panel was made from, as the feed showed it. */
  #revised = null;

  constructor(view, card) {
    const { beatId } = card;
    this.#view = view;
    this.#card = card;
    this.#path = `sessions/${part(view.id)}/beats/${part(beatId)}`;
    const writer = new BeatWriter(this.#path, view.feed, view.signal, () => card.beat);
    this.review = new BeatReview(
      (change, isUndo) => this.#review(writer, change, isUndo),
      (note, before) => writer.note(beatId, note, before).then(() => announce('Saved.')),
      noteDraft(view.id, beatId));
    this.takes = new BeatTakes(view, {
      select: take => this.#select(writer, take),
      mark: (path, change) => writer.mark(beatId, path, change),
    }, () => this.#drawCompare());
    this.script = new BeatScript(this.takes, line => this.revise(line));
    this.problem = el('div', {});
    this.awaited = el('p', { class: 'awaited', hidden: true });
    this.regenerations = new BeatRegenerations(view, beatId, () => this.#drawAgain());
    this.again = button({ onclick: () => this.speak().catch(failed) }, icon('again'), 'Try again');
    this.cost = el('span', { class: 'muted' });
    this.more = button({ onclick: () => view.resume() }, icon('again'), 'Continue');
    this.edit = new BeatEdit(view, card, this.script.element);
    this.panel = el('div', {});
    this.reviseButton = button({ onclick: () => this.revise(), 'aria-expanded': 'false' }, icon('revise'), 'Revise');
    this.compareWords = el('span', {});
    this.compareButton = button({ onclick: () => this.takes.comparison.open() }, icon('compare'), this.compareWords);
    const beside = el('section', { role: 'group', 'aria-label': 'Script' }, this.script.element, this.edit.element, this.panel);
    keepInSight(beside, view.signal);
    this.controls = [this.review.states, el('div', { class: 'actions' }, this.compareButton, this.edit.button, this.reviseButton)];
    this.elements = [
      this.problem,
      this.review.element,
      el('div', { class: 'beat-body' },
        beside,
        el('section', { role: 'group', 'aria-label': 'Takes' }, this.takes.element, this.awaited, this.regenerations.element)),
    ];
    this.regenerations.resume(card.beat.beat_name);
  }

  update(beat, stage) {
    this.takes.update(beat);
    showStale(this.takes.element, beat.takes);
    this.review.update(beat);
    this.script.update(beat);
    this.script.allowAgain(this.#canReplaceLines(beat));
    this.edit.update(beat);
    this.#closeOutdatedPanel(beat);
    const awaited = Boolean(stage && !beat.takes.length && !beat.error);
    this.awaited.hidden = !awaited;
    fill(this.awaited, stage?.active ? spinner() : null, stage?.words);
    this.reviseButton.hidden = this.#view.feed.isRunning;
    this.reviseButton.disabled = beat.locked;
    this.reviseButton.title = beat.locked ? 'The beat is locked' : '';
    this.cost.textContent = beat.script ? `Speaks ${roughCost(beat.script)}.` : '';
    this.#drawProblem(beat.error);
    this.#drawAgain();
  }

  /** An outdated panel would speak, and pay for, other lines than it shows. */
  #closeOutdatedPanel(beat) {
    if (this.panel.firstChild && this.#revised !== revisedFrom(beat)) this.#closeOutdated();
  }

  #closeOutdated() {
    const hadFocus = this.panel.contains(document.activeElement);
    notice(`${this.#card.beat.beat_name} has changed. Open Revise again to see what it would speak now.`);
    this.#closePanel(hadFocus);
  }

  /** Only if the take has other lines, which are kept. */
  #canReplaceLines(beat) {
    return Boolean(beat.script && beat.selected_take_id && !beat.locked && !this.#view.feed.isRunning && spokenLines(beat.script).length > 1);
  }

  mark(take, positionMs) {
    this.script.mark(take, positionMs);
  }

  #drawCompare() {
    const { isPossible, marked } = this.takes.comparison;
    this.compareButton.hidden = !isPossible;
    this.compareWords.textContent = marked > 1 ? `Compare ${marked}` : 'Compare';
  }

  /** Redraws only if the error has changed: a button that is replaced during a click doesn't get it. */
  #drawProblem(error) {
    const text = JSON.stringify(error ?? null);
    if (text === this.#error) return;
    this.#error = text;
    const ways = needsContinue.has(error?.code) ? [this.more] : [this.again, this.cost];
    fill(this.problem, error ? problemBox(error, ...ways) : null);
  }

  /** While a regeneration runs, nobody wants to pay for a second one. */
  #drawAgain() {
    this.more.disabled = this.again.disabled = this.#view.feed.isRunning || this.regenerations.areRunning;
  }

  async #review(writer, change, isUndo = false) {
    const { verdicts } = this.#view;
    const writing = writer.review(this.#card.beatId, change).then(before => {
      if (!isUndo && 'review' in change && change.review !== before) verdicts.given(this.#card.beatId, before, change.review);
    });
    verdicts.wait(writing);
    await writing;
    announce('Saved.');
  }

  async #select(writer, take) {
    if (await writer.select(take.take_id, () => take.take_id === this.#card.beat.selected_take_id)) announce('Selected.');
  }

  /** Speaks the beat as the script says. */
  speak() {
    return this.#make({});
  }

  /** Makes a new take, and moves the focus from the control that started it to the take. @returns whether it was made. */
  async #make(body, from = document.activeElement) {
    const isFromHere = this.panel.contains(from) || from === this.again;
    const made = await this.regenerations.make(body);
    if (made && isFromHere && this.#mayMoveFocus(from)) this.takes.focus(made.take_id);
    return Boolean(made);
  }

  /** False if somebody is typing or has gone elsewhere. If a control is disabled or removed, the body has the focus. */
  #mayMoveFocus(from) {
    const now = document.activeElement;
    if (this.panel.contains(now)) return now === from || now.matches('button');
    if (!isFocusFree() && now !== from) return false;
    const { top, bottom } = this.#card.element.getBoundingClientRect();
    return top < innerHeight && bottom > 0;
  }

  /** @param line the index of the only line to speak again; null for the whole beat. */
  async revise(line = null) {
    if (this.#view.feed.isRunning || this.#card.beat.locked) return;
    if (this.panel.firstChild) return line === null ? this.#closePanel() : this.#choose(line);
    try {
      // A voice may have been edited since.
      const { body } = await call('GET', this.#path, { signal: this.#view.signal });
      // Another press may have opened it, or the view was left.
      if (!this.panel.firstChild && !this.#view.signal.aborted) this.#openPanel(body, line);
    } catch (failure) {
      failed(failure);
    }
  }

  #openPanel(detail, line) {
    this.#panelClosed = new AbortController();
    this.#view.signal.addEventListener('abort', () => this.#panelClosed.abort());
    const { element, focus, choose } = revisePanel(detail, body => this.#makeFrom(detail, body), () => this.#closePanel(), line,
      { path: this.#path, draft: directionDraft(this.#view.id, this.#card.beatId), signal: this.#panelClosed.signal });
    this.#choose = choose;
    this.#revised = revisedFrom(this.#card.beat);
    fill(this.panel, element);
    this.reviseButton.setAttribute('aria-expanded', 'true');
    focus();
    element.scrollIntoView({ block: 'nearest' });
  }

  /** Makes a take only if the beat still has the lines that the panel shows. @returns whether it was made. */
  async #makeFrom(detail, body) {
    const from = document.activeElement;
    const { body: now } = await call('GET', this.#path, { signal: this.#view.signal });
    if (JSON.stringify(now.script) === JSON.stringify(detail.script)) return this.#make(body, from);
    if (this.panel.firstChild) this.#closeOutdated();
    await this.#view.feed.refresh();
    return false;
  }

  #closePanel(focuses = true) {
    this.#panelClosed.abort();
    fill(this.panel);
    this.reviseButton.setAttribute('aria-expanded', 'false');
    if (focuses) this.reviseButton.focus();
  }
}

function revisedFrom({ script, selected_take_id: selected }) {
  // Which take is selected doesn't matter, but whether there is one decides whether a line can be spoken alone.
  return JSON.stringify([script, Boolean(selected)]);
}
