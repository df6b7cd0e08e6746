// The parts of a beat that are made when they are needed: its script, its takes, and their controls.

import { part } from './api.js';
import { el, fill, button, icon, isFocusFree, spinner } from './dom.js';
import { BeatEdit } from './beat-edit.js';
import { BeatRegenerations } from './beat-regenerations.js';
import { BeatReview } from './beat-review.js';
import { BeatRevise } from './beat-revise.js';
import { BeatTakes } from './beat-takes.js';
import { BeatWriter } from './beat-write.js';
import { noteDraft } from './draft.js';
import { keepInSight } from './in-sight.js';
import { BeatScript } from './beat-script.js';
import { spokenLines } from './spoken-lines.js';
import { showStale } from './take.js';
import { roughCost } from './take-cost.js';
import { announce, failed, problemBox } from './notices.js';

/** Errors of a production that stopped early: continuing it speaks what is missing. */
const needsContinue = new Set(['budget-reached', 'speech-provider-changed']);

export class BeatBody {
  #view;
  #card;
  /** @type {string | null} */
  #drawnError = null;

  /** @param {import('./beat.js').BeatCard} card */
  constructor(view, card) {
    const { beatId } = card;
    const path = `sessions/${part(view.id)}/beats/${part(beatId)}`;
    const writer = new BeatWriter(path, view.feed, view.signal, () => card.beat);
    this.#view = view;
    this.#card = card;
    this.review = new BeatReview(card,
      (change, isUndo) => this.#review(writer, change, isUndo),
      (note, before) => writer.note(beatId, note, before).then(() => announce('Saved.')),
      noteDraft(view.id, beatId));
    this.takes = new BeatTakes(view, card, {
      select: take => this.#select(writer, take),
      mark: (takePath, change) => writer.mark(beatId, takePath, change),
    }, () => this.#drawCompare());
    this.script = new BeatScript(this.takes, line => this.revision.toggle(line));
    this.problem = el('div', {});
    this.awaited = el('p', { class: 'awaited', hidden: true });
    this.regenerations = new BeatRegenerations(view, beatId, () => card.set({ isRegenerating: this.regenerations.areRunning }));
    this.again = button({ onclick: () => this.speak().catch(failed) }, icon('again'), 'Try again');
    this.cost = el('span', { class: 'muted' });
    this.more = button({ onclick: () => view.resume() }, icon('again'), 'Continue');
    this.edit = new BeatEdit(view, card, this.script.element);
    this.revision = new BeatRevise(view, card, path, (body, from) => this.#make(body, from));
    this.compareWords = el('span', {});
    this.compareButton = button({ onclick: () => this.takes.comparison.open() }, icon('compare'), this.compareWords);
    const beside = el('section', { role: 'group', 'aria-label': 'Script' }, this.script.element, this.edit.element, this.revision.element);
    keepInSight(beside, view.signal);
    this.controls = [this.review.states, el('div', { class: 'actions' }, this.compareButton, this.edit.button, this.revision.button)];
    this.elements = [
      this.problem,
      this.review.element,
      el('div', { class: 'beat-body' },
        beside,
        el('section', { role: 'group', 'aria-label': 'Takes' }, this.takes.element, this.awaited, this.regenerations.element)),
    ];
    this.regenerations.resume(card.beat.beat_name);
  }

  render() {
    const { beat, stage, isProducing, isRegenerating } = this.#card.state;
    this.takes.render();
    showStale(this.takes.element, beat.takes);
    this.review.render();
    this.script.update(beat);
    // Only if the take has other lines, which are kept.
    const canReplaceLines = Boolean(beat.script && beat.selected_take_id && !beat.locked && !isProducing && spokenLines(beat.script).length > 1);
    this.script.allowAgain(canReplaceLines);
    this.edit.render();
    this.revision.render();
    const awaited = Boolean(stage && !beat.takes.length && !beat.error);
    this.awaited.hidden = !awaited;
    fill(this.awaited, stage?.active ? spinner() : null, stage?.words);
    this.cost.textContent = beat.script ? `Speaks ${roughCost(beat.script)}.` : '';
    this.#drawProblem(beat.error);
    // While a regeneration runs, nobody wants to pay for a second one.
    this.more.disabled = this.again.disabled = isProducing || isRegenerating;
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
    if (text === this.#drawnError) return;
    this.#drawnError = text;
    const ways = needsContinue.has(error?.code) ? [this.more] : [this.again, this.cost];
    fill(this.problem, error ? problemBox(error, ...ways) : null);
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
    const isFromHere = this.revision.element.contains(from) || from === this.again;
    const made = await this.regenerations.make(body);
    if (made && isFromHere && this.#mayMoveFocus(from)) this.takes.focus(made.take_id);
    return Boolean(made);
  }

  /** False if somebody is typing or has gone elsewhere. If a control is disabled or removed, the body has the focus. */
  #mayMoveFocus(from) {
    const now = document.activeElement;
    if (this.revision.element.contains(now)) return now === from || Boolean(now?.matches('button'));
    if (!isFocusFree() && now !== from) return false;
    const { top, bottom } = this.#card.element.getBoundingClientRect();
    return top < innerHeight && bottom > 0;
  }
}
