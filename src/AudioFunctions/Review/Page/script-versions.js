// The earlier versions of a session's script: what each would change of today's, its text, and the way back to it.

import { openDialog } from './dialog.js';
import { el, fill, button } from './dom.js';
import { ago } from './format.js';
import { diffView } from './line-diff.js';
import { problemBox } from './notices.js';
import { changeList, changeSummary } from './script-change.js';

/**
 * @param {object} options
 * @param {import('./session-script.js').SessionScript} options.script
 * @param {AbortSignal} options.signal
 * @param {(version: number) => string} options.action what the button says.
 * @param {boolean} options.plans whether it is said first what that does and costs.
 * @param {(text: string, etag: string, plan: any) => any} options.use what the button does; what it throws is shown.
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
      const mine = ++shown;
      for (const [version, row] of rows) row.setAttribute('aria-pressed', String(version === one.version));
      const text = one.current ? today.text : (await script.read(one.version)).text;
      if (mine !== shown) return;
      draw(one, text, close, () => mine === shown);
    }

    function draw(one, text, closeDialog, isShown) {
      const summary = el('div', { role: 'status' });
      const answer = el('div', {});
      const go = button({ class: 'primary', disabled: plans, onclick: restore }, action(one.version));
      let plan = null;
      const content = el('div', {});
      const ways = [['What would change', false], ['Whole text', true]].map(([label, whole]) =>
        button({ class: 'ab', onclick: () => { isWhole = Boolean(whole); drawContent(); } }, label));
      if (one.current) {
        const only = versions.length === 1 ? 'This is the only version so far.' : 'This is the script of today.';
        return fill(view, el('p', { class: 'muted' }, only), wholeText(text));
      }
      drawContent();
      fill(view, el('div', { class: 'ab-switch', role: 'group', 'aria-label': 'Show' }, ways), content, summary, answer,
        el('div', { class: 'actions' }, go));
      if (plans) drawPlan();

      function drawContent() {
        ways.forEach((way, index) => way.setAttribute('aria-pressed', String(isWhole === (index === 1))));
        fill(content, isWhole ? wholeText(text) : diffView(today.text, text, `What version ${one.version} would change`));
      }

      async function drawPlan() {
        const { body, failure } = await script.plan(text, today.etag);
        if (!isShown() || signal.aborted) return;
        if (failure) return fill(summary, problemBox(failure));
        plan = body;
        fill(summary, changeSummary(plan), changeList(plan));
        go.disabled = !plan.changed;
      }

      async function restore() {
        go.disabled = true;
        fill(answer);
        try {
          await use(text, today.etag, plan);
          closeDialog();
        } catch (failure) {
          if (failure.status === 412) failure.message = 'Somebody else has changed the script since. Close this list and open it again to see theirs.';
          go.disabled = false;
          fill(answer, problemBox(failure));
        }
      }
    }
  }

  function drawFailure(failure) {
    if (failure.name !== 'AbortError') fill(view, problemBox(failure));
  }
}

function wholeText(text) {
  return el('pre', { class: 'whole', tabindex: 0, role: 'region', 'aria-label': 'Whole text', dir: 'auto' }, text);
}
