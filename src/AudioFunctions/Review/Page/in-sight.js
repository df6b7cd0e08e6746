// What stays in sight beside something longer. A column that fits into the window sticks by its top; one that does not, by its bottom,
// so that all of it can be reached. A style sheet alone does not know the column's height.

const belowBarPx = 132;
const aboveEdgePx = 104;
const kept = new Set();
const watcher = new ResizeObserver(entries => entries.forEach(entry => place(entry.target, entry.borderBoxSize[0].blockSize)));

addEventListener('resize', () => kept.forEach(element => place(element, element.offsetHeight)));

export function keepInSight(element, signal) {
  element.classList.add('in-sight');
  kept.add(element);
  watcher.observe(element);
  signal.addEventListener('abort', () => {
    kept.delete(element);
    watcher.unobserve(element);
  });
}

function place(element, height) {
  element.style.top = `${Math.min(belowBarPx, innerHeight - height - aboveEdgePx)}px`;
}
