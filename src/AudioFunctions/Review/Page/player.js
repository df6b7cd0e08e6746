// A recording with its controls: play, the waveform, the time.

import { el, button, fill, icon } from './dom.js';
import { isAbort } from './failures.js';
import { clock } from './format.js';
import { waveform } from './waveform.js';
import { problemBox, failed } from './notices.js';

/**
 * @param label how the recording is called, for instance "take 2".
 * @param {AbortSignal | null} within ends a second player of the same clip, in a dialog; the audio element stays where it is.
 */
export function player(clip, lines, label, within = null) {
  const signal = within ?? clip.signal;
  const play = button({ class: 'play', onclick: () => Promise.resolve(clip.toggle()).catch(failed) });
  const time = el('span', { class: 'time' });
  const problem = el('div', {});
  // What goes wrong is told by `ready`, which draws it here.
  const load = () => clip.load().catch(() => {});
  clip.addEventListener('state', drawState, { signal });
  clip.addEventListener('time', drawTime, { signal });
  clip.addEventListener('ready', drawReady, { signal });
  drawState();
  drawTime();
  return el('div', { class: 'player' }, play, waveform(clip, lines, label, signal), time, within ? null : clip.audio, problem);

  function drawState() {
    fill(play, icon(clip.isPlaying ? 'pause' : 'play'));
    play.setAttribute('aria-label', `${clip.isPlaying ? 'Pause' : 'Play'} ${label}`);
    play.classList.toggle('playing', clip.isPlaying);
  }

  function drawTime() {
    fill(time, el('span', { class: 'now' }, clock(clip.positionMs)), ` / ${clock(clip.durationMs ?? 0)}`);
  }

  function drawReady() {
    drawTime();
    const failure = clip.failure;
    fill(problem, failure && !isAbort(failure)
      ? problemBox(failure, button({ onclick: load }, 'Load again'))
      : null);
  }
}
