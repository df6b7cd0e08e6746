// The script of a session: read, replaced on the condition that it is still the one that was read, and its earlier versions.

import { call, part } from './api.js';

/** The last change that this page made: {sessionId, before, etag, isTold}. It outlives the view that made it. */
let last = null;

export class SessionScript {
  #path;
  #id;
  #signal;
  /** As the script has them: a text area knows LF only. */
  #lineBreak = '\n';

  constructor(id, signal) {
    this.#id = id;
    this.#path = `sessions/${part(id)}/script`;
    this.#signal = signal;
  }

  /** @param version null: the one that stands. @returns {Promise<{ text: string, etag: string }>} the text with LF only. */
  async read(version = null) {
    const { body, etag } = await call('GET', this.#path, { query: { version }, as: 'text', signal: this.#signal });
    this.#lineBreak = /\r\n?|\n/.exec(body)?.[0] ?? '\n';
    return { text: body.replace(/\r\n?/g, '\n'), etag };
  }

  /** Newest first: [{version, created_at, current}]. */
  async versions() {
    return (await call('GET', `${this.#path}/versions`, { signal: this.#signal })).body.versions.reverse();
  }

  /** What replacing it would do and cost: {body} or {failure}. */
  async plan(text, etag, signal = this.#signal) {
    try {
      const options = { text: this.#written(text), query: { dry_run: true }, headers: { 'If-Match': etag }, signal, repeatable: true };
      return { body: (await call('PUT', this.#path, options)).body };
    } catch (failure) {
      return { failure };
    }
  }

  /**
   * @param text the new one.
   * @param {{ etag: string, speaks: boolean, maxCredits?: number | null }} how etag: of what it replaces; speaks: at once, and not when the
   * production is continued.
   */
  async replace(text, { etag, speaks, maxCredits = null }) {
    const query = { produce: speaks || null, max_credits: speaks ? maxCredits : null };
    const { body, etag: now } = await call('PUT', this.#path, {
      text: this.#written(text), query, headers: { 'If-Match': etag }, signal: this.#signal,
    });
    if (body.changed) last = { sessionId: this.#id, before: body.version - 1, etag: now, isTold: false };
    return body;
  }

  /** The last change, if it was of this session. */
  get lastChange() {
    return last?.sessionId === this.#id ? last : null;
  }

  #written(text) {
    return text.replaceAll('\n', this.#lineBreak);
  }
}

export function forgetLastChange() {
  last = null;
}
