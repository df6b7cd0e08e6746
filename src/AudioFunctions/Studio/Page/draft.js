// What is typed into the editor outlives a reload, a lost connection and a wrong turn in this tab.

const name = 'audiofunctions-draft';

export function readDraft() {
  try {
    return JSON.parse(sessionStorage.getItem(name)) ?? {};
  } catch {
    return {};
  }
}

export function keepDraft(draft) {
  try {
    sessionStorage.setItem(name, JSON.stringify(draft));
  } catch {
    // The browser's room is full: the text is still in the editor.
  }
}

export function dropDraft() {
  sessionStorage.removeItem(name);
}
