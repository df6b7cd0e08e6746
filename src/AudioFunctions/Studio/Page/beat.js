// One beat of a session: its script, its takes, and what can be done with them.

import { call, part, ApiProblem } from './api.js';
import { el, fill, button, icon } from './dom.js';
import { BeatTakes } from './beat-takes.js';
import { currentClip } from './clip.js';
import { characterBadge } from './script-summary.js';
import { scriptLines, markSpoken } from './script-lines.js';
import { regenerate } from './regenerate.js';
import { revisePanel } from './revise.js';
import { announce, failed, notice, problemBox } from './notices.js';
import { whenSeen } from './when-seen.js';

/** @param session {id, signal, reload(), isRunning()}: of the view the beat is in. */
export class BeatCard {
  #session;
  #beat = null;
  #detail = null;
  #etag = null;
  #loading = null;
  #lines = null;
  #seen = false;

  constructor(session, beatId) {
    this.#session = session;
    this.beatId = beatId;
    this.title = el('h2', {});
    this.state = el('span', { class: 'beat-state' });
    this.script = el('div', { class: 'beat-script' });
    this.takes = new BeatTakes(session, take => this.#select(take), (take, clip) => this.#follow(take, clip));
    this.problem = el('div', {});
    this.jobs = el('div', { class: 'jobs' });
    this.panel = el('div', {});
    this.reviseButton = button({ onclick: () => this.revise(), 'aria-expanded': 'false' }, icon('revise'), 'Revise');
    this.compareButton = button({ onclick: () => this.takes.compare() }, icon('compare'), 'Compare');
    this.element = el('article', { class: 'beat', tabindex: -1, 'data-beat': beatId },
      el('header', { class: 'beat-head' }, this.title, this.state, el('div', { class: 'actions' }, this.compareButton, this.reviseButton)),
      this.problem,
      el('div', { class: 'beat-body' },
        el('section', { 'aria-label': 'Script' }, this.script),
        el('section', { 'aria-label': 'Takes' }, this.takes.element, this.jobs)),
      this.panel);
    whenSeen(this.element, () => {
      this.#seen = true;
      this.#loading = this.#loadDetail();
    });
  }

  /** @param stage what the production does with the beat now, in words; null where it has ended. */
  update(beat, stage) {
    const before = this.#beat;
    this.#beat = beat;
    fill(this.title, beat.beat_name, el('span', { class: 'beat-id' }, beat.beat_id), characterBadge(beat.character));
    this.element.setAttribute('aria-label', `Beat ${beat.beat_name}`);
    this.takes.update(beat);
    this.#drawState(stage);
    const changed = !before || before.takes.length !== beat.takes.length || before.selected_take_id !== beat.selected_take_id;
    if (changed && this.#seen) this.#loading = this.#loadDetail();
  }

  #drawState(stage) {
    const { takes, error } = this.#beat;
    const speaking = stage && !takes.length && !error;
    this.element.setAttribute('aria-busy', String(Boolean(speaking)));
    fill(this.state, speaking ? el('span', { class: `pill stage ${stage === 'Speaking' ? 'generating' : ''}` }, stage) : null);
    this.reviseButton.hidden = this.#session.isRunning();
    this.compareButton.hidden = takes.length < 2;
    const again = { disabled: this.#session.isRunning(), onclick: event => this.#tryAgain(event.currentTarget) };
    fill(this.problem, error ? problemBox(error, button(again, icon('again'), 'Try again')) : null);
    if (!this.#detail) this.#drawScript();
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
    try {
      const { body, etag } = await call('GET', this.#path(), { signal: this.#session.signal });
      this.#etag = etag;
      const first = !this.#detail;
      this.#detail = body;
      if (first) this.#drawScript();
      // The version that a selection names must be one that is shown.
      if (body.takes.length !== this.#beat.takes.length || body.selected_take_id !== this.#beat.selected_take_id) await this.#session.reload();
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

  /** On the condition that the beat is as it was seen: somebody else may have chosen meanwhile. */
  async #select(take) {
    if (take.take_id === this.#beat.selected_take_id) return;
    await (this.#loading ??= this.#loadDetail());
    try {
      const { etag } = await call('POST', `${this.#path()}/select`, {
        json: { take_id: take.take_id }, headers: this.#etag ? { 'If-Match': this.#etag } : {}, signal: this.#session.signal,
      });
      this.#etag = etag ?? this.#etag;
      announce('Selected.');
    } catch (failure) {
      if (failure.status !== 412) throw failure;
      await this.#loadDetail();
      failure.message = 'Somebody else changed this beat meanwhile. It is shown as it is now: listen, then select again.';
      throw failure;
    }
    await this.#session.reload();
  }

  async revise() {
    if (this.#session.isRunning()) return;
    if (this.panel.firstChild) return this.#closePanel();
    // A voice may have been edited since.
    await (this.#loading = this.#loadDetail());
    const { element, focus } = revisePanel(this.#detail?.effective_settings ?? null, body => this.#make(body), () => this.#closePanel());
    fill(this.panel, element);
    this.reviseButton.setAttribute('aria-expanded', 'true');
    element.scrollIntoView({ block: 'nearest' });
    focus();
  }

  #closePanel() {
    fill(this.panel);
    this.reviseButton.setAttribute('aria-expanded', 'false');
    this.reviseButton.focus();
  }

  async #tryAgain(pressed) {
    pressed.disabled = true;
    try {
      await this.#make({});
    } catch (failure) {
      failed(failure);
    } finally {
      pressed.disabled = false;
    }
  }

  async #make(body) {
    const job = el('p', { class: 'job' }, el('span', { class: 'spinner', 'aria-hidden': 'true' }), 'Making a new take…');
    this.jobs.append(job);
    announce(`Making a new take of ${this.#beat.beat_name}.`);
    try {
      const output = await regenerate(this.#session.id, this.beatId, body, this.#session.signal);
      await this.#session.reload();
      notice(`Take ${this.takes.count} of ${this.#beat.beat_name} is ready${output?.selected ? ' and selected' : ''}.`);
    } finally {
      job.remove();
    }
  }

  focus() {
    this.element.focus({ preventScroll: true });
    this.element.scrollIntoView({ block: 'start', behavior: matchMedia('(prefers-reduced-motion: reduce)').matches ? 'instant' : 'smooth' });
  }
}
