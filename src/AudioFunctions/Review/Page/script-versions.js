// The earlier versions of a session's script: what each would change of today's, its text, and the way back to it.

import { openDialog } from './dialog.js';
import { el, fill, button } from './dom.js';
import { isAbort, statusOf } from './failures.js';
import { ago } from './format.js';
import { diffView } from './line-diff.js';
import { failed, problemBox } from './notices.js';
import { applyProblem, changeList, changeSummary } from './script-change.js';

/**
 * @param {object} options
 * @param {import('./session-script.js').SessionScript} options.script
 * @param {AbortSignal} options.signal
 * @param {(version: number) => string} options.action what the button says.
 * @param {boolean} options.plans whether it is said first what that does and costs.
 * @param {(text: string, base: { etag: string, lineBreak: string }, plan: any, version: number, how: any) => any} options.use what the button
 * does; what it throws is shown. If it answers false, nothing was done, and the dialog stays open.
 */
export function versionsDialog({ script, signal, action, plans, use }) {
  const list = el('div', { class: 'versions', role: 'group', 'aria-label': 'Versions' });
  const view = el('div', { class: 'version' }, el('p', { class: 'muted' }, 'Reading the versions…'));
  let shown = 0;
  let isWhole = false;
  openDialog('Earlier versions', close => {
    load(close).catch(drawFailure);
    return el('div', { class: 'version-list' }, list, view);
  }, { wide: true });

  async function load(close) {
    const versions = await script.versions();
    const today = await script.read();
    const rows = new Map(versions.map(one => [one.version, button({ class: 'version-row', onclick: () => show(one).catch(drawFailure) },
      el('span', {}, `Version ${one.version}`),
      el('span', { class: 'muted', title: one.created_at }, one.current ? 'Now' : ago(one.created_at)))]));
    fill(list, [...rows.values()]);
    await show(versions.find(one => !one.current) ?? versions[0]);

    async function show(one) {
      const asked = ++shown;
      for (const [version, row] of rows) row.setAttribute('aria-pressed', String(version === one.version));
      const earlier = one.current ? today : await script.read(one.version);
      if (asked === shown) draw(one, earlier, close, () => asked === shown);
    }

    function draw(one, { text, lineBreak }, closeDialog, isShown) {
      const base = { etag: today.etag, lineBreak };
      const summary = el('div', { role: 'status' });
      const message = el('div', {});
      const useButton = button({ class: 'primary', disabled: plans, onclick: () => apply() }, action(one.version));
      let plan = null;
      const content = el('div', {});
      const ways = [['What would change', false], ['Whole text', true]].map(([label, whole]) =>
        button({ class: 'ab', onclick: () => { isWhole = Boolean(whole); drawContent(); } }, label));
      if (one.current) {
        const only = versions.length === 1 ? 'This is the only version so far.' : 'This is the script of today.';
        return fill(view, el('p', { class: 'muted' }, only), wholeText(text));
      }
      drawContent();
      fill(view, el('div', { class: 'ab-switch', role: 'group', 'aria-label': 'Show' }, ways), content, summary, message,
        el('div', { class: 'actions' }, useButton));
      if (plans) drawPlan();

      function drawContent() {
        ways.forEach((way, index) => way.setAttribute('aria-pressed', String(isWhole === (index === 1))));
        fill(content, isWhole ? wholeText(text) : diffView(today.text, text, `What version ${one.version} would change`));
      }

      async function drawPlan() {
        const { body, failure } = await script.plan(text, base);
        if (!isShown() || signal.aborted) return;
        if (failure) return refuse(failure);
        plan = body;
        fill(summary, changeSummary(plan), changeList(plan));
        useButton.disabled = !plan.changed;
      }

      /** @param {{ speaks?: boolean, ignoresQuota?: boolean }} how */
      async function apply(how = {}) {
        useButton.disabled = true;
        fill(message);
        try {
          if (await use(text, base, plan, one.version, how) === false) useButton.disabled = false;
          else closeDialog();
        } catch (failure) {
          if (!view.isConnected) return failed(failure);
          useButton.disabled = false;
          refuse(failure);
        }
      }

      /** A version that was valid once may be refused: voices have been deleted since. */
      function refuse(failure) {
        const diagnostics = failure.body?.diagnostics ?? [];
        if (diagnostics.length) failure.message = 'This version has errors today. Put it into the editor of the whole script to correct it.';
        if (statusOf(failure) === 412) failure.message = 'Somebody else has changed the script since. Close this list and open it again to see theirs.';
        fill(message, applyProblem(failure, apply),
          diagnostics.length ? el('ul', { class: 'warnings' }, diagnostics.map(one => el('li', {}, `Line ${one.line}: ${one.message}`))) : null);
      }
    }
  }

  function drawFailure(failure) {
    if (!isAbort(failure)) fill(view, problemBox(failure));
  }
}

function wholeText(text) {
  return el('pre', { class: 'whole', tabindex: 0, role: 'region', 'aria-label': 'Whole text', dir: 'auto' }, text);
}
