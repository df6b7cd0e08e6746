// Delays work until an element is near the window: neither all recordings are fetched at once, nor those that somebody scrolls past.

const actions = new WeakMap();
const observer = new IntersectionObserver(entries => {
  for (const { target, isIntersecting } of entries) {
    const waiting = actions.get(target);
    if (!waiting) continue;
    clearTimeout(waiting.timer);
    if (isIntersecting) waiting.timer = setTimeout(() => run(target), waiting.staysMs);
  }
}, { rootMargin: '400px' });

/** Runs an action once, when the element has been near the window for a while, unless the signal is aborted. */
export function whenSeen(element, action, signal, staysMs = 0) {
  actions.set(element, { action, staysMs });
  observer.observe(element);
  signal.addEventListener('abort', () => forget(element));
}

function run(element) {
  const { action } = actions.get(element);
  forget(element);
  action();
}

function forget(element) {
  clearTimeout(actions.get(element)?.timer);
  observer.unobserve(element);
  actions.delete(element);
}
