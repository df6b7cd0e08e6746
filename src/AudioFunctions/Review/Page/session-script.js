// The script of a session: reading it, replacing it if it hasn't changed since it was read, and its earlier versions.

import { call, part } from './api.js';

/**
 * A change that this page made. before: the version that it replaced; base, etag: the ETags of the script before and after it; isTold: whether
 * undoing it was offered.
 * @typedef {{ sessionId: string, before: number, base: string, etag: string, isTold: boolean }} Change
 */

/** Those that can be undone, the last one last. They outlive the view that made them, and end with a reload. @type {Change[]} */
const changes = [];

/** Fires `replaced` with the new script as its detail. A script is {text, etag, lineBreak}: its text has LF only, like a text area's. */
export class SessionScript extends EventTarget {
  #path;
  #id;
  #signal;

  constructor(id, signal) {
    super();
    this.#id = id;
    this.#path = `sessions/${part(id)}/script`;
    this.#signal = signal;
  }

  /** @param {number | null} version null: the current one. @returns {Promise<{ text: string, etag: string, lineBreak: string }>} */
  async read(version = null) {
    const { body, etag } = await call('GET', this.#path, { query: { version }, as: 'text', signal: this.#signal });
    return { text: body.replace(/\r\n?/g, '\n'), etag, lineBreak: /\r\n?|\n/.exec(body)?.[0] ?? '\n' };
  }

  /** Newest first: [{version, created_at, current}]. */
  async versions() {
    return (await call('GET', `${this.#path}/versions`, { signal: this.#signal })).body.versions.reverse();
  }

  /** What replacing it would do and cost: {body} or {failure}. */
  async plan(text, { etag, lineBreak }, signal = this.#signal) {
    try {
      const options = { text: text.replaceAll('\n', lineBreak), query: { dry_run: true }, headers: { 'If-Match': etag }, signal, repeatable: true };
      return { body: (await call('PUT', this.#path, options)).body };
    } catch (failure) {
      return { failure };
    }
  }

  /**
   * @param text the new one.
   * @param {{ etag: string, lineBreak: string }} base etag: of what it replaces; lineBreak: as it is written.
   * @param {{ speaks: boolean, maxCredits?: number | null, ignoresQuota?: boolean, undoes?: Change | null }} how speaks: at once, instead of
   * when the production is continued; undoes: the change that this one undoes.
   */
  async replace(text, { etag, lineBreak }, { speaks, maxCredits = null, ignoresQuota = false, undoes = null }) {
    const query = { produce: speaks || null, max_credits: speaks ? maxCredits : null, ignore_quota: speaks && ignoresQuota || null };
    const answer = await call('PUT', this.#path, {
      text: text.replaceAll('\n', lineBreak), query, headers: { 'If-Match': etag }, signal: this.#signal,
    });
    const { body, etag: now } = answer;
    if (undoes) this.#undone(undoes, now);
    else if (body.changed) changes.push({ sessionId: this.#id, before: body.version - 1, base: etag, etag: now, isTold: false });
    this.dispatchEvent(new CustomEvent('replaced', { detail: { text, etag: now, lineBreak } }));
    return { ...body, etag: now };
  }

  /** The last change of this session that isn't undone; null if there is none. */
  get lastChange() {
    return changes.findLast(one => one.sessionId === this.#id) ?? null;
  }

  /** Forgets a change and those before it: somebody else has changed the script since. */
  forget(change) {
    const last = changes.indexOf(change);
    for (let at = last; at >= 0; at--) if (changes[at].sessionId === this.#id) changes.splice(at, 1);
  }

  /** The script is as the change before left it, unless somebody else made one in between. @param now the ETag. */
  #undone(change, now) {
    changes.splice(changes.indexOf(change), 1);
    const { lastChange } = this;
    if (lastChange && lastChange.etag === change.base) lastChange.etag = now;
  }
}
