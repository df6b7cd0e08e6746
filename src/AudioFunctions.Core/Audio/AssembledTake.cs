using System.Text.Json.Serialization;
using AudioFunctions.Audio.Quality;
using AudioFunctions.Speech;

namespace AudioFunctions.Audio;

/// <summary>A segment with the audio it was spoken as.</summary>
public sealed record SpokenSegment(SpeechSegment Segment, SpokenAudio Spoken);

/// <summary>What came of joining a beat's segments and silences into one recording.</summary>
/// <param name="DurationMs">Length before encoding, ±1 ms of raw length + Σ silences in <c>add</c> mode.</param>
/// <param name="Lines">Every line of the beat in order, in the final audio.</param>
/// <param name="Pauses">The pauses inside lines that found their place, in order.</param>
/// <param name="Words">Every word of the beat in order, in the final audio; null if a segment has no voice to find them in.</param>
/// <param name="Warnings">Sentences; empty where every silence found its place.</param>
public sealed record AssembledTake(
    int DurationMs,
    IReadOnlyList<LineTiming> Lines,
    IReadOnlyList<PlacedPause> Pauses,
    IReadOnlyList<string> Warnings,
    TakeQuality Quality,
    IReadOnlyList<WordTiming>? Words)
{
    /// <summary>Where each segment begins, in samples: in the middle of the pause before it; the first at 0.</summary>
    public IReadOnlyList<int> SegmentStarts { get; init; } = [];
}

/// <summary>Without length for a line with nothing to say: the moment its silence starts.</summary>
/// <param name="Line">0-based index of the line in its beat.</param>
public readonly record struct LineTiming(int Line, int StartMs, int EndMs);

/// <summary>A word of a line, in the final audio: within its line, and behind the word before it.</summary>
/// <param name="Line">0-based index of the line in its beat.</param>
/// <param name="At">Index of its first UTF-16 code unit in the line's text.</param>
/// <param name="Length">UTF-16 code units.</param>
/// <param name="Confidence">
/// From 0 to 1, for words whose times are estimated by ear; null for those that the speech service has timed, as none says how sure it is.
/// </param>
public readonly record struct WordTiming(
    int Line,
    int At,
    int Length,
    int StartMs,
    int EndMs,
    [property: JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)] double? Confidence = null)
{
    /// <summary>Of words that share the time in which their part of a line is heard by their letters.</summary>
    public const double Estimated = 0.3;
}

/// <summary>A pause between two words of a line, in the final audio.</summary>
/// <param name="Line">0-based index of the line in its beat.</param>
/// <param name="At">Index into the line's text before which the pause is.</param>
/// <param name="Ms">As written.</param>
/// <param name="StartMs">Where the word before it ends.</param>
/// <param name="EndMs">Where the word after it starts.</param>
public readonly record struct PlacedPause(int Line, int At, int Ms, int StartMs, int EndMs);
