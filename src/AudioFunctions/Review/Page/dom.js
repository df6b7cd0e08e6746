// The only way the page makes elements. Text goes in as text nodes and attributes through setAttribute, so that nothing a script, a
// title or a response says can become markup.

/** An element of index.html, which always has it. */
export function byId(id) {
  return present(document.getElementById(id), `#${id}`);
}

/** What has to be there: without it the page itself is wrong. @template T @param {T | null | undefined} value @returns {T} */
export function present(value, what = 'An element of the page') {
  if (value === null || value === undefined) throw new Error(`${what} is missing.`);
  return value;
}

const properties = new Set(['value', 'checked', 'disabled', 'hidden']);

/**
 * el('button', {class: 'primary', onclick: save}, 'Save'). Children: nodes, strings, numbers; null and false are left out.
 * Attributes: null and false are left out, true is an empty attribute; functions named on… become listeners.
 */
export function el(name, attributes = {}, ...children) {
  const element = document.createElement(name);
  for (const [key, value] of Object.entries(attributes)) {
    if (properties.has(key)) element[key] = value;
    else if (value === null || value === undefined || value === false) continue;
    else if (typeof value === 'function') element.addEventListener(key.slice(2), value);
    else element.setAttribute(key, value === true ? '' : String(value));
  }
  element.append(...withoutGaps(children));
  return element;
}

/** Replaces the children of an element. */
export function fill(element, ...children) {
  element.replaceChildren(...withoutGaps(children));
  return element;
}

/** Makes these the children of a list, and moves no more of them than needed. */
export function arrange(list, children) {
  const staying = new Set(children);
  for (const child of [...list.children]) {
    if (!staying.has(child)) child.remove();
  }
  children.forEach((child, index) => {
    if (list.children[index] !== child) list.insertBefore(child, list.children[index] ?? null);
  });
}

function withoutGaps(children) {
  return children.flat(2).filter(child => child !== null && child !== undefined && child !== false).map(child =>
    typeof child === 'number' ? String(child) : child);
}

/** Whether only the page, or the view that was just opened, has the focus, so that something else may take it. */
export function isFocusFree() {
  const { activeElement: now } = document;
  return !now || now === document.body || now.matches('main');
}

const svg = 'http://www.w3.org/2000/svg';
const shapes = {
  play: 'M7 5l12 7-12 7z',
  pause: 'M7 5h3.5v14H7zM13.5 5H17v14h-3.5z',
  check: 'M5 12.5l4.5 4.5L19 7.5',
  download: 'M12 4v11m0 0l-4.5-4.5M12 15l4.5-4.5M5 19.5h14',
  close: 'M6 6l12 12M18 6L6 18',
  compare: 'M12 4v16M8.5 8H4v8h4.5M15.5 8H20v8h-4.5',
  revise: 'M4 20l1-4L16 5l3 3L8 19zM14 7l3 3',
  edit: 'M5 6h14M5 11h8M5 16h6M17.5 11v9M15.5 11h4M15.5 20h4',
  history: 'M4.5 12a7.5 7.5 0 1 0 2.2-5.3L4.5 9M4.5 4.5V9H9M12 8v4.3l3 1.8',
  theme: 'M12 4a8 8 0 1 0 8 8 6 6 0 0 1-8-8z',
  key: 'M3.5 14.5a4.2 4.2 0 1 0 8.4 0 4.2 4.2 0 1 0-8.4 0M10.8 11.6L19.5 3m-3.6 3.6l3.2 3.2m-6-.4l2.2 2.2',
  help: 'M3 12a9 9 0 1 0 18 0 9 9 0 1 0-18 0M9.6 9.6a2.4 2.4 0 1 1 3.5 2.1c-.7.4-1.1.9-1.1 1.7m0 2.9v.1',
  warning: 'M12 4l9 16H3zM12 10v4.5m0 2.5v.1',
  again: 'M19 12a7 7 0 1 1-2.2-5.1M19 4v4h-4',
  plus: 'M12 5v14M5 12h14',
  lock: 'M6 11h12v8.5H6zM8.5 11V8a3.5 3.5 0 0 1 7 0v3',
  note: 'M5 5h14v10l-4.5 4.5H5zM19 15h-4.5v4.5M8.5 9h7M8.5 12.5h4',
  next: 'M6 5l9 7-9 7zM17 5h2v14h-2z',
  previous: 'M18 5l-9 7 9 7zM5 5h2v14H5z',
  loop: 'M7 7h9a4 4 0 0 1 0 10H8a4 4 0 0 1-3.6-5.8M9.5 4.5L7 7l2.5 2.5',
  rows: 'M4 6h16M4 12h16M4 18h16',
  cards: 'M4 5h16v5.5H4zM4 13.5h16V19H4z',
  star: 'M12 4l2.5 5.1 5.5.8-4 3.9 1 5.6-5-2.7-5 2.7 1-5.6-4-3.9 5.5-.8z',
  trash: 'M5 7h14M9 7V4.5h6V7m-8 0l1 12.5h8L17 7',
};
const filled = new Set(['play', 'pause', 'next', 'previous']);

/** An icon without a text alternative: its control has the words. */
export function icon(name) {
  const drawing = document.createElementNS(svg, 'svg');
  drawing.setAttribute('viewBox', '0 0 24 24');
  drawing.setAttribute('aria-hidden', 'true');
  drawing.setAttribute('class', filled.has(name) ? 'icon filled' : 'icon');
  const path = document.createElementNS(svg, 'path');
  path.setAttribute('d', shapes[name]);
  drawing.append(path);
  return drawing;
}

/** Shows that something is running; the words stand beside it. */
export function spinner() {
  return el('span', { class: 'spinner', 'aria-hidden': 'true' });
}

/** A button that submits nothing. If it contains only an icon, it needs an `aria-label`. */
export function button(attributes, ...children) {
  return el('button', { type: 'button', ...attributes }, ...children);
}

/** A label above a control, with room for a hint and an error. @param {string | null} hint */
export function field(label, control, hint = null) {
  control.id ||= `field-${++fields}`;
  const problem = el('p', { class: 'field-problem', id: `${control.id}-problem`, role: 'alert', hidden: true });
  const box = el('div', { class: 'field' },
    el('label', { for: control.id }, label),
    control,
    hint === null ? null : el('p', { class: 'hint', id: `${control.id}-hint` }, hint),
    problem);
  control.setAttribute('aria-describedby', `${hint === null ? '' : `${control.id}-hint `}${problem.id}`);
  return Object.assign(box, {
    complain(sentence) {
      problem.textContent = sentence ?? '';
      problem.hidden = !sentence;
      control.setAttribute('aria-invalid', String(Boolean(sentence)));
    },
  });
}
let fields = 0;
