// The word that is heard, lit without a change of the document: the style sheet has its colours under ::highlight(spoken).

const name = 'spoken';
const light = globalThis.Highlight ? new Highlight() : null;
if (light) CSS.highlights.set(name, light);
let lit = null;

/** @param text the element with a line's text. @param word its place in the text, at and length; null for none. */
export function lightWord(text, word) {
  if (!light || lit === word) return;
  lit = word;
  light.clear();
  const range = word && text ? rangeOf(text, word.at, word.at + word.length) : null;
  if (range) light.add(range);
}

/** Where in a line's text a point of the window is; null if it is beside it. */
export function textIndexAt(text, x, y) {
  const place = document.caretPositionFromPoint?.(x, y);
  let before = 0;
  for (const part of partsOf(text)) {
    if (place && part === place.offsetNode) return before + place.offset;
    before += part.length;
  }
  return null;
}

function rangeOf(text, from, to) {
  const range = new Range();
  let before = 0;
  for (const part of partsOf(text)) {
    if (before <= from && from < before + part.length) range.setStart(part, from - before);
    if (before < to && to <= before + part.length) {
      range.setEnd(part, to - before);
      return range;
    }
    before += part.length;
  }
  return null;
}

/** The text nodes that hold the line as it is spoken; pauses and the spaces around them are the page's own. */
function partsOf(text) {
  /** @type {Text[]} */
  const parts = [];
  const walker = document.createTreeWalker(text, NodeFilter.SHOW_TEXT, node =>
    (node.parentElement?.closest('.spoken-part') ? NodeFilter.FILTER_ACCEPT : NodeFilter.FILTER_REJECT));
  while (walker.nextNode()) parts.push(/** @type {Text} */ (walker.currentNode));
  return parts;
}
