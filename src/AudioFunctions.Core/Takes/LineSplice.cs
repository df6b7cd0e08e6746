using AudioFunctions.Pronunciations;
using AudioFunctions.Scripts;
using AudioFunctions.Speech;
using AudioFunctions.Speech.Models;
using AudioFunctions.Voices;

namespace AudioFunctions.Takes;

/// <summary>
/// Plans a take in which one line of another take is spoken again. Every other line keeps its recording: a segment that the line was part of
/// becomes the lines before it and the lines after it, both cut out of the one recording. The pauses are those of the other take.
/// </summary>
internal static class LineSplice
{
    /// <param name="earlier">The take's plan.</param>
    /// <param name="beat">As the take speaks it.</param>
    /// <param name="asked">For the line, over what the take was spoken with.</param>
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

    /// <summary>The plan with the line spoken again, as a plan that comes later has it: with the same sources and settings.</summary>
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

    /// <summary>The rules that touch a line whose recording is kept.</summary>
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

    /// <summary>What was asked for the line when it was spoken again before stands unless it is asked for otherwise now.</summary>
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

    /// <summary>In their order; what is spoken is told what stands around it.</summary>
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
        $"The take does not say line {line + 1} as the script has it now; regenerate the beat, or choose a take of the script as it is.",
        isRetryable: false);

    /// <param name="Source">The segment that its answer is stored with, or null if it is spoken.</param>
    private readonly record struct Piece(SpeechSegment Segment, int? Source);
}
