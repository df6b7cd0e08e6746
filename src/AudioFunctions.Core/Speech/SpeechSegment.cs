using System.Text.Json.Serialization;
using AudioFunctions.Speech.Models;
using AudioFunctions.Unicode;
using AudioFunctions.Voices;

namespace AudioFunctions.Speech;

/// <summary>
/// Consecutive lines of a beat with one voice and one setting: one request to the speech service, or one turn of a dialogue. A dialogue is a
/// segment too, but isn't in a plan's list: see <see cref="Dialogue"/>.
/// </summary>
/// <param name="Index">0-based position in the beat. A dialogue's is negative: -1 for the first.</param>
/// <param name="Text">The written text: the lines' texts joined by one space; no tags, no directions.</param>
/// <param name="Lines">The lines in order; together they cover <paramref name="Text"/> except for the joining spaces.</param>
/// <param name="Silences">Where silence is inserted, in order of position, one per position (pauses at the same position are summed).</param>
/// <param name="PreviousText">The beat's text before this segment, or null.</param>
/// <param name="NextText">The beat's text after this segment, or null.</param>
/// <param name="LanguageCode">From the voice profile; null if it doesn't set one.</param>
public sealed record SpeechSegment(
    int Index,
    string Character,
    string VoiceId,
    VoiceSettings Settings,
    string Text,
    IReadOnlyList<SegmentLine> Lines,
    IReadOnlyList<SegmentSilence> Silences,
    string? PreviousText,
    string? NextText,
    string? LanguageCode = null)
{
    /// <summary>The differences between <see cref="Text"/> and the sent text, in order; see <see cref="SentText"/>. Empty in older plans.</summary>
    public IReadOnlyList<TextEdit> Edits { get; init; } = [];

    /// <summary>The text that is sent to the speech service. Created anew with each call.</summary>
    [JsonIgnore]
    public SentText Sent => new(Text, Edits);

    /// <summary>The number of sent characters as people and bills count them: a surrogate pair is one.</summary>
    [JsonIgnore]
    public int CharacterCount => Turns is null ? CodePoints.CountIn(Sent.Text) : Turns.Sum(turn => CodePoints.CountIn(SentOf(turn).Text));

    /// <summary>The model that speaks it. Null in older plans: the service's default model.</summary>
    public SpeechModel? Model { get; init; }

    /// <summary>The factor by which FFmpeg speeds up the recording: the speed, if the model doesn't support it.</summary>
    [JsonIgnore]
    public double Tempo => Model is { HasSpeed: false } ? Settings.Speed : 1;

    /// <summary>
    /// Lines of the beat without words, in order: beside or between <see cref="Lines"/>. Nothing is spoken for them; their pauses are in
    /// <see cref="Silences"/>. Empty in older plans.
    /// </summary>
    public IReadOnlyList<SilentLine> SilentLines { get; init; } = [];

    /// <summary>
    /// How many takes of the beat the production requested before this one. It is added to a fixed seed, which would give the same audio again
    /// otherwise. Null is none.
    /// </summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public int? SeedOffset { get; init; }

    /// <summary>
    /// The segment that was spoken, if this has only some of its lines because another line was spoken again: this segment's recording is cut from
    /// its recording. Null if this segment itself was spoken.
    /// </summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public SpeechSegment? CutFrom { get; init; }

    /// <summary>
    /// The dialogue request that speaks it together with the segments around it; null if it is spoken by itself. If that recording can't be cut
    /// into its turns, the segment is spoken by itself after all: its stored response says which.
    /// </summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public SpeechSegment? Dialogue { get; init; }

    /// <summary>The turns, if this is a dialogue: one for each of its segments. Null if it has one voice.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public IReadOnlyList<DialogueTurn>? Turns { get; init; }

    /// <summary>The segment that the stored response was requested for, if it was spoken by itself.</summary>
    [JsonIgnore]
    public SpeechSegment Recorded => CutFrom ?? this;

    /// <summary>0-based index of the segment's first character in the text of <see cref="Recorded"/>.</summary>
    [JsonIgnore]
    public int StartInRecorded => Recorded.Lines.First(line => line.Line == Lines[0].Line && line.From == Lines[0].From).Start;

    /// <summary>The same segment with another version of its model's sound.</summary>
    public SpeechSegment SoundingAs(int? soundVersion) => this with
    {
        Model = Model is null ? null : Model with { SoundVersion = soundVersion },
        CutFrom = CutFrom?.SoundingAs(soundVersion),
        Dialogue = Dialogue?.SoundingAs(soundVersion),
    };

    /// <inheritdoc cref="SeedOffset"/>
    public SpeechSegment WithSeedOffset(int offset) => this with { SeedOffset = offset, Dialogue = Dialogue?.WithSeedOffset(offset) };

    /// <summary>The segment once its recording is known: cut from the dialogue's, or spoken by itself.</summary>
    public SpeechSegment AsSpoken(bool inDialogue) =>
        Dialogue is null ? this : this with { Dialogue = null, CutFrom = inDialogue ? Dialogue : CutFrom };

    /// <summary>The written and sent text of a turn.</summary>
    public SentText SentOf(DialogueTurn turn) => new(
        Text.Substring(turn.Start, turn.Length),
        [.. Edits.Where(edit => edit.At >= turn.Start && edit.At < turn.Start + turn.Length).Select(edit => edit with { At = edit.At - turn.Start })]);

    /// <summary>The same segment with the said text, which recordings and their times are matched with.</summary>
    public SpeechSegment AsSaid()
    {
        if (Edits.Count == 0)
            return this;

        var sent = Sent;
        return this with
        {
            Text = sent.Said,
            Edits = [],
            Lines = [.. Lines.Select(Said)],
            // Two positions inside one replacement may map to the same one.
            Silences = [.. Silences.GroupBy(silence => sent.SaidIndexOf(silence.At), (at, same) => new SegmentSilence(at, same.Sum(s => s.Ms)))],
        };

        SegmentLine Said(SegmentLine line)
        {
            var start = sent.SaidIndexOf(line.Start);
            return line with { Start = start, Length = sent.SaidIndexOf(line.Start + line.Length) - start };
        }
    }
}

/// <param name="Start">0-based index of its first character in the dialogue's text.</param>
/// <param name="Length">UTF-16 code units, at least 1.</param>
public readonly record struct DialogueTurn(string Character, string VoiceId, int Start, int Length);

/// <param name="Line">0-based index of the line in its beat.</param>
/// <param name="AfterMs">The written silence between it and the previous spoken line, or the start of the beat.</param>
public readonly record struct SilentLine(int Line, int AfterMs);

/// <param name="Line">0-based index of the line in its beat.</param>
/// <param name="Start">0-based index of its first character in the segment's text.</param>
/// <param name="Length">UTF-16 code units, at least 1.</param>
/// <param name="From">The position in the line's text where it starts; greater than 0 for the continuation of a line that was split.</param>
public readonly record struct SegmentLine(int Line, int Start, int Length, int From = 0);

/// <param name="At">The silence goes before this index of the segment's text; 0 leads, the text's length trails.</param>
/// <param name="Ms">Whole milliseconds. 0 for a written pause of 0 inside a line or before the first; it matters only in exact mode.</param>
public readonly record struct SegmentSilence(int At, int Ms);
