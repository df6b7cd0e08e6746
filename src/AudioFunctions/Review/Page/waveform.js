// The shape of a recording, on one scale for all, so that a soft one looks soft: where its lines are, where it plays, and a place to click or step with the arrow keys.

import { el } from './dom.js';
import { clock, seconds } from './format.js';

const barPx = 3;
const stepMs = 1000;

/** @param lines the line timings in the recording; may be empty. @param signal ends it. */
export function waveform(clip, lines, label, signal) {
  const canvas = el('canvas', { 'aria-hidden': 'true' });
  const element = el('div', {
    class: 'waveform', role: 'slider', tabindex: 0, 'aria-label': `Position in ${label}`,
    'aria-valuemin': 0, onpointerdown: point, onkeydown: step,
  }, canvas);
  let frame = 0;
  new ResizeObserver(schedule).observe(element);
  document.addEventListener('theme', schedule, { signal });
  matchMedia('(prefers-color-scheme: dark)').addEventListener('change', schedule, { signal });
  clip.addEventListener('ready', moved, { signal });
  clip.addEventListener('time', moved, { signal });
  moved();
  return element;

  function moved() {
    element.setAttribute('aria-valuemax', Math.round(clip.durationMs ?? 0));
    element.setAttribute('aria-valuenow', Math.round(clip.positionMs));
    element.setAttribute('aria-valuetext', `${clock(clip.positionMs)} of ${seconds(clip.durationMs)}`);
    schedule();
  }

  function schedule() {
    frame ||= requestAnimationFrame(() => {
      frame = 0;
      draw(canvas, clip, lines);
    });
  }

  function point(event) {
    if (event.button !== 0) return;
    element.setPointerCapture(event.pointerId);
    go(event);
    element.addEventListener('pointermove', go);
    // It ends when the pointer goes up, and when the browser takes it away.
    element.addEventListener('lostpointercapture', () => element.removeEventListener('pointermove', go), { once: true });
  }

  function go(event) {
    const box = element.getBoundingClientRect();
    seek((event.clientX - box.left) / box.width * widthMs(clip));
  }

  function step(event) {
    const to = {
      ArrowLeft: clip.positionMs - stepMs,
      ArrowRight: clip.positionMs + stepMs,
      Home: 0,
      End: clip.durationMs,
    }[event.key];
    if (to === undefined) return;
    event.preventDefault();
    seek(to);
  }

  function seek(ms) {
    // Where it cannot be loaded the player says so.
    clip.seek(ms).catch(() => {});
  }
}

function draw(canvas, clip, lines) {
  const { clientWidth: width, clientHeight: height } = canvas;
  // Until it is loaded there is nothing to draw, and many are scrolled past by then.
  if (!width || !clip.durationMs || !clip.audio.src && !clip.peaks) return;
  const scale = devicePixelRatio || 1;
  canvas.width = Math.round(width * scale);
  canvas.height = Math.round(height * scale);
  const pen = canvas.getContext('2d');
  pen.scale(scale, scale);
  // A canvas knows no custom properties: the style sheet gives its colours as these properties of the canvas.
  const { color: waiting, caretColor: played, textDecorationColor: marks, outlineColor: shade } = getComputedStyle(canvas);
  const place = ms => ms / widthMs(clip) * width;

  pen.fillStyle = shade;
  for (const line of lines) {
    pen.beginPath();
    pen.roundRect(place(line.start_ms), 0, Math.max(place(line.end_ms - line.start_ms), 1), height, 4);
    pen.fill();
  }
  const head = place(clip.positionMs);
  const bars = Math.max(Math.floor(place(clip.durationMs) / barPx), 1);
  for (let bar = 0; bar < bars; bar++) {
    const x = bar * barPx;
    const tall = clip.peaks ? Math.max(tallness(loudest(clip.peaks, bar / bars, (bar + 1) / bars)) * (height - 10), 1.5) : 1.5;
    pen.fillStyle = x < head ? played : waiting;
    pen.fillRect(x, (height - tall) / 2, barPx - 1, tall);
  }
  if (clip.positionMs > 0) {
    pen.fillStyle = marks;
    pen.fillRect(Math.min(head, width - 1.5), 0, 1.5, height);
  }
}

function widthMs(clip) {
  return clip.drawnMs ?? clip.durationMs;
}

/** 0–1. The root keeps speech, which seldom comes near full scale, well visible; 12 dB less is half as tall. */
function tallness(peak) {
  return Math.sqrt(Math.min(peak, 1));
}

function loudest(peaks, from, to) {
  const end = Math.max(Math.ceil(to * peaks.length), Math.floor(from * peaks.length) + 1);
  return Math.max(...peaks.subarray(Math.floor(from * peaks.length), end));
}
