/** A script in which every voice says the same line. @param {{ character: string, display_name: string }[]} voices */
export function tryoutScript(line, voices) {
  const words = line.replace(/\s+/g, ' ').trim();
  const title = words.replace(/[[\]*\\]/g, '').slice(0, 60).trim() || 'A line';
  const beats = voices.map(({ character, display_name: name }, index) => [
    `[BEAT: ${String(index + 1).padStart(2, '0')}_${character.slice(0, 50).replace(/[^\w-]/g, '-')}]`,
    `name: ${name.replace(/\s+/g, ' ').trim() || character}`,
    '---',
    `[CHARACTER: ${character}]`,
    words.replace(/[[\]*]/g, '\\$&'),
    '[END_BEAT]',
    '',
  ].join('\n'));
  return `[META]\nvideo_title: Try: ${title}\nproject: voice-tests\n\n${beats.join('\n')}`;
}
