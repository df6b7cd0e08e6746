// The takes of a beat: made once each, played, compared.

import { call, part } from './api.js';
import { el } from './dom.js';
import { Clip, currentClip } from './clip.js';
import { compareTakes } from './compare.js';
import { takeCard } from './take.js';
import { failed } from './notices.js';

export class BeatTakes {
  #view;
  #select;
  #onMark;
  /** @type {import('../api').Beat} */
  #beat = null;
  #cards = new Map();
  #compared = [];

  /** @param select selects a take, and may throw. @param onMark hears that another number of takes is marked to be compared. */
  constructor(view, select, onMark) {
    this.#view = view;
    this.#select = select;
    this.#onMark = onMark;
    this.element = el('ol', { class: 'takes' });
  }

  update(beat) {
    this.#beat = beat;
    this.#removeOthers(beat.takes.map(take => take.take_id));
    beat.takes.forEach((take, index) => {
      if (!this.#cards.has(take.take_id)) this.#add(take, index + 1);
    });
    this.#mark();
  }

  /** Those that say other words than the script does now. */
  #removeOthers(ids) {
    for (const [id, card] of this.#cards) {
      if (ids.includes(id)) continue;
      card.clip.release();
      card.element.remove();
      this.#cards.delete(id);
    }
    this.#compared = this.#compared.filter(id => ids.includes(id));
  }

  #add(take, number) {
    const path = `sessions/${part(this.#view.id)}/takes/${part(take.take_id)}`;
    const clip = new Clip(`${path}/audio`, take.audio_duration_ms, this.#view.signal);
    clip.beatId = this.#beat.beat_id;
    clip.take = { take_id: take.take_id, lines: take.lines, words: null };
    clip.addEventListener('state', () => this.#loadWords(clip, path), { once: true });
    const card = takeCard(take, number, clip, this.#view.id, {
      select: () => this.#select(take).catch(failed),
      compare: marked => this.#markCompared(take.take_id, marked),
    });
    this.#cards.set(take.take_id, card);
    this.element.append(card.element);
  }

  /** When it is heard for the first time. */
  async #loadWords(clip, path) {
    try {
      clip.take.words = (await call('GET', `${path}/words`, { signal: clip.signal })).body.words;
    } catch (failure) {
      // A service without word timings: its lines are lit all the same.
      if (failure.status !== 404) failed(failure);
    }
  }

  #mark() {
    for (const [id, card] of this.#cards) {
      card.setSelected(id === this.#beat.selected_take_id);
      card.setCompared(this.#compared.includes(id), this.#cards.size > 1);
    }
  }

  /** The recording that was heard last in this beat, or that of the selected take; null if there is none. */
  get clip() {
    return this.#chosen()?.clip ?? null;
  }

  #chosen() {
    const cards = [...this.#cards.values()];
    return cards.find(card => card.clip === currentClip()) ?? this.#cards.get(this.#beat.selected_take_id) ?? cards[0];
  }

  focus(id) {
    const { element } = this.#cards.get(id);
    element.querySelector('.play').focus({ preventScroll: true });
    element.scrollIntoView({ block: 'nearest' });
  }

  /** @param at the index of a character of the line: plays from its word on, if its time is known. */
  async playLine(index, at = null) {
    const clip = this.clip;
    const line = clip?.take.lines.find(one => one.line === index);
    if (!line) return;
    try {
      if (at !== null && !clip.take.words) await this.#loadWords(clip, `sessions/${part(this.#view.id)}/takes/${part(clip.take.take_id)}`);
      const word = at === null ? null : clip.take.words?.findLast(one => one.line === index && one.at <= at);
      await this.#view.listen(this.#beat.beat_id, word?.start_ms ?? line.start_ms);
    } catch (failure) {
      failed(failure);
    }
  }

  /** Plays, or selects, the take with this number. */
  async take(number, select) {
    const card = [...this.#cards.values()][number - 1];
    if (!card) return;
    card.element.scrollIntoView({ block: 'nearest' });
    try {
      await (select ? this.#select(card.take) : card.clip.toggle());
    } catch (failure) {
      failed(failure);
    }
  }

  /** How many are marked to be compared. */
  get marked() {
    return this.#compared.length;
  }

  /** With two takes there is nothing more to mark. */
  #markCompared(id, marked) {
    this.#compared = this.#compared.filter(one => one !== id);
    if (marked) this.#compared.push(id);
    this.#mark();
    this.#onMark();
    if (this.#compared.length === 2 && this.#cards.size === 2 && marked) this.compare();
  }

  /** Those that are marked; else the selected one and the newest other. @param {boolean} blind all of them, and nobody sees which is which. */
  compare(blind = false) {
    if (this.#cards.size < 2) return;
    const { selected_take_id: selected, takes, beat_name: name } = this.#beat;
    const newest = takes.findLast(take => take.take_id !== selected).take_id;
    const usual = blind ? takes.map(take => take.take_id) : [selected ?? takes[0].take_id, newest];
    const ids = this.#compared.length > 1 ? this.#compared : usual;
    this.#compared = [];
    this.#mark();
    this.#onMark();
    currentClip()?.pause();
    compareTakes(name, takes.map(take => this.#cards.get(take.take_id)), ids, selected, this.#select, blind);
  }
}
