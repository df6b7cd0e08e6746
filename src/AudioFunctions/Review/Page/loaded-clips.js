// Recordings that are in the browser's memory: not more than it has players for, however far somebody scrolls.

const mostLoaded = 60;
const loaded = new Set();

/** Notes that a recording is loaded, and lets go of the one that was loaded first, if there are too many. */
export function keepLoaded(clip) {
  loaded.delete(clip);
  loaded.add(clip);
  if (loaded.size <= mostLoaded) return;
  const oldest = [...loaded].find(one => one !== clip && !one.isCurrent);
  loaded.delete(oldest);
  oldest?.unload();
}

export function forgetLoaded(clip) {
  loaded.delete(clip);
}
