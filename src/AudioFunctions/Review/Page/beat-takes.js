// The takes of a beat: a card for each, with its player, comparison and marks.

import { call, part } from './api.js';
import { Clip, currentClip } from './clip.js';
import { statusOf } from './failures.js';
import { takeCard } from './take.js';
import { TakeComparison } from './take-comparison.js';
import { TakeList } from './take-list.js';
import { takeMarks } from './take-marks.js';
import { failed } from './notices.js';

export class BeatTakes {
  #view;
  #select;
  #marks;
  #card;
  #cards = new Map();
  #list = new TakeList(() => this.comparison.draw());

  /**
   * @param {import('./beat.js').BeatCard} card @param write select(take) and mark(path, change), which may throw. @param onMark is called when other takes are, or can be, marked for comparison.
   */
  constructor(view, card, write, onMark) {
    this.#view = view;
    this.#card = card;
    this.#select = write.select;
    this.#marks = takeMarks((take, change) => write.mark(this.#pathOf(take.take_id), change));
    this.comparison = new TakeComparison(card, this.#list, write.select, onMark);
    this.element = this.#list.element;
  }

  render() {
    const { beat } = this.#card;
    this.#removeOthers(beat.takes.map(take => take.take_id));
    beat.takes.forEach((take, index) => {
      if (!this.#cards.has(take.take_id)) this.#add(take, index + 1);
      this.#cards.get(take.take_id).setMarks(take.starred, take.hidden);
    });
    this.#drawOnOneScale();
    for (const [id, card] of this.#cards) card.setSelected(id === beat.selected_take_id);
    this.#list.update(beat.takes.map(take => this.#cards.get(take.take_id)));
    this.comparison.draw();
  }

  #drawOnOneScale() {
    const longest = Math.max(...this.#card.beat.takes.map(take => take.audio_duration_ms));
    for (const { clip } of this.#cards.values()) clip.drawIn(longest);
  }

  /** Removes takes of an earlier wording. */
  #removeOthers(ids) {
    for (const [id, card] of this.#cards) {
      if (ids.includes(id)) continue;
      card.clip.release();
      card.element.remove();
      this.#cards.delete(id);
    }
  }

  #add(take, number) {
    const path = this.#pathOf(take.take_id);
    const clip = new Clip(`${path}/audio`, take.audio_duration_ms, this.#view.signal);
    clip.beatId = this.#card.beatId;
    clip.take = { take_id: take.take_id, lines: take.lines, words: null };
    clip.addEventListener('state', () => this.#loadWords(clip, path), { once: true });
    const card = takeCard(take, number, clip, this.#view.id, {
      select: () => this.#select(take).catch(failed),
      star: () => this.#marks.star(card),
      hide: () => this.#marks.hide(card),
      compare: marked => this.comparison.mark(take.take_id, marked),
    });
    this.#cards.set(take.take_id, card);
  }

  #pathOf(takeId) {
    return `sessions/${part(this.#view.id)}/takes/${part(takeId)}`;
  }

  /** Called when the take is played for the first time. */
  async #loadWords(clip, path) {
    try {
      clip.take.words = (await call('GET', `${path}/words`, { signal: clip.signal })).body.words;
    } catch (failure) {
      // Without word timings, only lines are highlighted.
      if (statusOf(failure) !== 404) failed(failure);
    }
  }

  /** The recording of the selected take, as in the master; null if there is no take. */
  get clip() {
    return this.#chosen()?.clip ?? null;
  }

  /** Whether the recording belongs to one of the takes. */
  has(clip) {
    return [...this.#cards.values()].some(card => card.clip === clip);
  }

  #chosen() {
    return this.#cards.get(this.#card.beat.selected_take_id) ?? this.#list.inSight[0];
  }

  /** The take whose controls have the focus, or that was heard last, hidden or not; else the selected one. */
  #pointedAt() {
    const cards = this.#list.cards;
    return cards.find(card => card.element.contains(document.activeElement)) ?? cards.find(card => card.clip === currentClip()) ?? this.#chosen();
  }

  /** Stars a take, or removes its star. */
  star() {
    const card = this.#pointedAt();
    return card && this.#marks.star(card);
  }

  /** Hides a take, or shows it again. */
  hide() {
    const card = this.#pointedAt();
    return card && this.#marks.hide(card);
  }

  focus(id) {
    const { element } = this.#cards.get(id);
    element.querySelector('.play').focus({ preventScroll: true });
    element.scrollIntoView({ block: 'nearest' });
  }

  /** @param at the index of a character of the line: plays from its word on, if its time is known. */
  async playLine(index, at = null) {
    const clip = this.#view.clipOf(this.#card.beatId);
    const line = clip?.take.lines.find(one => one.line === index);
    if (!line) return;
    try {
      if (at !== null && !clip.take.words) await this.#loadWords(clip, this.#pathOf(clip.take.take_id));
      const word = at === null ? null : clip.take.words?.findLast(one => one.line === index && one.at <= at);
      await this.#view.listen(this.#card.beatId, word?.start_ms ?? line.start_ms);
    } catch (failure) {
      failed(failure);
    }
  }

  /** Plays, or selects, the take with this number. */
  async take(number, select) {
    const card = [...this.#cards.values()][number - 1];
    if (!card) return;
    this.#list.show(card);
    try {
      await (select ? this.#select(card.take) : card.clip.toggle());
    } catch (failure) {
      failed(failure);
    }
  }
}
