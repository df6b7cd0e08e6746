// The script of a session: read, replaced on the condition that it is still the one that was read, and its earlier versions.

import { call, part } from './api.js';

/** The last change that this page made: {sessionId, before, etag, isTold}. It outlives the view that made it. */
let last = null;

/** Fires `replaced` with the new script as its detail. A script is {text, etag, lineBreak}: its text has LF only, as a text area's. */
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

  /** @param version null: the current one. @returns {Promise<{ text: string, etag: string, lineBreak: string }>} */
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
   * @param {{ speaks: boolean, maxCredits?: number | null, ignoresQuota?: boolean }} how speaks: at once, and not when the production is
   * continued.
   */
  async replace(text, { etag, lineBreak }, { speaks, maxCredits = null, ignoresQuota = false }) {
    const query = { produce: speaks || null, max_credits: speaks ? maxCredits : null, ignore_quota: speaks && ignoresQuota || null };
    const answer = await call('PUT', this.#path, {
      text: text.replaceAll('\n', lineBreak), query, headers: { 'If-Match': etag }, signal: this.#signal,
    });
    const { body, etag: now } = answer;
    if (body.changed) last = { sessionId: this.#id, before: body.version - 1, etag: now, isTold: false };
    this.dispatchEvent(new CustomEvent('replaced', { detail: { text, etag: now, lineBreak } }));
    return body;
  }

  /** The last change, if it was of this session. */
  get lastChange() {
    return last?.sessionId === this.#id ? last : null;
  }

  /** @param change unless there has been another one since. */
  forget(change) {
    if (last === change) last = null;
  }
}
