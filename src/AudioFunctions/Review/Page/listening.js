// Listening to a session: beat after beat, with the pauses that each take ends in, as in the master.

import { currentClip, sound } from './clip.js';
import { announce, failed } from './notices.js';

/** A person needs a moment to say something of what has just ended. */
const justHeardMs = 1200;

const withinMs = 700;

/** Fires `change` when something else is heard, and `time` while it goes on. */
export class Listening extends EventTarget {
  /** @type {import('./beat-list.js').BeatList} */
  #beats;
  #through = false;
  #asked = null;
  #loop = null;
  #left = null;

  /** @param beats the BeatList. */
  constructor(beats, signal) {
    super();
    this.#beats = beats;
    const heard = (name, hear) => sound.addEventListener(name, event => hear(/** @type {CustomEvent} */ (event).detail), { signal });
    heard('state', clip => this.#stateChanged(clip));
    heard('time', clip => this.#moved(clip));
    heard('ended', clip => this.#ended(clip));
  }

  /** The beat that is heard, or was heard last and is still loaded. */
  get card() {
    return this.#beats.find(currentClip()?.beatId);
  }

  /** What of the take is known that is heard: its lines and words. */
  get take() {
    return this.card ? currentClip().take : null;
  }

  /** The beat that ended a moment ago, if the next one began by itself; else null. */
  get justHeard() {
    return this.#left && performance.now() - this.#left.at < justHeardMs ? this.#left.card : null;
  }

  get isPlaying() {
    return Boolean(this.card && currentClip().isPlaying);
  }

  /** Whether the next beat follows by itself. */
  get isThrough() {
    return this.#through;
  }

  get isLooping() {
    return this.#loop !== null;
  }

  get positionMs() {
    return this.card ? currentClip().positionMs : 0;
  }

  /** Index of the line that is heard, or -1. */
  get line() {
    return this.card ? lineAt(currentClip(), this.positionMs) : -1;
  }

  /** Plays on from the beat one is at, or pauses. */
  toggle() {
    if (currentClip()?.isPlaying) return currentClip().pause();
    const { here } = this.#beats;
    const from = here?.isAudible ? here : here && this.#beats.audibleBeside(here, 1);
    if (!from) return announce('There is nothing to listen to yet.');
    return this.play(from, this.card === from ? null : 0);
  }

  /** From here on through all beats. @param fromMs null: from where it stands. */
  play(card, fromMs = 0, through = true) {
    const { clip } = card.takes;
    this.#through = through;
    this.#asked = clip;
    if (fromMs !== null) this.#loop = null;
    this.#beats.arrive(card);
    return clip.play(fromMs).catch(failed);
  }

  /** @param by 1 or -1: the next beat, or this one from its start and then the previous one. */
  skip(by) {
    const card = this.card ?? this.#beats.here;
    const next = by < 0 && this.positionMs > 2000 ? card : card && this.#beats.audibleBeside(card, by);
    if (next) this.#go(next, 0);
  }

  /** @param by 1 or -1: the next line, or the previous one. */
  skipLine(by) {
    const { card } = this;
    if (!card) return;
    const { lines } = currentClip().take;
    const at = lines.findLastIndex(line => line.start_ms <= this.positionMs + 1);
    // Back from within a line is to its start, as on any player.
    const isWithin = by < 0 && at >= 0 && this.positionMs - lines[at].start_ms > withinMs;
    const to = isWithin ? lines[at] : lines[at + by];
    if (to) this.#go(card, to.start_ms);
    else this.skip(by);
  }

  skipMs(ms) {
    if (this.card) this.#go(this.card, this.positionMs + ms);
  }

  /** To a place in a beat; plays there if something is heard. */
  #go(card, ms) {
    this.#loop = null;
    if (this.isPlaying) return this.play(card, ms, this.#through);
    this.#beats.arrive(card);
    return card.takes.clip.cue(ms).catch(failed);
  }

  seek(card, ms) {
    return this.#go(card, ms);
  }

  /** The line that is heard comes again and again; or no more. */
  toggleLoop() {
    const { card } = this;
    if (this.#loop) this.#loop = null;
    else if (card) {
      const { lines } = currentClip().take;
      this.#loop = { clip: currentClip(), line: lines.findLast(line => line.start_ms <= this.positionMs) ?? lines[0] };
      if (!this.isPlaying) currentClip().play(this.#loop.line.start_ms).catch(failed);
    }
    announce(this.#loop ? 'The line is repeated.' : 'The line is not repeated any more.');
    this.dispatchEvent(new Event('change'));
  }

  #stateChanged(clip) {
    const card = this.#beats.find(clip.beatId);
    if (clip.isPlaying && card) {
      // A take that somebody plays by its own button is heard alone, unless it is one of the beat that is heard.
      if (this.#asked !== clip && this.#asked?.beatId !== clip.beatId) this.#through = false;
      this.#asked = clip;
      if (this.#loop?.clip !== clip) this.#loop = null;
      this.#beats.arrive(card);
      if (this.#through) this.#fetchNext(card);
    }
    this.dispatchEvent(new Event('change'));
  }

  /** Before it is needed, so that no silence comes between. A failure is shown when its turn comes. */
  #fetchNext(card) {
    this.#beats.audibleBeside(card, 1)?.takes.clip.load().catch(() => {});
  }

  #moved(clip) {
    if (!clip.beatId || clip !== currentClip()) return;
    if (this.#loop?.clip === clip && clip.positionMs >= this.#loop.line.end_ms) clip.seek(this.#loop.line.start_ms).catch(failed);
    this.dispatchEvent(new Event('time'));
  }

  #ended(clip) {
    if (!clip.beatId || clip !== currentClip()) return;
    if (this.#loop?.clip === clip) return void clip.play(this.#loop.line.start_ms).catch(failed);
    // Somebody compares takes: what is heard there ends there.
    if (document.querySelector('dialog[open]')) return;
    const next = this.#through && this.#beats.audibleBeside(this.card, 1);
    if (next) {
      this.#left = { card: this.card, at: performance.now() };
      return void this.play(next, 0);
    }
    if (this.#through) announce('That was the last beat.');
    this.#through = false;
  }
}

function lineAt(/** @type {import('./clip.js').Clip} */ clip, ms) {
  return clip.take.lines.findLast(line => line.start_ms <= ms && ms < line.end_ms)?.line ?? -1;
}
