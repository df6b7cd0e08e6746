// The review page: which view the address asks for, and what is around the views.

import { decoded } from './address.js';
import { byId, fill, button, icon, present } from './dom.js';
import { takeKeyFromAddress, changeKey } from './key.js';
import { themeButton } from './theme.js';
import { showHelp, listenToKeys } from './keyboard.js';
import { failed } from './notices.js';
import { sessionsView } from './sessions.js';
import { newSessionView } from './new-session.js';
import { sessionView } from './session.js';
import { scriptView } from './script-view.js';
import { voicesView } from './voices.js';
import { pronunciationsView } from './pronunciations.js';

/** @type {{ path: RegExp, nav: string, title: string, view: (view: import('../api').View) => Promise<void> }[]} */
const routes = [
  { path: /^\/?$/, nav: 'sessions', title: 'Sessions', view: sessionsView },
  { path: /^\/new(?:\/([^/]+))?$/, nav: 'new', title: 'New session', view: newSessionView },
  { path: /^\/sessions\/([^/]+)$/, nav: 'sessions', title: 'Session', view: sessionView },
  { path: /^\/sessions\/([^/]+)\/script$/, nav: 'sessions', title: 'Edit script', view: scriptView },
  { path: /^\/voices$/, nav: 'voices', title: 'Voices', view: voicesView },
  { path: /^\/pronunciations(?:\/([^/]+))?$/, nav: 'voices', title: 'Pronunciation', view: pronunciationsView },
];

const main = byId('main');
let leave = new AbortController();

/** @param {boolean} moves the focus to the new view: a keyboard and a screen reader go on from there. */
function route(moves = false) {
  takeKeyFromAddress();
  const path = location.hash.slice(1);
  const found = routes.find(one => one.path.test(path)) ?? routes[0];
  leave.abort();
  leave = new AbortController();
  for (const link of /** @type {NodeListOf<HTMLElement>} */ (document.querySelectorAll('[data-nav]'))) {
    if (link.dataset.nav === found.nav) link.setAttribute('aria-current', 'page');
    else link.removeAttribute('aria-current');
  }
  for (const dialog of /** @type {NodeListOf<HTMLDialogElement>} */ (document.querySelectorAll('dialog[data-view]'))) dialog.close();
  setTitle(found.title);
  listenToKeys({});
  fill(main);
  if (moves) main.focus({ preventScroll: true });
  scrollTo(0, 0);
  const [, id] = found.path.exec(path) ?? [];
  found.view({ main, id: id === undefined ? null : decoded(id), signal: leave.signal, setTitle }).catch(failed);
}

function setTitle(title) {
  document.title = `${title} · AudioFunctions`;
}

present(document.querySelector('.skip-link')).addEventListener('click', event => {
  event.preventDefault();
  main.focus();
});
byId('tools').append(
  button({ class: 'icon-button for-keyboards', 'aria-label': 'Keyboard shortcuts', title: 'Keyboard shortcuts (?)', onclick: showHelp }, icon('help')),
  button({ class: 'icon-button', 'aria-label': 'Change key', title: 'Change key', onclick: () => changeKey().then(changed => changed && route()) }, icon('key')),
  themeButton());
addEventListener('hashchange', () => route(true));
addEventListener('unhandledrejection', event => failed(event.reason));
route();
