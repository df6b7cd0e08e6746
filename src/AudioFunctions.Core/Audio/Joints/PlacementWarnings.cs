namespace AudioFunctions.Audio.Joints;

/// <summary>What a reviewer must know of joints that were placed by ear.</summary>
internal static class PlacementWarnings
{
    private const string Code = "alignment-unusable";

    public static IEnumerable<string> Of(IReadOnlyList<Joint> joints, TextPlacement placement, bool hasAlignment)
    {
        if (placement.Uncertain is not { } uncertain || joints.Count == 0)
            yield break;

        if (placement.Joints.Any(place => place is not null))
            yield return $"{Code}: {Why(hasAlignment)}, so lines and pauses were placed by the silences heard.{Doubts(uncertain)}";

        for (var i = 0; i < joints.Count; i++)
        {
            if (joints[i].PauseMs > 0 && placement.Joints[i] is null)
            {
                yield return $"{Code}: The pause of {joints[i].PauseMs} ms {joints[i].Where} is missing: {Why(hasAlignment)}, "
                    + "and no silence was found where it belongs.";
            }
        }
    }

    private static string Why(bool hasAlignment) =>
        hasAlignment ? "the times that came with the speech do not fit it" : "the speech came without usable times";

    private static string Doubts(IReadOnlyList<Joint> uncertain)
    {
        var doubtful = uncertain.Where(joint => joint.PauseMs > 0).Select(joint => $"the pause of {joint.PauseMs} ms {joint.Where}").ToList();
        return doubtful.Count == 0 ? "" : $" Listen to {string.Join(", ", doubtful)}: another place is nearly as likely.";
    }
}
