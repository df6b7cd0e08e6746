// One beat of a session: its script, its takes, and what can be done with them.

import { call, part, ApiProblem } from './api.js';
import { el, fill, button, icon, spinner } from './dom.js';
import { BeatReadings } from './beat-readings.js';
import { BeatReview } from './beat-review.js';
import { BeatTakes } from './beat-takes.js';
import { currentClip } from './clip.js';
import { keepInSight } from './in-sight.js';
import { characterBadge } from './script-summary.js';
import { scriptLines, markSpoken } from './script-lines.js';
import { revisePanel } from './revise.js';
import { announce, failed, problemBox } from './notices.js';
import { whenSeen } from './when-seen.js';

/** Errors of a production that stopped on its way: continuing it speaks what is missing. */
const needsContinue = new Set(['budget-reached', 'speech-provider-changed']);

/** What of a beat changes with its version, beside its takes. */
const versioned = ['selected_take_id', 'review', 'note', 'locked'];

/** @param session {id, signal, reload(), resume(), isRunning()}: of the view the beat is in. */
export class BeatCard {
  #session;
  #beat = null;
  #detail = null;
  #etag = null;
  #loading = null;
  #asked = 0;
  #known = 0;
  #writing = Promise.resolve();
  #lines = null;
  #seen = false;
  #error = null;

  constructor(session, beatId) {
    this.#session = session;
    this.beatId = beatId;
    this.title = el('h2', {});
    this.awaited = el('p', { class: 'awaited', hidden: true });
    this.script = el('div', { class: 'beat-script' });
    this.takes = new BeatTakes(session, take => this.#select(take), (take, clip) => this.#follow(take, clip));
    this.problem = el('div', {});
    this.review = new BeatReview(change => this.#queue(() => this.#say(change)));
    this.readings = new BeatReadings(session, beatId, () => this.#drawAgain());
    this.again = button({ onclick: () => this.#make({}).catch(failed) }, icon('again'), 'Try again');
    this.more = button({ onclick: () => session.resume() }, icon('again'), 'Continue');
    this.panel = el('div', {});
    this.reviseButton = button({ onclick: () => this.revise(), 'aria-expanded': 'false' }, icon('revise'), 'Revise');
    this.compareButton = button({ onclick: () => this.takes.compare() }, icon('compare'), 'Compare');
    const beside = el('section', { 'aria-label': 'Script' }, this.script, this.panel);
    this.element = el('article', { class: 'beat', tabindex: -1, 'data-beat': beatId },
      el('header', { class: 'beat-head' }, this.title, el('div', { class: 'actions' }, this.compareButton, this.reviseButton)),
      this.problem,
      this.review.element,
      el('div', { class: 'beat-body' },
        beside,
        el('section', { 'aria-label': 'Takes' }, this.takes.element, this.awaited, this.readings.element)));
    keepInSight(beside, session.signal);
    whenSeen(this.element, () => {
      this.#seen = true;
      this.#loading = this.#loadDetail();
    }, session.signal);
  }

  /** @param stage what the production does with the beat now; null where it has ended. */
  update(beat, stage) {
    const before = this.#beat;
    this.#beat = beat;
    if (!before) this.readings.resume(beat.beat_name);
    fill(this.title, el('bdi', {}, beat.beat_name), el('span', { class: 'beat-id' }, beat.beat_id), characterBadge(beat.character));
    this.element.setAttribute('aria-label', `Beat ${beat.beat_name}`);
    this.takes.update(beat);
    this.review.update(beat);
    this.#drawState(stage);
    const changed = !before || before.takes.length !== beat.takes.length || versioned.some(name => before[name] !== beat[name]);
    if (changed && this.#seen) this.#loading = this.#loadDetail();
  }

  #drawState(stage) {
    const { takes, error } = this.#beat;
    const awaited = Boolean(stage && !takes.length && !error);
    this.element.setAttribute('aria-busy', String(awaited));
    this.awaited.hidden = !awaited;
    fill(this.awaited, stage?.active ? spinner() : null, stage?.words);
    this.reviseButton.hidden = this.#session.isRunning();
    this.reviseButton.disabled = this.#beat.locked;
    this.reviseButton.title = this.#beat.locked ? 'The beat is locked' : '';
    this.compareButton.hidden = takes.length < 2;
    this.#drawProblem(error);
    this.#drawAgain();
    if (!this.#detail) this.#drawScript();
  }

  /** Only when it is another: drawn in the midst of a click, the button would not hear of it. */
  #drawProblem(error) {
    const text = JSON.stringify(error ?? null);
    if (text === this.#error) return;
    this.#error = text;
    fill(this.problem, error ? problemBox(error, needsContinue.has(error.code) ? this.more : this.again) : null);
  }

  /** While a reading is being made, a second one would be paid for and is not wanted. */
  #drawAgain() {
    this.more.disabled = this.again.disabled = this.#session.isRunning() || this.readings.areMade;
  }

  #drawScript() {
    if (this.#detail?.script) {
      this.#lines = scriptLines(this.#detail.script, index => this.takes.playLine(index));
      fill(this.script, this.#lines);
    } else {
      const text = this.#beat?.takes[0]?.segments.map(segment => segment.text).join(' ');
      fill(this.script, el('p', { class: 'muted' }, text || 'The script is shown when the production has read it.'));
    }
  }

  async #loadDetail() {
    const mine = ++this.#asked;
    try {
      const { body, etag } = await call('GET', this.#path(), { signal: this.#session.signal });
      // Overtaken: its version is an older one.
      if (mine < this.#known) return;
      this.#known = mine;
      this.#etag = etag;
      const first = !this.#detail;
      this.#detail = body;
      if (first) this.#drawScript();
      // The version that a selection names must be one that is shown.
      if (body.takes.length !== this.#beat.takes.length || versioned.some(name => body[name] !== this.#beat[name])) await this.#session.reload();
    } catch (failure) {
      // Not there yet while the production begins.
      if (!(failure instanceof ApiProblem && failure.status === 404)) failed(failure);
    }
  }

  #path() {
    return `sessions/${part(this.#session.id)}/beats/${part(this.beatId)}`;
  }

  #follow(take, clip) {
    if (!this.#lines || clip !== currentClip()) return;
    const at = clip.positionMs;
    markSpoken(this.#lines, clip.isPlaying ? take.lines.findLast(line => line.start_ms <= at && at < line.end_ms)?.line ?? -1 : -1);
  }

  /** One after the other: the second of a double click would name the version that the first has just replaced. */
  #queue(write) {
    const mine = this.#writing.then(write);
    // Whoever asked for it hears of its failure; the next one only waits.
    this.#writing = mine.catch(() => {});
    return mine;
  }

  #select(take) {
    return this.#queue(async () => {
      if (take.take_id === this.#beat.selected_take_id) return;
      await this.#write('POST', `${this.#path()}/select`, { take_id: take.take_id }, 'select');
      announce('Selected.');
    });
  }

  async #say(change) {
    await this.#write('PATCH', this.#path(), change, 'try');
    announce('Saved.');
  }

  /**
   * On the condition that the beat is as it was seen: somebody else may have changed it meanwhile.
   * @param again what to do again then.
   */
  async #write(method, path, json, again) {
    await (this.#loading ??= this.#loadDetail());
    if (!this.#etag) throw new Error('The beat could not be loaded. Reload the page, then try again.');
    try {
      const { etag } = await call(method, path, { json, headers: { 'If-Match': this.#etag }, signal: this.#session.signal });
      this.#etag = etag ?? this.#etag;
      this.#known = ++this.#asked;
    } catch (failure) {
      if (failure.status !== 412) throw failure;
      await this.#loadDetail();
      failure.message = `Somebody else changed this beat meanwhile. It is shown as it is now: listen, then ${again} again.`;
      throw failure;
    }
    await this.#session.reload();
  }

  /** Makes a new take and moves the focus from what started it to the take. */
  async #make(body) {
    const from = document.activeElement;
    const isFromHere = this.panel.contains(from) || from === this.again;
    const { take_id: id } = await this.readings.make(body);
    if (isFromHere && this.#mayMoveFocus(from)) this.takes.focus(id);
  }

  /** Not if somebody types or has gone elsewhere. A control that was disabled or removed leaves the focus to the body. */
  #mayMoveFocus(from) {
    const now = document.activeElement;
    if (this.panel.contains(now)) return now === from || now.matches('button');
    if (now !== document.body && now !== from) return false;
    const { top, bottom } = this.element.getBoundingClientRect();
    return top < innerHeight && bottom > 0;
  }

  async revise() {
    if (this.#session.isRunning() || this.#beat.locked) return;
    if (this.panel.firstChild) return this.#closePanel();
    // A voice may have been edited since.
    await (this.#loading = this.#loadDetail());
    // Another press has opened it, or the view was left. Where the load failed that was said: made-up settings are no start.
    if (this.panel.firstChild || this.#session.signal.aborted || !this.#detail) return;
    const { element, focus } = revisePanel(this.#detail, body => this.#make(body), () => this.#closePanel());
    fill(this.panel, element);
    this.reviseButton.setAttribute('aria-expanded', 'true');
    focus();
    element.scrollIntoView({ block: 'nearest' });
  }

  #closePanel() {
    fill(this.panel);
    this.reviseButton.setAttribute('aria-expanded', 'false');
    this.reviseButton.focus();
  }

  focus() {
    this.element.focus({ preventScroll: true });
    this.element.scrollIntoView({ block: 'start', behavior: matchMedia('(prefers-reduced-motion: reduce)').matches ? 'instant' : 'smooth' });
  }
}
