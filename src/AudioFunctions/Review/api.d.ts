// What the review page gets of the API, as far as its code is checked: .ci/run has tsc read Page/*.js.

export interface View {
  main: HTMLElement;
  id: string | null;
  signal: AbortSignal;
  setTitle(title: string): void;
}

export interface LineTiming {
  line: number;
  start_ms: number;
  end_ms: number;
}

export interface WordTiming extends LineTiming {
  at: number;
  length: number;
}

export interface Take {
  take_id: string;
  audio_duration_ms: number;
  provider: string;
  model: string;
  billed_characters: number | null;
  direction: string | null;
  segments: { character: string; text: string; settings: Record<string, number> }[];
  lines: LineTiming[];
  warnings: string[];
  created_at: string;
  reused_from: { session_id: string; take_id: string } | null;
  /** The line that was spoken again to make it, from 0, and the take that has its other lines. */
  retake_of: { take_id: string; line: number } | null;
  /** Whether the rules of today would have it said differently. */
  stale: boolean;
  starred: boolean;
  /** Folded away; never the selected take. */
  hidden: boolean;
  quality: { verdict: string; reasons: string[]; loudness_lufs: number | null; true_peak_dbtp: number | null } | null;
}

/** A take that can be heard. Its words are null until it is. */
export interface HeardTake {
  take_id: string;
  lines: LineTiming[];
  words: WordTiming[] | null;
}

export interface ScriptLine {
  text: string;
  character: string;
  direction: string | null;
  pace: string;
  pause_after_ms: number;
  inner_pauses: { at: number; ms: number }[];
}

/** As GET sessions/{id}/review has it, with its script and the version that a change of it names. */
export interface Beat {
  beat_id: string;
  beat_name: string;
  character: string;
  takes: Take[];
  selected_take_id: string | null;
  error: { code: string; message: string } | null;
  review: 'approved' | 'redo' | null;
  note: string | null;
  locked: boolean;
  script: { lines: ScriptLine[] } | null;
  etag: string | null;
}
