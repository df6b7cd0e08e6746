// Plays a session: beat after beat, with the pause at the end of each take, as in the master.

import { currentClip, sound } from './clip.js';
import { JustHeard } from './just-heard.js';
import { LineLoop } from './line-loop.js';
import { announce, failed, notice } from './notices.js';

const withinMs = 700;

/** @typedef {import('./clip.js').Clip} Clip */

/** Fires `change` when something else is heard, and `time` while it goes on. */
export class Listening extends EventTarget {
  /** @type {import('./beat-list.js').BeatList} */
  #beats;
  #through = false;
  /** The recording that was last asked for. */
  /** @type {Clip | null} */
  #asked = null;
  /** Whether it was paused since: then another take of the beat doesn't take over. */
  #isInterrupted = false;
  /** The recording that was paused or cued here: playing continues in it. */
  /** @type {Clip | null} */
  #held = null;
  #loop = new LineLoop();
  #justHeard = new JustHeard();

  /** @param beats the BeatList. */
  constructor(beats, signal) {
    super();
    this.#beats = beats;
    const heard = (name, hear) => sound.addEventListener(name, event => hear(/** @type {CustomEvent} */ (event).detail), { signal });
    heard('state', clip => this.#stateChanged(clip));
    heard('time', clip => this.#moved(clip));
    heard('ended', clip => this.#ended(clip));
    beats.addEventListener('here', () => this.#justHeard.isAt(beats.here), { signal });
  }

  /** What is heard, or was heard last and is still loaded; null for none. */
  get #now() {
    const clip = currentClip();
    const card = clip && this.#beats.find(clip.beatId);
    return clip?.take && card ? { card, clip, take: clip.take } : null;
  }

  /** The beat that is heard, or was heard last and is still loaded. */
  get card() {
    return this.#now?.card ?? null;
  }

  /** The lines and words of the take that is heard. */
  get take() {
    return this.#now?.take ?? null;
  }

  /** The beat that ended a moment ago, if the next one began by itself and nobody has moved since; else null. */
  get justHeard() {
    return this.#justHeard.card;
  }

  get isPlaying() {
    return Boolean(this.#now?.clip.isPlaying);
  }

  /** Whether the next beat follows by itself. */
  get isThrough() {
    return this.#through;
  }

  get isLooping() {
    return this.#loop.isIn(currentClip());
  }

  get positionMs() {
    return this.#now?.clip.positionMs ?? 0;
  }

  get lengthMs() {
    return this.#now?.clip.durationMs ?? 0;
  }

  /** Index of the line that is heard, or -1. */
  get line() {
    return this.take?.lines.findLast(line => line.start_ms <= this.positionMs && this.positionMs < line.end_ms)?.line ?? -1;
  }

  /** Plays from the current beat, or pauses. */
  toggle() {
    const heard = currentClip();
    if (heard?.isPlaying) {
      this.#held = heard;
      return heard.pause();
    }
    const { here } = this.#beats;
    const from = here?.isAudible ? here : here && this.#beats.audibleBeside(here, 1);
    if (!from) return notice('There is nothing to listen to yet.');
    const clip = this.clipOf(from);
    const stands = clip.isCurrent || clip === this.#held;
    // Another take than the selected one is heard alone, unless it was switched to.
    return this.play(from, stands ? null : 0, { through: clip === from.takes.clip || this.#through, clip });
  }

  /** The recording of a beat that playing goes on in: the one that plays or was paused here, else that of the selected take. */
  clipOf(card) {
    const heard = currentClip()?.isPlaying ? currentClip() : this.#held;
    return heard && card.takes.has(heard) && !heard.audio.ended ? heard : card.takes.clip;
  }

  /** From here on through all beats, unless told otherwise. @param {number | null} fromMs null: from where it stands. */
  play(card, fromMs = 0, { through = true, clip = card.takes.clip } = {}) {
    this.#through = through;
    this.#asked = clip;
    this.#held = null;
    this.#justHeard.clear();
    if (fromMs !== null) this.#endLoop();
    this.#beats.arrive(card);
    return clip.play(fromMs).catch(failure => {
      this.#justHeard.clear();
      failed(failure);
    });
  }

  /** @param by 1 or -1: the next beat, or this one from its start and then the previous one. */
  skip(by) {
    const card = this.card ?? this.#beats.here;
    const next = by < 0 && this.positionMs > 2000 ? card : card && this.#beats.audibleBeside(card, by);
    if (next) this.#go(next, 0);
  }

  /** @param by 1 or -1: the next line, or the previous one. */
  skipLine(by) {
    const now = this.#now;
    if (!now) return;
    const { card, take: { lines } } = now;
    const at = lines.findLastIndex(line => line.start_ms <= this.positionMs + 1);
    // Within a line, back means to its start, as on any player.
    const isWithin = by < 0 && at >= 0 && this.positionMs - lines[at].start_ms > withinMs;
    const to = isWithin ? lines[at] : lines[at + by];
    if (to) this.#go(card, to.start_ms);
    else this.skip(by);
  }

  skipMs(ms) {
    if (this.card) this.#go(this.card, this.positionMs + ms);
  }

  /** To a place in a beat: of the take that is heard, or of the selected one of another beat. Plays there if something is heard. */
  #go(card, ms) {
    const now = this.#now;
    const clip = now && now.card === card ? now.clip : card.takes.clip;
    if (this.isPlaying) return this.play(card, ms, { through: this.#through, clip });
    this.#endLoop();
    this.#held = clip;
    this.#justHeard.clear();
    this.#beats.arrive(card);
    return clip.cue(ms).catch(failed);
  }

  seek(card, ms) {
    return this.#go(card, ms);
  }

  /** Repeats the line that is heard, or ends that. */
  toggleLoop() {
    const now = this.#now;
    if (this.isLooping) this.#loop.end();
    else if (now) {
      this.#loop.start(now.clip, now.take.lines.findLast(line => line.start_ms <= this.positionMs) ?? now.take.lines[0]);
    }
    announce(this.isLooping ? 'The line is repeated.' : 'The line is not repeated any more.');
    this.dispatchEvent(new Event('change'));
  }

  #endLoop() {
    if (this.#loop.end()) this.dispatchEvent(new Event('change'));
  }

  #stateChanged(clip) {
    const card = this.#beats.find(clip.beatId);
    if (clip.isPlaying && card) this.#began(clip, card);
    // Another recording has stopped it if that is the current one by now.
    else if (clip.isPlaying || clip === currentClip()) this.#isInterrupted = true;
    this.dispatchEvent(new Event('change'));
  }

  #began(clip, card) {
    // A take that somebody plays by its own button is heard alone, unless it takes over from one of the beat that is playing.
    const takesOver = this.#asked?.beatId === clip.beatId && !this.#isInterrupted;
    if (this.#asked !== clip && !takesOver) this.#through = false;
    this.#asked = clip;
    this.#isInterrupted = false;
    this.#held = null;
    if (!this.#loop.isIn(clip)) this.#loop.end();
    this.#justHeard.began(card);
    this.#beats.arrive(card);
    if (this.#through) this.#fetchNext(card);
  }

  /** Loads it before it is needed, so that no silence comes between. A failure is shown when the beat is played. */
  #fetchNext(card) {
    this.#beats.audibleBeside(card, 1)?.takes.clip.load().catch(() => {});
  }

  #moved(clip) {
    if (!clip.beatId || clip !== currentClip()) return;
    this.#loop.moved(clip);
    this.dispatchEvent(new Event('time'));
  }

  #ended(clip) {
    if (!clip.beatId || clip !== currentClip()) return;
    if (this.#loop.isIn(clip)) return this.#loop.play();
    const { card } = this;
    const next = this.#through && this.#beats.audibleBeside(card, 1);
    if (next) {
      this.play(next);
      this.#justHeard.set(card, next);
      return;
    }
    if (this.#through) notice('That was the last beat.');
    this.#through = false;
  }
}
