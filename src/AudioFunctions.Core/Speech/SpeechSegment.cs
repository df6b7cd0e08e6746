using System.Text.Json.Serialization;
using AudioFunctions.Speech.Models;
using AudioFunctions.Voices;

namespace AudioFunctions.Speech;

/// <summary>
/// Consecutive lines of a beat with one voice and one setting: one request to the speech service, or one turn of a dialogue. A dialogue is a
/// segment, too, which no plan has in its list: see <see cref="Dialogue"/>.
/// </summary>
/// <param name="Index">0-based position in the beat. Of a dialogue it is negative: -1 for the first.</param>
/// <param name="Text">What is written: the lines' texts joined by one space; no tags, no directions.</param>
/// <param name="Lines">The lines in order; together they cover <paramref name="Text"/> but for the joining spaces.</param>
/// <param name="Silences">Where silence is inserted, in order of position, one per position (several pauses at one place are summed).</param>
/// <param name="PreviousText">What the beat says before this segment, or null.</param>
/// <param name="NextText">What the beat says after it, or null.</param>
/// <param name="LanguageCode">Of the voice profile; null if it names none.</param>
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
    /// <summary>Where something else than <see cref="Text"/> is sent, in order; see <see cref="SentText"/>. Empty in plans written before this was kept.</summary>
    public IReadOnlyList<TextEdit> Edits { get; init; } = [];

    /// <summary>What is sent to the speech service. Made anew with each call.</summary>
    [JsonIgnore]
    public SentText Sent => new(Text, Edits);

    /// <summary>Characters that are sent, as people and bills count them: a character of two UTF-16 code units is one.</summary>
    [JsonIgnore]
    public int CharacterCount => Turns is null ? CodePoints.CountIn(Sent.Text) : Turns.Sum(turn => CodePoints.CountIn(SentOf(turn).Text));

    /// <summary>The model that speaks it. Null in plans that were written before this was kept: the service's own.</summary>
    public SpeechModel? Model { get; init; }

    /// <summary>The factor that FFmpeg makes the recording faster by: the speed, if it has no effect on the model.</summary>
    [JsonIgnore]
    public double Tempo => Model is { HasSpeed: false } ? Settings.Speed : 1;

    /// <summary>
    /// Lines of the beat with nothing to say, in order: beside or between <see cref="Lines"/>. Nothing is spoken for them; their pauses are
    /// in <see cref="Silences"/>. Empty in plans that were written before this was kept.
    /// </summary>
    public IReadOnlyList<SilentLine> SilentLines { get; init; } = [];

    /// <summary>
    /// How many takes of the beat the production asked for before this one: added to a fixed seed, which else would give the same audio again.
    /// Null is none.
    /// </summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public int? SeedOffset { get; init; }

    /// <summary>
    /// The segment that was spoken, if this is only some of its lines because another was spoken again: the recording is that one's, and this
    /// is cut out of it. Null if it was spoken as it is.
    /// </summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public SpeechSegment? CutFrom { get; init; }

    /// <summary>
    /// The request that it is spoken in with the segments around it, if all of them are one dialogue; null if it is spoken by itself. If that
    /// recording can't be cut into its turns, the segment is spoken by itself after all: its stored answer says which it is.
    /// </summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public SpeechSegment? Dialogue { get; init; }

    /// <summary>Who says what, if this is a dialogue: one turn for each segment in it. Null if it has one voice.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public IReadOnlyList<DialogueTurn>? Turns { get; init; }

    /// <summary>The segment that the stored answer is an answer to, if it was spoken by itself.</summary>
    [JsonIgnore]
    public SpeechSegment Recorded => CutFrom ?? this;

    /// <summary>0-based index of the segment's first character in the text of <see cref="Recorded"/>.</summary>
    [JsonIgnore]
    public int StartInRecorded => Recorded.Lines.First(line => line.Line == Lines[0].Line && line.From == Lines[0].From).Start;

    /// <summary>The same segment, spoken when its model sounded otherwise.</summary>
    public SpeechSegment SoundingAs(int? soundVersion) => this with
    {
        Model = Model is null ? null : Model with { SoundVersion = soundVersion },
        CutFrom = CutFrom?.SoundingAs(soundVersion),
        Dialogue = Dialogue?.SoundingAs(soundVersion),
    };

    /// <inheritdoc cref="SeedOffset"/>
    public SpeechSegment WithSeedOffset(int offset) => this with { SeedOffset = offset, Dialogue = Dialogue?.WithSeedOffset(offset) };

    /// <summary>The segment with its recording decided: it is cut out of the dialogue's, or it was spoken by itself.</summary>
    public SpeechSegment AsSpoken(bool inDialogue) =>
        Dialogue is null ? this : this with { Dialogue = null, CutFrom = inDialogue ? Dialogue : CutFrom };

    /// <summary>The text of a turn, as it is written and sent.</summary>
    public SentText SentOf(DialogueTurn turn) => new(
        Text.Substring(turn.Start, turn.Length),
        [.. Edits.Where(edit => edit.At >= turn.Start && edit.At < turn.Start + turn.Length).Select(edit => edit with { At = edit.At - turn.Start })]);

    /// <summary>The same segment in the spelling that is heard: what recordings and their times are matched with.</summary>
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
            // Two places within one replacement may come to the same one.
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
/// <param name="AfterMs">The written silence between it and the spoken line before it, or the start of the beat.</param>
public readonly record struct SilentLine(int Line, int AfterMs);

/// <param name="Line">0-based index of the line in its beat.</param>
/// <param name="Start">0-based index of its first character in the segment's text.</param>
/// <param name="Length">UTF-16 code units, at least 1.</param>
/// <param name="From">Where in the line's text it starts: over 0 for what a line longer than the model takes goes on with.</param>
public readonly record struct SegmentLine(int Line, int Start, int Length, int From = 0);

/// <param name="At">Index into the segment's text before which the silence goes; 0 leads, the text's length trails.</param>
/// <param name="Ms">Whole milliseconds. 0 if that is the pause written inside a line or before the first: only exact mode makes a difference of it.</param>
public readonly record struct SegmentSilence(int At, int Ms);
