// Recordings heard one after the other.

import { failed } from './notices.js';

/**
 * @param {import('./clip.js').Clip[]} clips
 * @param {(index: number | null, goesOn: boolean) => void} onChange hears which one is heard, or null at the end, and whether the next follows.
 * @param {AbortSignal} signal ends it.
 */
export function soundInTurn(clips, onChange, signal) {
  /** @type {number | null} */
  let current = null;
  let goesOn = false;
  clips.forEach((clip, index) => {
    clip.addEventListener('ended', () => index === current && advance(), { signal });
    clip.addEventListener('state', () => clip.isPlaying && index !== current && set(index, false), { signal });
  });
  signal.addEventListener('abort', stop);
  return {
    get index() {
      return current;
    },
    play,
    stop,
    /** Pauses and goes on; all from the start if none is heard. One that was started by its own button is heard alone. */
    toggle() {
      if (current === null || !goesOn && !clips[current].isPlaying) return play(0);
      return Promise.resolve(clips[current].toggle()).catch(failed);
    },
  };

  function set(index, follows) {
    current = index;
    goesOn = follows;
    onChange(index, follows);
  }

  function advance() {
    if (goesOn && current !== null && current + 1 < clips.length) return play(current + 1);
    return set(null, false);
  }

  async function play(index) {
    if (!clips[index]) return;
    set(index, true);
    try {
      await clips[index].play(0);
    } catch (failure) {
      failed(failure);
    }
  }

  function stop() {
    if (current !== null) clips[current].pause();
    current = null;
  }
}
