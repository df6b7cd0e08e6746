using System.Text.Json.Serialization;
using AudioFunctions.Speech;

namespace AudioFunctions.Audio;

/// <summary>A segment and the audio that the speech service returned for it.</summary>
public sealed record SpokenSegment(SpeechSegment Segment, SpokenAudio Spoken);

/// <summary>The result of joining a beat's segments and silences into one recording.</summary>
/// <param name="DurationMs">Length before encoding, ±1 ms of raw length + Σ silences in <c>add</c> mode.</param>
/// <param name="Lines">Every line of the beat in order, in the final audio.</param>
/// <param name="Pauses">The pauses inside lines that were placed, in order.</param>
/// <param name="Words">Every word of the beat in order, in the final audio; null if a segment contains no voice.</param>
/// <param name="Warnings">Sentences; empty if every pause was placed.</param>
public sealed record AssembledTake(
    int DurationMs,
    IReadOnlyList<LineTiming> Lines,
    IReadOnlyList<PlacedPause> Pauses,
    IReadOnlyList<string> Warnings,
    TakeQuality Quality,
    IReadOnlyList<WordTiming>? Words)
{
    /// <summary>Where each segment starts, in samples: in the middle of the pause before it; the first at 0.</summary>
    public IReadOnlyList<int> SegmentStarts { get; init; } = [];
}

/// <summary>When a line is spoken. For a line with nothing to say, both times are the start of its silence.</summary>
/// <param name="Line">0-based index of the line in its beat.</param>
public readonly record struct LineTiming(int Line, int StartMs, int EndMs);

/// <summary>A word of a line, in the final audio. It lies within its line and starts after the word before it.</summary>
/// <param name="Line">0-based index of the line in its beat.</param>
/// <param name="At">Index of its first UTF-16 code unit in the line's text.</param>
/// <param name="Length">UTF-16 code units.</param>
/// <param name="Confidence">
/// From 0 to 1 if the times are estimated from the sound; null if they come from the speech service, which doesn't report a confidence.
/// </param>
public readonly record struct WordTiming(
    int Line,
    int At,
    int Length,
    int StartMs,
    int EndMs,
    [property: JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)] double? Confidence = null)
{
    /// <summary>The confidence of a word whose time is its share, by letters, of the time in which its part of the line is heard.</summary>
    public const double Estimated = 0.3;
}

/// <summary>A pause between two words of a line, in the final audio.</summary>
/// <param name="Line">0-based index of the line in its beat.</param>
/// <param name="At">Index into the line's text before which the pause is.</param>
/// <param name="Ms">Its length as written.</param>
/// <param name="StartMs">The end of the word before it.</param>
/// <param name="EndMs">The start of the word after it.</param>
public readonly record struct PlacedPause(int Line, int At, int Ms, int StartMs, int EndMs);
