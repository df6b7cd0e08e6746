// What takes were spoken with, one column each; rows that differ are marked.

import { el, fill } from './dom.js';
import { comparableRows } from './take-settings.js';

/** @param sides of the comparison, with their takes. @param {string} letters their names. */
export function differences(sides, letters) {
  const columns = sides.map(side => comparableRows(side.take));
  return el('div', { class: 'differences-box', tabindex: 0, role: 'region', 'aria-label': 'Settings' }, el('table', { class: 'differences' },
    el('caption', { class: 'visually-hidden' }, 'Settings of the takes; rows that differ are marked'),
    el('thead', {}, el('tr', {}, el('td', {}), sides.map((side, index) => el('th', { scope: 'col' }, `${letters[index]} · Take ${side.number}`)))),
    fill(el('tbody', {}), columns[0].map(([label], row) => {
      const values = columns.map(column => column[row][1]);
      return el('tr', { class: values.every(value => value === values[0]) ? null : 'differs' },
        el('th', { scope: 'row' }, label), values.map(value => el('td', { dir: 'auto' }, value)));
    }))));
}
