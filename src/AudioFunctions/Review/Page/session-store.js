// What this tab keeps until it is closed, as JSON in the browser's session storage.

/** @param name of the entry. @param initial what it holds until something is written. */
export function sessionStore(name, initial) {
  return {
    read() {
      return JSON.parse(sessionStorage.getItem(name) ?? 'null') ?? initial;
    },
    write(value) {
      sessionStorage.setItem(name, JSON.stringify(value));
    },
  };
}
