// Continuing a production: what is missing, what it will cost, and what it may cost.

import { budgetField } from './budget.js';
import { openDialog } from './dialog.js';
import { el, fill, button } from './dom.js';
import { estimatePanel } from './estimate.js';
import { count } from './format.js';
import { SessionScript } from './session-script.js';

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

  /** A dry run of the script that is there: like the production, it keeps every take, even if its voice was edited since. */
  async function drawEstimate() {
    const script = new SessionScript(session.session_id, ended);
    try {
      const current = await script.read();
      const { body, failure } = await script.plan(current.text, current);
      if (ended.aborted) return;
      fill(estimate, estimatePanel(failure ? { failure } : {
        body: { ...body, total: body.estimate, beats: body.beats.map(beat => ({ reused: beat.action !== 'speak' })) },
      }));
    } catch {
      // A production can be continued without its estimate.
    }
  }
}
