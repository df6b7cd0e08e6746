// How much of each beat is shown: everything, or a row of it. The browser remembers the choice.

import { button, fill, icon } from './dom.js';

const name = 'audiofunctions-density';

export function densitySwitch() {
  const element = button({ class: 'icon-button density', onclick: toggle });
  let list = null;
  return { element, toggle, apply };

  function isCompact() {
    return localStorage.getItem(name) === 'compact';
  }

  /** @param target the list of beats. */
  function apply(target) {
    list = target;
    draw();
    return target;
  }

  function toggle() {
    localStorage.setItem(name, isCompact() ? 'detailed' : 'compact');
    draw();
  }

  function draw() {
    list.classList.toggle('compact', isCompact());
    fill(element, icon(isCompact() ? 'cards' : 'rows'));
    element.setAttribute('aria-label', isCompact() ? 'Show everything' : 'Show less of each beat');
    element.title = `${element.getAttribute('aria-label')} (v)`;
  }
}
