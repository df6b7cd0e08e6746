// Keeps a column in sight beside a longer one. A column that fits into the window sticks by its top, a taller one by its bottom,
// so that all of it can be reached. A style sheet can't do that alone, because it doesn't know the column's height.

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
