// What somebody chose last, kept by the browser.

const prefix = 'audiofunctions-choice:';

/** @param usual what is chosen if nothing was yet. */
export function remembered(name, usual) {
  try {
    return JSON.parse(localStorage.getItem(prefix + name) ?? 'null') ?? usual;
  } catch {
    // Not written by this page.
    return usual;
  }
}

export function remember(name, choice) {
  localStorage.setItem(prefix + name, JSON.stringify(choice));
}
