// Work for what a person can see: audio and scripts of fifty beats are not fetched at once.

const actions = new WeakMap();
const observer = new IntersectionObserver(entries => {
  for (const { target, isIntersecting } of entries) {
    if (!isIntersecting) continue;
    observer.unobserve(target);
    actions.get(target)?.();
    actions.delete(target);
  }
}, { rootMargin: '300px' });

/** Runs an action once, when the element comes near the window, unless the signal ends that. */
export function whenSeen(element, action, signal) {
  actions.set(element, action);
  observer.observe(element);
  signal.addEventListener('abort', () => observer.unobserve(element));
}
