// How fast everything is played. The pitch stays, and the browser remembers the choice.

const name = 'audiofunctions-speed';

export const speeds = [0.75, 1, 1.25, 1.5, 1.75, 2];

/** Fires `change`. */
class Speed extends EventTarget {
  get value() {
    const kept = Number(localStorage.getItem(name));
    return speeds.includes(kept) ? kept : 1;
  }

  set value(chosen) {
    localStorage.setItem(name, String(chosen));
    this.dispatchEvent(new Event('change'));
  }

  /** One step slower or faster. @param by -1 or 1. */
  step(by) {
    const at = speeds.indexOf(this.value) + by;
    this.value = speeds[Math.min(Math.max(at, 0), speeds.length - 1)];
  }
}

export const speed = new Speed();
