/** An Idempotency-Key: random, and to be had without https too. */
export function newKey() {
  return [...crypto.getRandomValues(new Uint8Array(16))].map(byte => byte.toString(16).padStart(2, '0')).join('');
}

/** The same in another order, each as likely as any. */
export function shuffled(list) {
  const places = crypto.getRandomValues(new Uint32Array(list.length));
  return list.map((one, index) => ({ one, place: places[index] })).sort((a, b) => a.place - b.place).map(({ one }) => one);
}
