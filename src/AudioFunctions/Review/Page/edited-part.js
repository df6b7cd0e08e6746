// The part of a script that is being edited, as last read, and the version of it that the text in the editor was made from.

import { present } from './dom.js';

/**
 * What is edited of a script.
 * @typedef {object} Scope
 * @property {(text: string) => Part | null} find its part of a script.
 * @property {(text: string, part: any, edited: string) => string} put the script with other text in its place.
 * @property {(part: any, script: any) => string} versionOf tells one version of the part from another.
 * @property {(base: string, theirs: string, edited: string) => string | null} merge null if both changed the same beat.
 * @property {string} name "this beat" or "the script".
 * @property {string} merged what is said after a merge.
 */

/**
 * @typedef {{ text: string, firstLine: number, lastLine: number }} Part
 * @typedef {{ text: string, etag: string, lineBreak: string }} Script
 */

export class EditedPart {
  #scope;
  /** @type {Script | null} */
  #script = null;
  /** @type {Part | null} */
  #part = null;
  /** The version that the text was made from; older than the current one while there is a conflict. @type {string | null} */
  base = null;

  /** @param {Scope} scope */
  constructor(scope) {
    this.#scope = scope;
  }

  get isRead() {
    return this.#script !== null;
  }

  /** Whether the script still has the part. */
  get exists() {
    return this.#part !== null;
  }

  get script() {
    return present(this.#script, 'The script');
  }

  get part() {
    return present(this.#part, 'The edited part');
  }

  /** Its text in the script; empty if there is none. */
  get text() {
    return this.#part?.text ?? '';
  }

  /** @param {Script} script */
  read(script) {
    this.#script = script;
    this.#part = this.#scope.find(script.text);
    this.settle();
  }

  /** From now on, the text is based on the current version. */
  settle() {
    if (this.#part) this.base = this.#scope.versionOf(this.#part, this.script);
  }

  /** The script with other text in the part's place. */
  scriptWith(text) {
    return this.#scope.put(this.script.text, this.part, text);
  }
}
