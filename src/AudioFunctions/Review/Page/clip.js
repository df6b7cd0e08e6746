// One recording: fetched with the key, played from a blob by an audio element, and its shape for drawing.
// At most one plays at a time, whatever it is of.

import { call } from './api.js';
import { isAbort } from './failures.js';
import { forgetLoaded, keepLoaded } from './loaded-clips.js';
import { shapeOf } from './shape.js';
import { speed } from './speed.js';

/** @type {Clip | null} */
let playing = null;
/** The last request to hear a recording, or to stand in it, until that is done. @type {{ clip: Clip, ms: number | null } | null} */
let wanted = null;

/** The recording that plays, or that played last. */
export function currentClip() {
  return playing;
}

/** Events of every recording: `state`, `time` and `ended`, with the recording as `detail`. */
export const sound = new EventTarget();

speed.addEventListener('change', () => playing?.keepPace());

/** Fires `ready`, `state` (playing or not) and `time`. */
export class Clip extends EventTarget {
  #path;
  /** @type {Promise<void> | null} */
  #loading = null;
  #frame = 0;

  /**
   * @param path of the API; or the whole address of a public recording, which is played as it comes and has no shape.
   * @param durationMs what the service measured; null if only the recording itself knows.
   */
  constructor(path, durationMs, signal) {
    super();
    this.#path = path;
    this.signal = signal;
    this.durationMs = durationMs;
    /** The time that the width of its drawing stands for, if not its own length: that of the longest recording beside it. @type {number | null} */
    this.drawnMs = null;
    /** @type {Float32Array | null} */
    this.peaks = null;
    this.failure = null;
    /** The beat whose take it is, and what is known of the take; null for any other recording. @type {string | null} */
    this.beatId = null;
    /** @type {import('../api').HeardTake | null} */
    this.take = null;
    this.audio = document.createElement('audio');
    this.audio.preload = 'auto';
    for (const event of ['play', 'pause', 'ended']) this.audio.addEventListener(event, () => this.#stateChanged(event));
    for (const event of ['seeked', 'timeupdate']) this.audio.addEventListener(event, () => this.#tell('time'));
    signal.addEventListener('abort', () => this.release());
  }

  get isPlaying() {
    return !this.audio.paused && !this.audio.ended;
  }

  /** Whether it plays, or played last. */
  get isCurrent() {
    return playing === this;
  }

  get positionMs() {
    return this.audio.currentTime * 1000;
  }

  /** Fetches it once; may be called again after a failure. */
  load() {
    this.#loading ??= this.#fetch().catch(failure => {
      this.#loading = null;
      this.failure = failure;
      this.#tell('ready');
      throw failure;
    });
    return this.#loading;
  }

  /** @param {number | null} fromMs start position; null: its current position, or the one requested while it loads. */
  async play(fromMs = null) {
    const ms = fromMs ?? (wanted?.clip === this ? wanted.ms : null);
    if (!await this.#isStillWanted(ms)) return;
    this.#becomeCurrent();
    this.keepPace();
    if (ms !== null) this.#moveTo(ms);
    if (this.audio.ended) this.audio.currentTime = 0;
    await this.audio.play().catch(failure => {
      // Paused before it began.
      if (!isAbort(failure)) throw failure;
    });
  }

  pause() {
    if (wanted?.clip === this) wanted = null;
    this.audio.pause();
  }

  toggle() {
    return this.isPlaying ? this.pause() : this.play();
  }

  /** Makes it the current recording and moves it to a position, without playing. */
  async cue(ms) {
    if (!await this.#isStillWanted(ms)) return;
    this.#becomeCurrent();
    this.#moveTo(ms);
    this.#tell('state');
  }

  /** Loads it. @returns false if another recording was requested meanwhile, or none is wanted any more. */
  async #isStillWanted(ms) {
    const request = { clip: this, ms };
    wanted = request;
    await this.load();
    if (wanted !== request) return false;
    wanted = null;
    return true;
  }

  #becomeCurrent() {
    if (playing !== this) playing?.pause();
    playing = this;
  }

  async seek(ms) {
    await this.load();
    this.#moveTo(ms);
  }

  /** Frees the recording; it is fetched again when it is needed. Its shape stays. */
  unload() {
    if (this.audio.src.startsWith('blob:')) URL.revokeObjectURL(this.audio.src);
    this.audio.removeAttribute('src');
    this.audio.load();
    this.#loading = null;
  }

  keepPace() {
    this.audio.playbackRate = speed.value;
  }

  /** @param ms the time that the width of its drawing stands for. */
  drawIn(ms) {
    if (this.drawnMs === ms) return;
    this.drawnMs = ms;
    this.#tell('ready');
  }

  #moveTo(ms) {
    this.audio.currentTime = Math.min(Math.max(ms, 0), this.durationMs ?? Infinity) / 1000;
    this.#tell('time');
  }

  async #fetch() {
    if (this.#path.startsWith('https:')) {
      this.audio.src = this.#path;
      return;
    }
    const { body: blob } = await call('GET', this.#path, { as: 'blob', signal: this.signal });
    // After the view is left, nothing would revoke the URL.
    this.signal.throwIfAborted();
    this.audio.src = URL.createObjectURL(blob);
    const shape = await shapeOf(blob);
    this.peaks = shape?.peaks ?? null;
    this.durationMs ??= shape?.durationMs ?? 0;
    this.failure = null;
    keepLoaded(this);
    this.#tell('ready');
  }

  #stateChanged(event) {
    this.#tell('state');
    cancelAnimationFrame(this.#frame);
    if (this.isPlaying) this.#follow();
    else this.#tell('time');
    if (event === 'ended') this.#tell('ended');
  }

  #follow() {
    this.#frame = requestAnimationFrame(() => {
      this.#tell('time');
      if (this.isPlaying) this.#follow();
    });
  }

  #tell(event) {
    this.dispatchEvent(new Event(event));
    sound.dispatchEvent(new CustomEvent(event, { detail: this }));
  }

  /** Stops it and frees its recording. */
  release() {
    this.pause();
    cancelAnimationFrame(this.#frame);
    if (playing === this) playing = null;
    forgetLoaded(this);
    this.unload();
  }
}
