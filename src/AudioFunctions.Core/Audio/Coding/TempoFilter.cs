using System.Globalization;
using AudioFunctions.Audio.FFmpeg;

namespace AudioFunctions.Audio.Coding;

/// <summary>FFmpeg's filter that makes speech faster or slower and keeps its pitch, within the run that decodes it.</summary>
internal static class TempoFilter
{
    /// <summary>The better one; not every build of FFmpeg has it.</summary>
    private const string Rubberband = "rubberband";

    /// <summary>atempo leaves out half a window at the start: with this much silence before it, sounds stay where they belong.</summary>
    private const int MissingHeadMs = 25;

    /// <returns>By recording; null if its tempo stays as it is.</returns>
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
        return hasRubberband ? $"{Rubberband}=tempo={factor}" : $"adelay={MissingHeadMs}:all=1,atempo={factor}";
    }
}
