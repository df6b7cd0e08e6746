// What is typed into the editor outlives a reload, a lost connection and a wrong turn in this tab.

const prefix = 'audiofunctions-draft:';

/** @param from the session that a new one takes its script from, null for none, or one of the names below: each has a draft of its own. */
export function readDraft(from) {
  try {
    return JSON.parse(sessionStorage.getItem(prefix + (from ?? '')) ?? 'null');
  } catch {
    // Not written by this page.
    return null;
  }
}

/** Of a new session {text, project, reuse, budget, attempt}: the attempt is a start under way, {wanted, key}. */
export function keepDraft(from, draft) {
  try {
    sessionStorage.setItem(prefix + (from ?? ''), JSON.stringify(draft));
  } catch {
    // The browser's storage is full; the text is still in the editor.
  }
}

export function dropDraft(from) {
  sessionStorage.removeItem(prefix + (from ?? ''));
}

/** Of a session's script: {text, base}, the ETag of the script that the text was made from. */
export function scriptDraft(sessionId) {
  return `script:${sessionId}`;
}

/** Of a beat's note: {text, base}, the note that the text was made from. */
export function noteDraft(sessionId, beatId) {
  return `note:${sessionId}:${beatId}`;
}

/** Of a direction in the Revise panel: {text, base}, the direction of the script. */
export function directionDraft(sessionId, beatId) {
  return `direction:${sessionId}:${beatId}`;
}

/** Of one beat's lines: {text, base}, the lines that the text was made from. */
export function beatDraft(sessionId, beatId) {
  return `beat:${sessionId}:${beatId}`;
}
