// One take of a beat.

import { el, button, icon, fill, present } from './dom.js';
import { ago, count, providerName } from './format.js';
import { settingsList } from './take-settings.js';
import { player } from './player.js';
import { loudnessFacts, qualityNote, verdictPill } from './quality.js';
import { warningList } from './notices.js';
import { whenSeen } from './when-seen.js';

const scrolledPastMs = 200;
const staleBecause = 'A pronunciation rule was changed since: it would be said differently now.';

/**
 * Takes never change, so a card is made once; only whether it is selected, starred, hidden, stale or marked for comparison does.
 * `actions`: select(), compare(marked), star(), hide().
 */
export function takeCard(/** @type {import('../api').Take} */ take, /** @type {number} */ number, clip, /** @type {string} */ sessionId, actions) {
  const label = `take ${number}`;
  const select = button({ class: 'select', onclick: actions.select });
  const star = button({ class: 'icon-button star', 'aria-label': `Star take ${number}`, title: 'Star (t)', onclick: actions.star }, icon('star'));
  const hide = button({ class: 'quiet hide', onclick: actions.hide });
  const compare = el('input', { type: 'checkbox', id: `compare-${take.take_id}`, onchange: () => actions.compare(compare.checked) });
  const element = el('li', { class: 'take', 'data-take': take.take_id, 'aria-label': `Take ${number}` },
    el('div', { class: 'take-head' },
      el('div', { class: 'take-what' },
        el('h3', { title: take.take_id }, `Take ${number}`),
        el('span', { class: 'muted', title: take.created_at }, ago(take.created_at)),
        take.reused_from ? el('span', { class: 'pill' }, 'Reused') : null,
        take.retake_of ? el('span', { class: 'pill', title: 'The other lines are those of an earlier take' }, `Line ${take.retake_of.line + 1} again`) : null,
        verdictPill(take)),
      star, select),
    player(clip, take.lines, label),
    take.direction ? el('p', { class: 'take-direction', dir: 'auto' }, take.direction) : null,
    settingsList(take),
    el('div', { class: 'take-foot' },
      el('p', { class: 'facts' }, facts(take, sessionId).join(' · ')),
      hide, el('label', { class: 'check quiet-check', for: compare.id }, compare, 'Compare')),
    qualityNote(take),
    warningList(take.warnings));
  // A failure is shown in the player.
  whenSeen(element, () => clip.load().catch(() => {}), clip.signal, scrolledPastMs);

  return {
    element,
    take,
    number,
    clip,
    isSelected: false,
    isStarred: false,
    isHidden: false,
    setMarks(starred, hidden) {
      this.isStarred = Boolean(starred);
      this.isHidden = Boolean(hidden);
      star.setAttribute('aria-pressed', String(this.isStarred));
      hide.textContent = hidden ? 'Show' : 'Hide';
      hide.setAttribute('aria-label', `${hide.textContent} take ${number}`);
      hide.title = `${hide.textContent} (h)`;
    },
    setSelected(selected) {
      this.isSelected = selected;
      hide.hidden = selected;
      element.classList.toggle('selected', selected);
      fill(select, ...(selected ? [icon('check'), 'Selected'] : ['Select']));
      select.setAttribute('aria-pressed', String(selected));
      select.setAttribute('aria-label', selected ? `Take ${number} is selected` : `Select take ${number}`);
    },
    setCompared(marked, possible) {
      compare.checked = marked;
      compare.closest('label').hidden = !possible;
    },
  };
}

/** A rule that is changed makes takes stale whose cards are there already, or fresh again. @param list with the cards of the takes. */
export function showStale(/** @type {HTMLElement} */ list, /** @type {import('../api').Take[]} */ takes) {
  for (const take of takes) {
    const what = present(list.querySelector(`[data-take="${take.take_id}"] .take-what`));
    const shown = what.querySelector('.stale-take');
    if (!take.stale) shown?.remove();
    else if (!shown) what.append(el('span', { class: 'pill warn stale-take', title: staleBecause }, 'Stale'));
  }
}

function facts(take, sessionId) {
  return [
    providerName(take.provider),
    take.model && take.model !== take.provider ? take.model : null,
    ...loudnessFacts(take),
    take.billed_characters === null || take.provider === 'offline' ? null : `${count(take.billed_characters, 'character')} billed`,
    reuseFact(take.reused_from, sessionId),
  ].filter(Boolean);
}

function reuseFact(source, sessionId) {
  if (!source) return null;
  return source.session_id === sessionId ? 'speech of an earlier take' : `reused from session ${source.session_id.slice(0, 8)}`;
}
