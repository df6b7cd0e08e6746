// Says that the connection is lost, and paces the attempts to find it again.

import { el, fill, button } from './dom.js';
import { announce } from './notices.js';

const longestWaitMs = 15_000;
const wake = new Set();

/** Waits before the next attempt: until the time has come, the browser is online again, or a person asks. */
export function connectionLost(attempt, signal) {
  show();
  return new Promise((resolve, reject) => {
    const timer = setTimeout(go, Math.min(1000 * 2 ** (attempt - 1), longestWaitMs));
    wake.add(go);
    signal?.addEventListener('abort', stop, { once: true });

    function go() {
      clear();
      resolve();
    }

    function stop() {
      clear();
      // Nobody tries any more: the next to need the service says how it is.
      if (!wake.size) document.getElementById('connection').hidden = true;
      reject(signal.reason);
    }

    function clear() {
      clearTimeout(timer);
      wake.delete(go);
      signal?.removeEventListener('abort', stop);
    }
  });
}

export function connectionFound() {
  const banner = document.getElementById('connection');
  if (banner.hidden) return;
  banner.hidden = true;
  announce('Connected again.');
  tryNow();
}

function show() {
  const banner = document.getElementById('connection');
  if (!banner.hidden) return;
  fill(banner, el('span', {}, 'Connection lost. Trying again…'), button({ class: 'quiet', onclick: tryNow }, 'Try now'));
  banner.hidden = false;
}

function tryNow() {
  for (const go of [...wake]) go();
}

addEventListener('online', tryNow);
