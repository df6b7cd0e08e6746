// What is typed into the editor outlives a reload, a lost connection and a wrong turn in this tab.

const prefix = 'audiofunctions-draft:';

/** @param from the session the script was taken from, or null: each has a draft of its own. */
export function readDraft(from) {
  try {
    return JSON.parse(sessionStorage.getItem(prefix + (from ?? '')));
  } catch {
    // No draft of this page's making.
    return null;
  }
}

/** {text, project, reuse, budget, attempt}: the attempt is a start under way, {wanted, key}. */
export function keepDraft(from, draft) {
  try {
    sessionStorage.setItem(prefix + (from ?? ''), JSON.stringify(draft));
  } catch {
    // The browser's room is full: the text is still in the editor.
  }
}

export function dropDraft(from) {
  sessionStorage.removeItem(prefix + (from ?? ''));
}
