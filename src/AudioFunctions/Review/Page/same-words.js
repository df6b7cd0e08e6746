/** The place in another take that has the same words: between the lines' timings it is in proportion. */
export function sameWords(from, to) {
  const here = knots(from.take);
  const there = knots(to.take);
  const at = from.clip.positionMs;
  const next = here.findIndex(knot => knot > at);
  if (here.length !== there.length || next < 1) return at;
  const share = (at - here[next - 1]) / (here[next] - here[next - 1]);
  return there[next - 1] + share * (there[next] - there[next - 1]);
}

function knots(take) {
  return [0, ...take.lines.flatMap(line => [line.start_ms, line.end_ms]), take.audio_duration_ms];
}
