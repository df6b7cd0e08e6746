/** A part of the address as it was before it was escaped; one that is no valid escape stands for itself. */
export function decoded(text) {
  try {
    return decodeURIComponent(text);
  } catch {
    return text;
  }
}
