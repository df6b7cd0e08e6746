// The files of an export: those of each beat in a row, those of the whole session first.

import { call } from './api.js';
import { el, fill, button, icon } from './dom.js';
import { Clip } from './clip.js';
import { statusOf } from './failures.js';
import { bytes } from './format.js';
import { player } from './player.js';
import { failed } from './notices.js';

const playable = /\.(mp3|wav)$/;

/**
 * @param path of the session. @param session tells the beats' names. @param names of the files. @param signal ends what is under way.
 */
export function exportedFiles(path, session, names, signal) {
  const groups = new Map([['', []], ...session.beats.map(beat => [beat.beat_id, []])]);
  for (const name of names) (groups.get(name.split('.')[0]) ?? groups.get('')).push(name);
  return el('ul', { class: 'files', 'aria-label': 'Exported files' }, [...groups].filter(([, files]) => files.length).map(([beatId, files]) =>
    fileRow(path, files, session.beats.find(beat => beat.beat_id === beatId), signal)));
}

function fileRow(path, files, beat, signal) {
  const room = el('div', { class: 'file-player' });
  const heard = files.find(name => playable.test(name));
  let clip = null;
  return el('li', { class: 'file' },
    heard ? button({ class: 'icon-button', 'aria-label': `Listen to ${heard}`, onclick: listen }, icon('play')) : el('span', {}),
    el('span', { class: 'file-name' }, beat ? [el('bdi', {}, beat.beat_name), ' ', el('span', { class: 'beat-id' }, beat.beat_id)] : 'Whole session'),
    el('span', { class: 'file-kinds' }, files.map(name => button({
      class: 'file-kind', 'aria-label': `Download ${name}`, title: name, onclick: event => download(path, name, name, event.currentTarget, signal),
    }, beat ? name.slice(beat.beat_id.length + 1) : name))),
    room);

  async function listen() {
    try {
      if (!clip) {
        clip = new Clip(fileOf(path, heard), null, signal);
        fill(room, player(clip, [], heard));
      }
      await clip.play();
    } catch (failure) {
      failed(failure);
    }
  }
}

/** @param as the name it gets on the disk. @param pressed a button that waits meanwhile, and then says how large it was. */
export async function download(path, name, as, pressed, signal) {
  pressed.disabled = true;
  try {
    const { body } = await call('GET', fileOf(path, name), { as: 'blob', signal });
    pressed.title = `${as}, ${bytes(body.size)}`;
    save(body, as);
    return true;
  } catch (failure) {
    if (statusOf(failure) === 404) return false;
    failed(failure);
    return true;
  } finally {
    pressed.disabled = false;
  }
}

function fileOf(path, name) {
  return `${path}/exports/${encodeURIComponent(name)}`;
}

function save(blob, name) {
  const url = URL.createObjectURL(blob);
  el('a', { href: url, download: name }).click();
  // The browser reads it after the click.
  setTimeout(() => URL.revokeObjectURL(url), 60_000);
}
