// Which takes of a beat are compared, and which could be.

/** As many as there are letters for in the comparison. */
const most = 9;

/**
 * The marked ones; else the selected one and another: the newest with a star, or the newest. Hidden takes only if they are marked.
 * @param {import('../api').Beat} beat @param {string[]} marked take ids. @param {boolean} blind all of them, if none is marked.
 * @returns {{ all: import('../api').Take[], ids: string[] }} those that could be compared, and those to begin with.
 */
export function compareChoice({ takes, selected_take_id: selected }, marked, blind) {
  const isMarked = take => marked.includes(take.take_id);
  const all = takes.filter(take => !take.hidden || isMarked(take));
  const first = all.find(take => take.take_id === selected) ?? all[0];
  const others = all.filter(take => take !== first);
  const pair = [first, others.findLast(take => take.starred) ?? others.at(-1)].filter(Boolean);
  const isChosen = marked.length > 1 ? isMarked : take => blind || pair.includes(take);
  const ranked = [...all].reverse().sort((one, other) => rank(other) - rank(one)).slice(0, most);
  const possible = all.filter(take => ranked.includes(take));
  return { all: possible, ids: possible.filter(isChosen).map(take => take.take_id) };

  /** If there are too many: the chosen ones, the selected one, those with a star, the newest. */
  function rank(take) {
    return 4 * Number(isChosen(take)) + 2 * Number(take === first) + Number(take.starred);
  }
}
