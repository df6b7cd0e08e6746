// Says that the connection is lost, or that the service fails, and paces the attempts to find a connection again.

import { byId, el, fill, button } from './dom.js';
import { announce } from './notices.js';

const longestWaitMs = 15_000;
const lost = 'Connection lost. Trying again…';
const wake = new Set();
let said = '';

/** Waits before the next attempt: until the time has come, the browser is online again, or a person asks. */
export function connectionLost(attempt, signal) {
  show(lost, button({ class: 'quiet', onclick: tryNow }, 'Try now'));
  return /** @type {Promise<void>} */ (new Promise((resolve, reject) => {
    const timer = setTimeout(go, Math.min(1000 * 2 ** (attempt - 1), longestWaitMs));
    wake.add(go);
    signal?.addEventListener('abort', stop, { once: true });

    function go() {
      clear();
      resolve();
    }

    function stop() {
      clear();
      // No request is being tried again any more; the next one shows the state.
      if (!wake.size && said === lost) hide();
      reject(signal.reason);
    }

    function clear() {
      clearTimeout(timer);
      wake.delete(go);
      signal?.removeEventListener('abort', stop);
    }
  }));
}

/** An answer has come, a good one or a bad one. */
export function connectionFound() {
  if (said !== lost || !hide()) return;
  announce('Connected again.');
  tryNow();
}

/** The service is failing for now; the poller tries again by itself. @param sentence what the service says. */
export function serviceFailing(sentence) {
  if (!isShown() || said !== lost) show(`${sentence} Trying again…`);
}

/** A good answer has come. */
export function serviceFound() {
  if (said !== lost && hide()) announce('The service answers again.');
}

function isShown() {
  return !byId('connection').hidden;
}

function show(sentence, ...controls) {
  if (isShown() && said === sentence) return;
  const banner = byId('connection');
  said = sentence;
  fill(banner, el('span', {}, sentence), controls);
  banner.hidden = false;
}

/** Answers whether there was anything to hide. */
function hide() {
  const wasShown = isShown();
  byId('connection').hidden = true;
  return wasShown;
}

function tryNow() {
  for (const go of [...wake]) go();
}

addEventListener('online', tryNow);
