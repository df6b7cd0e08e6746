// One line of a recording that is played again and again.

import { failed } from './notices.js';

export class LineLoop {
  /** @type {{ clip: import('./clip.js').Clip, line: import('../api').LineTiming } | null} */
  #loop = null;

  /** Plays the line unless the recording is playing already: then it returns at the end of the line. */
  start(clip, line) {
    this.#loop = { clip, line };
    if (!clip.isPlaying) this.play();
  }

  /** @returns whether there was one. */
  end() {
    const wasRunning = this.#loop !== null;
    this.#loop = null;
    return wasRunning;
  }

  isIn(clip) {
    return this.#loop !== null && this.#loop.clip === clip;
  }

  play() {
    this.#loop?.clip.play(this.#loop.line.start_ms).catch(failed);
  }

  /** Returns to the start of the line at its end. */
  moved(clip) {
    if (this.#loop && this.#loop.clip === clip && clip.positionMs >= this.#loop.line.end_ms) clip.seek(this.#loop.line.start_ms).catch(failed);
  }
}
