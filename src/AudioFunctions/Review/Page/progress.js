// How far a production is, and what it has spent.

import { el, fill, button } from './dom.js';
import { count } from './format.js';
import { announce } from './notices.js';

/** What a stop button says: of a production, or of a beat's regenerations. */
export const stopWords = {
  title: 'The current request finishes and is kept; no more are sent',
  stopping: 'Stopping after the current request',
};

const stages = { preparing: 'Reading the script', generating: 'Speaking', finishing: 'Finishing the last beats', done: 'Done' };

/** @param cancel asks the production to stop. It returns whether the service accepted that. */
export function progressBar(cancel) {
  const bar = el('progress', { 'aria-label': 'Production' });
  const words = el('p', {});
  const stop = button({ onclick: stopOnce, title: stopWords.title }, 'Stop');
  const element = el('section', { class: 'progress', 'aria-label': 'Progress', hidden: true }, words, bar, stop);
  let said = '';
  let stopping = false;

  return {
    element,
    /**
     * @param done how many beats have a take or an error.
     * @param {{ credits: number, max_credits: number | null } | null} spending what the production was billed; null if it costs nothing.
     */
    update(custom, done, spending) {
      element.hidden = false;
      const { stage = 'preparing', beat = 0, of = 0, beat_id: beatId, failed = 0 } = custom ?? {};
      if (of) bar.setAttribute('max', of);
      if (of) bar.setAttribute('value', done);
      else bar.removeAttribute('value');
      const now = stopping ? stopWords.stopping : stage === 'generating' ? `Speaking beat ${beat} of ${of}` : stages[stage] ?? stage;
      fill(words, el('strong', {}, now), stage === 'generating' && beatId ? ` · ${beatId}` : null, of ? ` · ${done} ready` : null,
        spending ? ` · ${spent(spending)}` : null,
        failed ? el('span', { class: 'pill bad' }, `${failed} failed`) : null);
      if (now !== said) announce(now);
      said = now;
    },
    hide() {
      element.hidden = true;
      stopping = stop.disabled = false;
    },
  };

  async function stopOnce() {
    stop.disabled = true;
    const isAccepted = await cancel();
    // It may have ended before the response came.
    stopping = stop.disabled = isAccepted && !element.hidden;
  }
}

function spent({ credits, max_credits: limit }) {
  return limit === null ? `${count(credits, 'credit')} so far` : `${credits.toLocaleString('en')} of at most ${count(limit, 'credit')}`;
}

/** What the production does with a beat that has neither a take nor an error yet: {words, active}. */
export function stageOf(custom, index) {
  const spoken = custom?.stage === 'generating' ? custom.beat : 0;
  if (spoken && index + 1 === spoken) return { words: 'Being spoken…', active: true };
  const waiting = !custom || custom.stage === 'preparing' || index + 1 > spoken && spoken;
  return waiting ? { words: 'Waiting for its turn', active: false } : { words: 'Spoken; its sound is being finished…', active: true };
}
