namespace AudioFunctions.Audio.Cutting;

/// <summary>A part of a segment that goes into the take.</summary>
/// <param name="PauseMs">The pause before it; null for the segment's first piece: the pause between two segments belongs to both.</param>
/// <param name="KeptSilence">Samples of natural silence kept on both sides of that pause, which count towards it.</param>
internal readonly record struct Piece(SampleRange Source, int? PauseMs, int KeptSilence);

/// <summary>How to cut a segment.</summary>
/// <param name="Pieces">In order, without overlap.</param>
/// <param name="KeptHead">Samples of natural silence at the start that count towards the pause before the segment.</param>
/// <param name="KeptTail">The same at the end.</param>
/// <param name="Lines">Where each line of the segment is in its audio.</param>
/// <param name="InnerPauses">The pauses inside lines, each with the gap between two words in which it is inserted.</param>
/// <param name="Words">Where each word is; null if the segment contains no voice.</param>
/// <param name="Envelope">Where the segment contains voice.</param>
/// <param name="Excerpt">What of the recording is used, if that is only some of its lines; else null.</param>
internal sealed record SegmentCuts(
    IReadOnlyList<Piece> Pieces,
    int KeptHead,
    int KeptTail,
    IReadOnlyList<SampleRange> Lines,
    IReadOnlyList<InnerGap> InnerPauses,
    IReadOnlyList<WordPlace>? Words,
    IReadOnlyList<string> Warnings,
    VoiceEnvelope Envelope,
    SampleRange? Excerpt = null);

/// <param name="Line">0-based index of the line in its beat.</param>
/// <param name="At">Index into the line's text.</param>
internal readonly record struct InnerGap(int Line, int At, int PauseMs, SampleRange Gap);
