using AudioFunctions.Pronunciations;
using AudioFunctions.Scripts;
using AudioFunctions.Sessions;
using AudioFunctions.Speech;
using AudioFunctions.Speech.Models;
using AudioFunctions.Voices;

namespace AudioFunctions.Takes;

/// <summary>
/// Plans a take that speaks one line of another take again. All other lines keep their recordings: a segment that had the line is split into the
/// lines before it and the lines after it, both cut from the same recording. The pauses are those of the other take.
/// </summary>
internal static class LineSplice
{
    /// <param name="earlier">The take's plan.</param>
    /// <param name="beat">As the take speaks it.</param>
    /// <param name="asked">Settings for the line, which override those of the take.</param>
    /// <exception cref="SpeechException"><c>take-of-older-wording</c>, <c>voice-profile-missing</c>.</exception>
    public static TakePlan For(
        TakePlan earlier,
        TakeLine retake,
        Beat beat,
        IReadOnlyDictionary<string, VoiceProfile> profiles,
        RegenerateSettings asked,
        SpeechModels models,
        Pronouncer pronouncer,
        DateTimeOffset createdAt,
        DirectionMode directions) =>
        Apply(earlier, Retaken(earlier, retake.Line, beat, asked), beat, profiles, models, pronouncer, directions) with
        {
            CreatedAt = createdAt,
            RetakeOf = retake,
            ReusedFrom = null,
            FailedTakeId = null,
        };

    /// <summary>A plan with the line spoken again. It keeps the sources and settings of the plan that it is based on.</summary>
    public static TakePlan Apply(
        TakePlan plan,
        RetakenLine retaken,
        Beat beat,
        IReadOnlyDictionary<string, VoiceProfile> profiles,
        SpeechModels models,
        Pronouncer pronouncer,
        DirectionMode directions)
    {
        var line = retaken.Line;
        var old = FindLine(plan, line, beat) ?? throw OtherWords(line);
        IReadOnlyList<RetakenLine> lines = [.. (plan.RetakenLines ?? []).Where(other => other.Line != line), retaken];
        var pronounced = new PronouncedLines(pronouncer, models);
        var alone = beat with { Lines = [old.WithPauses(beat.Lines[line])] };
        var spoken = SpeechPlan.For(alone, profiles, SettingsOf(line), models, pronounced.EditsOf, directions).Select(part => part with
        {
            Lines = [.. part.Lines.Select(one => one with { Line = line })],
        }).ToList();
        spoken[^1] = spoken[^1] with { SilentLines = old.SilentLines };

        var pieces = Pieces(plan.Segments, old, spoken);
        return plan with
        {
            Direction = retaken.Settings.Direction is { } direction ? direction.Trim() is "" ? null : direction : plan.Direction,
            Segments = Numbered(pieces),
            Sources = [.. pieces.Select(piece => piece.Source)],
            RetakenLines = lines,
            Warnings = EffectWarnings.Of(pieces.Select(piece => piece.Segment), beat, SettingsOf, models, directions),
            Pronunciations = [.. KeptRules(plan.Pronunciations ?? [], pieces, beat).Union(pronounced.Rules)],
        };

        RegenerateSettings SettingsOf(int index)
        {
            var asked = plan.Overrides ?? RegenerateSettings.None;
            return lines.FirstOrDefault(one => one.Line == index)?.Settings.Over(asked, CharacterOf(beat, index)) ?? asked;
        }
    }

    /// <summary>The rules that apply to a line whose recording is kept.</summary>
    private static IEnumerable<AppliedPronunciation> KeptRules(IReadOnlyList<AppliedPronunciation> rules, List<Piece> pieces, Beat beat)
    {
        var pronouncer = new Pronouncer(ProjectPronunciations.Of(rules));
        var kept = from piece in pieces
                   where piece.Source is not null
                   from line in piece.Segment.Lines
                   let written = beat.Lines[line.Line]
                   let breaks = written.InnerPauses.Select(pause => pause.At)
                   from rule in pronouncer.Pronounce(written.Text, piece.Segment.Character, breaks, piece.Segment.Model is { HasIpa: true }).Rules
                   select rule;
        return rules.Intersect(kept);
    }

    private static LineParts? FindLine(TakePlan plan, int line, Beat beat) =>
        line < beat.Lines.Count && LineParts.Of(plan.Segments, line) is { } parts && parts.Says(beat.Lines[line].Text) ? parts : null;

    /// <summary>Settings from an earlier retake of the line apply unless they are overridden now.</summary>
    private static RetakenLine Retaken(TakePlan earlier, int line, Beat beat, RegenerateSettings asked) => line < beat.Lines.Count
        ? new RetakenLine(line, asked.Over(
            earlier.RetakenLines?.FirstOrDefault(other => other.Line == line)?.Settings ?? RegenerateSettings.None, CharacterOf(beat, line)))
        : throw OtherWords(line);

    private static List<Piece> Pieces(IReadOnlyList<SpeechSegment> segments, LineParts old, IReadOnlyList<SpeechSegment> spoken)
    {
        var pieces = new List<Piece>();
        foreach (var segment in segments)
        {
            var (from, to) = old.RangeIn(segment);
            if (from > 0)
                pieces.Add(new Piece(SegmentExcerpt.Of(segment, 0, from), segment.Index));
            if (segment.Index == old.FirstSegment)
                pieces.AddRange(spoken.Select(part => new Piece(part, null)));
            if (to < segment.Lines.Count)
                pieces.Add(new Piece(SegmentExcerpt.Of(segment, to, segment.Lines.Count), segment.Index));
        }

        return pieces;
    }

    /// <summary>Numbers the segments in order; the spoken ones get their neighbouring text.</summary>
    private static List<SpeechSegment> Numbered(List<Piece> pieces)
    {
        var contexts = pieces.ConvertAll(piece => piece.Segment.Sent.Context);
        return [.. pieces.Select((piece, index) => piece.Source is null
            ? piece.Segment with
            {
                Index = index,
                PreviousText = NeighbouringText.Before(contexts, index),
                NextText = NeighbouringText.After(contexts, index),
            }
            : piece.Segment with { Index = index })];
    }

    private static string CharacterOf(Beat beat, int line) => VoiceCharacters.Normalize(beat.Lines[line].Character);

    internal static SpeechException OtherWords(int line) => new(
        SpeechCodes.TakeOfOlderWording,
        $"The take has other words in line {line + 1} than the current script; regenerate the beat, or choose a take of the current script.",
        isRetryable: false);

    /// <param name="Source">The segment whose stored response it uses; null if it is spoken.</param>
    private readonly record struct Piece(SpeechSegment Segment, int? Source);
}
