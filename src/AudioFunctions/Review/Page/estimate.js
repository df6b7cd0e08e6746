// What a script will cost and how long it will be.

import { el } from './dom.js';
import { codeOf, statusOf } from './failures.js';
import { count, providerName, seconds } from './format.js';
import { problemBox, warningList } from './notices.js';

const bases = { past_takes: 'from past takes', rule_of_thumb: 'by a rule of thumb', mixed: 'partly from past takes' };

/** @param costs {body} of the estimate, or {failure}. A dry run of a script names no provider. */
export function estimatePanel({ body, failure }) {
  if (failure) {
    return statusOf(failure) === 404 && codeOf(failure) !== 'reuse-session-not-found'
      ? el('p', { class: 'muted' }, 'This service gives no estimate.')
      : problemBox(failure);
  }
  const { total, credits, sufficient, warnings } = body;
  const reused = body.beats.filter(beat => beat.reused).length;
  return el('section', { class: 'estimate', 'aria-label': 'Estimate' },
    el('h2', {}, 'Estimate'),
    el('dl', {},
      row('To be spoken', count(total.characters, 'character')),
      row('Requests', total.requests),
      row('Length', `about ${seconds(total.expected_duration_ms)}`, bases[body.basis]),
      reused ? row('Reused', count(reused, 'beat')) : null,
      body.provider ? row('Spoken by', providerName(body.provider), body.provider === 'offline' ? 'free' : body.model) : null,
      body.provider === 'offline' || !body.provider && !total.expected_credits ? null : row('Credits', `about ${total.expected_credits.toLocaleString('en')}`, credits
        ? `${credits.remaining.toLocaleString('en')} of ${credits.limit.toLocaleString('en')} left` : null, sufficient === false)),
    warningList(warnings));
}

/** @param {string | null} more */
function row(label, value, more = null, bad = false) {
  return el('div', { class: bad ? 'bad' : null }, el('dt', {}, label), el('dd', {}, value, more ? el('span', { class: 'muted' }, ` · ${more}`) : null));
}
