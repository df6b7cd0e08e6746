// The takes of a beat: made once each, played, compared.

import { part } from './api.js';
import { el } from './dom.js';
import { Clip, currentClip } from './clip.js';
import { compareTakes } from './compare.js';
import { takeCard } from './take.js';
import { failed } from './notices.js';

export class BeatTakes {
  #session;
  #select;
  #onTime;
  #beat = null;
  #cards = new Map();
  #compared = [];

  /** @param select selects a take, and may throw. @param onTime hears how far a clip is. */
  constructor(session, select, onTime) {
    this.#session = session;
    this.#select = select;
    this.#onTime = onTime;
    this.element = el('ol', { class: 'takes' });
  }

  update(beat) {
    this.#beat = beat;
    beat.takes.forEach((take, index) => {
      if (!this.#cards.has(take.take_id)) this.#add(take, index + 1);
    });
    this.#mark();
  }

  #add(take, number) {
    const path = `sessions/${part(this.#session.id)}/takes/${part(take.take_id)}/audio`;
    const clip = new Clip(path, take.audio_duration_ms, this.#session.signal);
    clip.addEventListener('time', () => this.#onTime(take, clip));
    const card = takeCard(take, number, clip, {
      select: () => this.#select(take).catch(failed),
      compare: marked => this.#markCompared(take.take_id, marked),
    });
    this.#cards.set(take.take_id, card);
    this.element.append(card.element);
  }

  #mark() {
    for (const [id, card] of this.#cards) {
      card.setSelected(id === this.#beat.selected_take_id);
      card.setCompared(this.#compared.includes(id), this.#cards.size > 1);
    }
  }

  /** The take that was heard last in this beat, or the selected one. */
  #chosen() {
    const cards = [...this.#cards.values()];
    return cards.find(card => card.clip === currentClip()) ?? this.#cards.get(this.#beat.selected_take_id) ?? cards[0];
  }

  focus(id) {
    const { element } = this.#cards.get(id);
    element.querySelector('.play').focus({ preventScroll: true });
    element.scrollIntoView({ block: 'nearest' });
  }

  playLine(index) {
    const card = this.#chosen();
    const from = card?.take.lines.find(line => line.line === index)?.start_ms;
    if (from !== undefined) card.clip.play(from).catch(failed);
  }

  toggle() {
    return Promise.resolve(this.#chosen()?.clip.toggle()).catch(failed);
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

  #markCompared(id, marked) {
    this.#compared = this.#compared.filter(one => one !== id);
    if (marked) this.#compared.push(id);
    this.#compared = this.#compared.slice(-2);
    this.#mark();
    if (this.#compared.length === 2 && marked) this.compare();
  }

  /** The two that are marked; else the selected one and the newest other. */
  compare() {
    if (this.#cards.size < 2) return;
    const { selected_take_id: selected, takes, beat_name: name } = this.#beat;
    const newest = takes.findLast(take => take.take_id !== selected).take_id;
    const first = selected ?? takes[0].take_id;
    const ids = this.#compared.length === 2 ? this.#compared : [first, newest];
    this.#compared = [];
    this.#mark();
    currentClip()?.pause();
    compareTakes(name, ids.map(id => this.#cards.get(id)), selected, this.#select);
  }
}
