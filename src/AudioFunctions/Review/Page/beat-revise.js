// The Revise panel of a beat: opened from the script as it is now, and closed when the script it shows has changed.

import { call } from './api.js';
import { el, fill, button, icon } from './dom.js';
import { directionDraft } from './draft.js';
import { failed, notice } from './notices.js';
import { revisePanel } from './revise.js';

export class BeatRevise {
  #view;
  #card;
  #path;
  #make;
  /**
   * The open panel. choose(line) sets the line it speaks; basis: the script that it was made from, as the feed showed it.
   * @type {{ choose: (line: number) => void, basis: string, closed: AbortController } | null}
   */
  #panel = null;

  /** @param {import('./beat.js').BeatCard} card @param path of the beat. @param make makes a take: (body of the request, the control that had the focus); returns whether it was made. */
  constructor(view, card, path, make) {
    this.#view = view;
    this.#card = card;
    this.#path = path;
    this.#make = make;
    this.element = el('div', {});
    this.button = button({ onclick: () => this.toggle(), 'aria-expanded': 'false' }, icon('revise'), 'Revise');
  }

  render() {
    const { beat, isProducing } = this.#card.state;
    this.button.hidden = isProducing;
    this.button.disabled = beat.locked;
    this.button.title = beat.locked ? 'The beat is locked' : '';
    // An outdated panel would speak, and pay for, other lines than it shows.
    if (this.#panel && this.#panel.basis !== basisOf(beat)) this.#closeOutdated();
  }

  /** Opens the panel, or closes it. @param {number | null} line the index of the only line to speak again; null for the whole beat. */
  async toggle(line = null) {
    const { beat, isProducing } = this.#card.state;
    if (isProducing || beat.locked) return;
    if (this.#panel) return line === null ? this.#close() : this.#panel.choose(line);
    try {
      // A voice may have been edited since.
      const { body } = await call('GET', this.#path, { signal: this.#view.signal });
      // Another press may have opened it, or the view was left.
      if (!this.#panel && !this.#view.signal.aborted) this.#open(body, line);
    } catch (failure) {
      failed(failure);
    }
  }

  #open(detail, line) {
    const closed = new AbortController();
    this.#view.signal.addEventListener('abort', () => closed.abort());
    const { element, focus, choose } = revisePanel(detail, body => this.#makeFrom(detail, body), () => this.#close(), line,
      { path: this.#path, draft: directionDraft(this.#view.id, this.#card.beatId), signal: closed.signal });
    this.#panel = { choose, basis: basisOf(this.#card.beat), closed };
    fill(this.element, element);
    this.button.setAttribute('aria-expanded', 'true');
    focus();
    element.scrollIntoView({ block: 'nearest' });
  }

  /** Makes a take only if the beat still has the lines that the panel shows. @returns whether it was made. */
  async #makeFrom(detail, body) {
    const from = document.activeElement;
    const { body: now } = await call('GET', this.#path, { signal: this.#view.signal });
    if (JSON.stringify(now.script) === JSON.stringify(detail.script)) return this.#make(body, from);
    if (this.#panel) this.#closeOutdated();
    await this.#view.feed.refresh();
    return false;
  }

  #closeOutdated() {
    const hadFocus = this.element.contains(document.activeElement);
    notice(`${this.#card.beat.beat_name} has changed. Open Revise again to see what it would speak now.`);
    this.#close(hadFocus);
  }

  #close(focuses = true) {
    this.#panel?.closed.abort();
    this.#panel = null;
    fill(this.element);
    this.button.setAttribute('aria-expanded', 'false');
    if (focuses) this.button.focus();
  }
}

function basisOf({ script, selected_take_id: selected }) {
  // Which take is selected doesn't matter, but whether there is one decides whether a line can be spoken alone.
  return JSON.stringify([script, Boolean(selected)]);
}
