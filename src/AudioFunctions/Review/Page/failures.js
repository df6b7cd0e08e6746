// What a caught failure says about itself.

/** Whether a request was aborted because nobody needs it any more: that isn't a failure to show. */
export function isAbort(failure) {
  return failure?.name === 'AbortError';
}

/** The HTTP status of a response that refused the request; null if there is none. */
export function statusOf(failure) {
  return failure?.status ?? null;
}

/** The service's code of the failure, or null. The browser's own errors have numeric codes, which mean nothing to people. */
export function codeOf(failure) {
  return typeof failure?.code === 'string' ? failure.code : null;
}

/** The failure's message, or a general one. */
export function messageOf(failure) {
  return failure?.message || 'Something unexpected failed.';
}

/** The failure in words of our own, with its code. */
export function reworded(failure, sentence) {
  return Object.assign(new Error(sentence), { code: codeOf(failure) });
}

/** Whether the same request may succeed in a moment. */
export function isPassing(failure) {
  return Boolean(failure?.isPassing);
}

/** Whether the orchestration that was followed has ended, and failed. */
export function isOver(failure) {
  return Boolean(failure?.isOver);
}
