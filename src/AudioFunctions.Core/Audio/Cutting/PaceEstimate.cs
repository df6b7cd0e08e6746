using AudioFunctions.Speech;

namespace AudioFunctions.Audio.Cutting;

/// <summary>Estimates a recording's pace from the gaps found in it.</summary>
internal static class PaceEstimate
{
    // Silences longer than this are pauses and don't count towards the length of the words.
    private const double PauseMs = 100;
    private const double LearntTolerance = 0.03;

    // The prior counts as much as this many observations.
    private const double PriorWeight = 3;

    /// <summary>The model before any gap is found.</summary>
    public static PaceModel First(SpokenGaps gaps)
    {
        var voice = gaps.Silences[^1].From - gaps.Silences[0].To;
        var pauses = gaps.Silences.Select(silence => silence.To - silence.From).Where(ms => ms >= PauseMs).Sum();
        var letterMs = Math.Max(1, (voice - pauses) / Math.Max(1, gaps.Letters(0, gaps.LastGap)));
        return new PaceModel { LetterMs = letterMs, AlignmentScale = FirstScale(gaps, letterMs) };
    }

    public static PaceModel From(SpokenGaps gaps, IReadOnlyList<FoundGap> found, PaceModel before)
    {
        var steps = found.Zip(found.Skip(1)).ToList();
        var spokenMs = steps.Sum(step => SpokenMs(gaps, step));
        var letterMs = Math.Max(1, spokenMs / Math.Max(1, gaps.Letters(0, gaps.LastGap)));
        return before with
        {
            LetterMs = letterMs,
            Unevenness = Unevenness(gaps, steps, letterMs),
            AlignmentScale = Scale(gaps, steps) ?? before.AlignmentScale,
            AlignmentTolerance = LearntTolerance,
            PauseMs = [.. Enum.GetValues<WordEnd>().Select(end => UsualPause(gaps, found, end))],
        };
    }

    private static double SpokenMs(SpokenGaps gaps, (FoundGap From, FoundGap To) step) =>
        gaps.Silences[step.To.Silence].From - gaps.Silences[step.From.Silence].To;

    private static double Unevenness(SpokenGaps gaps, List<(FoundGap From, FoundGap To)> steps, double letterMs)
    {
        var assumed = new PaceModel { LetterMs = 1 }.Unevenness;
        var sum = PriorWeight * assumed * assumed;
        foreach (var step in steps)
        {
            var expected = letterMs * gaps.Letters(step.From.Gap, step.To.Gap);
            var difference = SpokenMs(gaps, step) - expected;
            sum += difference * difference / (letterMs * letterMs * gaps.Squares(step.From.Gap, step.To.Gap));
        }

        return Math.Clamp(Math.Sqrt(sum / (steps.Count + PriorWeight)), 0.1, 0.5);
    }

    private static double UsualPause(SpokenGaps gaps, IReadOnlyList<FoundGap> found, WordEnd end)
    {
        var assumed = Math.Log(new PaceModel { LetterMs = 1 }.PauseMs[(int)end]);
        var lengths = found.Where(gap => gap.Gap > 0 && gap.Gap < gaps.LastGap && gaps.EndBefore(gap.Gap) == end)
            .Select(gap => Math.Log(Math.Max(1, gaps.Silences[gap.Silence].To - gaps.Silences[gap.Silence].From)))
            .ToList();
        return Math.Exp((lengths.Sum() + (PriorWeight * assumed)) / (lengths.Count + PriorWeight));
    }

    /// <summary>Compares the whole recording with the whole alignment; if some words have no times, only the words that do.</summary>
    private static double FirstScale(SpokenGaps gaps, double letterMs)
    {
        if (!gaps.IsAligned)
            return 1;
        if (gaps.HasTimes(0, gaps.LastGap))
            return (gaps.Silences[^1].From - gaps.Silences[0].To) / Math.Max(1, gaps.AlignedMs(0, gaps.LastGap));

        var (spoken, aligned) = (0.0, 0.0);
        for (var gap = 0; gap < gaps.LastGap; gap++)
        {
            if (!gaps.HasTimes(gap, gap + 1))
                continue;
            spoken += letterMs * gaps.Letters(gap, gap + 1);
            aligned += gaps.AlignedMs(gap, gap + 1);
        }

        return aligned > 0 ? spoken / aligned : 1;
    }

    /// <summary>The median of the scales of all steps, weighted by length, so that a few wrong times have little effect.</summary>
    private static double? Scale(SpokenGaps gaps, List<(FoundGap From, FoundGap To)> steps)
    {
        var scales = steps.Where(step => gaps.HasTimes(step.From.Gap, step.To.Gap))
            .Select(step => (
                Aligned: gaps.AlignedToNextMs(step.From.Gap, step.To.Gap),
                Spoken: gaps.Silences[step.To.Silence].To - gaps.Silences[step.From.Silence].To))
            .Where(step => step is { Aligned: > 0, Spoken: > 0 })
            .OrderBy(step => step.Spoken / step.Aligned)
            .ToList();
        var half = scales.Sum(step => step.Aligned) / 2;
        foreach (var (aligned, spoken) in scales)
        {
            half -= aligned;
            if (half <= 0)
                return spoken / aligned;
        }

        return null;
    }
}
