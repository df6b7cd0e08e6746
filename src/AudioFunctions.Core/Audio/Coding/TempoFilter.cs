using System.Globalization;
using AudioFunctions.Audio.FFmpeg;

namespace AudioFunctions.Audio.Coding;

/// <summary>The FFmpeg filter that changes the speed of speech and keeps its pitch, in the same run that decodes it.</summary>
internal static class TempoFilter
{
    /// <summary>Sounds better than <c>atempo</c>, but not every build of FFmpeg has it.</summary>
    private const string Rubberband = "rubberband";

    /// <summary>atempo drops half a window at the start; this much silence before it keeps all sounds at their times.</summary>
    private const int DroppedHeadMs = 25;

    /// <returns>One per recording; null if its tempo doesn't change.</returns>
    public static async Task<IReadOnlyList<string?>> ForAsync(
        IReadOnlyList<Recording> recordings, FFmpegTool ffmpeg, CancellationToken cancellationToken)
    {
        if (recordings.All(recording => recording.Tempo.Equals(1)))
            return new string?[recordings.Count];

        var hasRubberband = await ffmpeg.HasFilterAsync(Rubberband, cancellationToken);
        return [.. recordings.Select(recording => recording.Tempo.Equals(1) ? null : Of(recording.Tempo, hasRubberband))];
    }

    private static string Of(double tempo, bool hasRubberband)
    {
        var factor = tempo.ToString("0.####", CultureInfo.InvariantCulture);
        return hasRubberband ? $"{Rubberband}=tempo={factor}" : $"adelay={DroppedHeadMs}:all=1,atempo={factor}";
    }
}
