namespace AudioFunctions.Audio.Cutting;

/// <summary>The warnings about cut points and words that were placed by the silences found, instead of the alignment.</summary>
internal static class PlacementWarnings
{
    private const string Code = "alignment-unusable";
    private const string OnlyWords = "so the words were timed by the silences heard.";

    /// <summary>Whether the take is as it would be without the warning, but for the times of its words.</summary>
    public static bool IsOfWordsOnly(string warning) =>
        warning.StartsWith(Code, StringComparison.Ordinal) && warning.EndsWith(OnlyWords, StringComparison.Ordinal);

    public static IEnumerable<string> Of(IReadOnlyList<CutPoint> cutPoints, TextPlacement placement, bool hasAlignment)
    {
        if (placement.Uncertain is not { } uncertain)
            yield break;

        if (cutPoints.Count == 0)
            yield return $"{Code}: {Why(hasAlignment)}, {OnlyWords}";
        else if (placement.CutPoints.Any(place => place is not null))
            yield return $"{Code}: {Why(hasAlignment)}, so lines and pauses were placed by the silences heard.{Doubts(uncertain)}";
        else if (!cutPoints.Any(cutPoint => cutPoint.PauseMs > 0))
            yield return $"{Code}: {Why(hasAlignment)}, and no silence was found between the lines, so they were timed by their length.";

        for (var i = 0; i < cutPoints.Count; i++)
        {
            if (cutPoints[i].PauseMs > 0 && placement.CutPoints[i] is null)
            {
                yield return $"{Code}: The pause of {cutPoints[i].PauseMs} ms {cutPoints[i].Where} is missing: {Why(hasAlignment)}, "
                    + "and no silence was found where it belongs.";
            }
        }
    }

    /// <param name="lines">Numbers, from 1, of lines before which a recording was cut in two without certainty where.</param>
    public static IEnumerable<string> OfCuts(IEnumerable<int> lines) => lines.Select(line =>
        $"{Code}: Where line {line} begins in its recording is not certain, and the recording is cut there. Listen to the cut.");

    private static string Why(bool hasAlignment) =>
        hasAlignment ? "the times that came with the speech do not fit it" : "the speech came without usable times";

    private static string Doubts(IReadOnlyList<CutPoint> uncertain)
    {
        var doubtful = uncertain.Where(cutPoint => cutPoint.PauseMs > 0).Select(cutPoint => $"the pause of {cutPoint.PauseMs} ms {cutPoint.Where}").ToList();
        return doubtful.Count == 0 ? "" : $" Listen to {string.Join(", ", doubtful)}: another place is nearly as likely.";
    }
}
