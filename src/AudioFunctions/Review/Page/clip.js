// One recording: fetched with the key, played from a blob by an audio element, and its shape for drawing.
// At most one plays at a time.

import { call } from './api.js';

const peakCount = 480;
let playing = null;
let wanted = null;

/** The recording that plays, or that played last. */
export function currentClip() {
  return playing;
}

/** Fires `ready`, `state` (playing or not) and `time`. */
export class Clip extends EventTarget {
  #path;
  #loading = null;
  #frame = 0;

  /** @param durationMs what the service measured; null where only the recording itself knows. */
  constructor(path, durationMs, signal) {
    super();
    this.#path = path;
    this.signal = signal;
    this.durationMs = durationMs;
    this.peaks = null;
    this.failure = null;
    this.audio = document.createElement('audio');
    this.audio.preload = 'auto';
    for (const event of ['play', 'pause', 'ended']) this.audio.addEventListener(event, () => this.#stateChanged());
    for (const event of ['seeked', 'timeupdate']) this.audio.addEventListener(event, () => this.#tell('time'));
    signal.addEventListener('abort', () => this.#release());
  }

  get isPlaying() {
    return !this.audio.paused && !this.audio.ended;
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

  /** @param fromMs where from; null: from where it stands. */
  async play(fromMs = null) {
    wanted = this;
    await this.load();
    // It took its time: another is to be heard by now, or none.
    if (wanted !== this) return;
    if (playing !== this) playing?.pause();
    playing = this;
    if (fromMs !== null) this.#moveTo(fromMs);
    if (this.audio.ended) this.audio.currentTime = 0;
    await this.audio.play().catch(failure => {
      // Paused before it began.
      if (failure.name !== 'AbortError') throw failure;
    });
  }

  pause() {
    if (wanted === this) wanted = null;
    this.audio.pause();
  }

  toggle() {
    return this.isPlaying ? this.pause() : this.play();
  }

  async seek(ms) {
    await this.load();
    this.#moveTo(ms);
  }

  #moveTo(ms) {
    this.audio.currentTime = Math.min(Math.max(ms, 0), this.durationMs) / 1000;
    this.#tell('time');
  }

  async #fetch() {
    const { body: blob } = await call('GET', this.#path, { as: 'blob', signal: this.signal });
    // Who has left the view revokes no address any more.
    this.signal.throwIfAborted();
    this.audio.src = URL.createObjectURL(blob);
    const shape = await shapeOf(blob);
    this.peaks = shape?.peaks ?? null;
    this.durationMs ??= shape?.durationMs ?? 0;
    this.failure = null;
    this.#tell('ready');
  }

  #stateChanged() {
    this.#tell('state');
    cancelAnimationFrame(this.#frame);
    if (this.isPlaying) this.#follow();
    else this.#tell('time');
  }

  #follow() {
    this.#frame = requestAnimationFrame(() => {
      this.#tell('time');
      if (this.isPlaying) this.#follow();
    });
  }

  #tell(event) {
    this.dispatchEvent(new Event(event));
  }

  #release() {
    this.pause();
    cancelAnimationFrame(this.#frame);
    if (playing === this) playing = null;
    if (this.audio.src) URL.revokeObjectURL(this.audio.src);
    this.audio.removeAttribute('src');
  }
}

/** The loudest sample of every stretch, 0–1, and the length; null where the browser cannot decode it (it may still play it). */
async function shapeOf(blob) {
  try {
    const decoded = await new OfflineAudioContext(1, 1, 44100).decodeAudioData(await blob.arrayBuffer());
    const samples = decoded.getChannelData(0);
    const stretch = samples.length / peakCount;
    const peaks = Float32Array.from({ length: peakCount }, (_, index) => {
      let loudest = 0;
      for (let at = Math.floor(index * stretch); at < (index + 1) * stretch && at < samples.length; at++) {
        loudest = Math.max(loudest, Math.abs(samples[at]));
      }
      return loudest;
    });
    const most = Math.max(...peaks, 0.05);
    return { peaks: peaks.map(peak => peak / most), durationMs: decoded.duration * 1000 };
  } catch {
    return null;
  }
}
