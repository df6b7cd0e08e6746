// Light, dark, or as the system has it.

import { button, icon } from './dom.js';
import { notice } from './notices.js';

const name = 'audiofunctions-theme';
const next = { system: 'light', light: 'dark', dark: 'system' };

apply(localStorage.getItem(name) ?? 'system');

export function themeButton() {
  return button({ class: 'icon-button', 'aria-label': 'Change colours', title: 'Light, dark, or as the system has it', onclick: change }, icon('theme'));
}

function change() {
  const theme = next[document.documentElement.dataset.theme] ?? 'system';
  localStorage.setItem(name, theme);
  apply(theme);
  notice(theme === 'system' ? 'Colours as the system has them.' : `Colours: ${theme}.`);
}

function apply(theme) {
  document.documentElement.dataset.theme = theme;
  document.dispatchEvent(new Event('theme'));
}
