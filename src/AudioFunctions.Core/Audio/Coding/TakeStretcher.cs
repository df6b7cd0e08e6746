using System.Globalization;
using AudioFunctions.Audio.FFmpeg;

namespace AudioFunctions.Audio.Coding;

/// <summary>Changes the pace of a recording and keeps its pitch: with Rubber Band, or with <c>atempo</c> if FFmpeg was built without it.</summary>
internal sealed class TakeStretcher(FFmpegTool ffmpeg, AudioOptions options)
{
    /// <param name="samples">The result's length; it may be off by a few milliseconds.</param>
    /// <returns>A file in <paramref name="scratch"/>.</returns>
    public async Task<PcmFile> StretchAsync(PcmFile source, int samples, ScratchFolder scratch, CancellationToken cancellationToken)
    {
        var target = source with { Path = scratch.PathOf("stretched.pcm") };
        var pace = ((double)source.Samples / samples).ToString("0.########", CultureInfo.InvariantCulture);
        try
        {
            await RunAsync($"rubberband=tempo={pace}:transients=smooth:formant=preserved");
        }
        catch (AudioException failure) when (failure.Message.Contains("rubberband", StringComparison.OrdinalIgnoreCase))
        {
            // This FFmpeg was built without Rubber Band.
            await RunAsync($"atempo={pace}");
        }

        return target;

        Task RunAsync(string filters) => PcmRun.RunAsync(
            ffmpeg,
            options,
            "stretch",
            new FFmpegCommand(
                "error",
                [source.ToInput()],
                [new AudioOutput(target.Path, target.Format) { Filters = filters, SampleRateHz = target.SampleRateHz, Channels = 1 }]),
            cancellationToken);
    }
}
