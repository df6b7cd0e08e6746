// Continuing a production: what is missing, what it will cost, and what it may cost.

import { call, part } from './api.js';
import { budgetField } from './budget.js';
import { estimateOf } from './checking.js';
import { openDialog } from './dialog.js';
import { el, fill, button } from './dom.js';
import { estimatePanel } from './estimate.js';
import { count } from './format.js';

/** @param start gets the credits that the production may spend; null for no limit. */
export function continueDialog(session, signal, start) {
  const missing = session.beats.filter(beat => !beat.takes.length).length;
  const budget = budgetField({ autofocus: true });
  const estimate = el('div', { 'aria-live': 'polite' });
  // The estimate ends with the dialog: a production under way would refuse it.
  const closed = new AbortController();
  const ended = AbortSignal.any([signal, closed.signal]);
  openDialog('Continue the production', close => el('form', { class: 'dialog-form', novalidate: true, onsubmit: event => send(event, close) },
    el('p', {}, `Only what is missing is spoken: ${count(missing, 'beat')}.`),
    estimate,
    budget.element,
    el('div', { class: 'actions' }, button({ onclick: close }, 'Cancel'), el('button', { class: 'primary', type: 'submit' }, 'Continue'))),
  { onclose: () => closed.abort() });
  drawEstimate();

  function send(event, close) {
    event.preventDefault();
    if (!budget.check()) return;
    closed.abort();
    close();
    start(budget.credits);
  }

  async function drawEstimate() {
    try {
      const { body: text } = await call('GET', `sessions/${part(session.session_id)}/script`, { as: 'text', signal: ended });
      const costs = await estimateOf(text, { project_name: session.project_name, reuse_from: session.session_id }, ended);
      fill(estimate, estimatePanel(costs));
    } catch {
      // A production can be continued without its estimate.
    }
  }
}
