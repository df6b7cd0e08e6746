using AudioFunctions.Testing.Audio;
using AudioFunctions.Testing.Running;

namespace AudioFunctions.Tests.Export;

/// <summary>Exports with an FFmpeg that fails, or whose runs are counted.</summary>
public sealed class ExportFailureTests
{
    [Fact]
    public async Task Failed_master_fails_the_export_and_leaves_the_last_one_unchanged()
    {
        using var ffmpeg = await FakeFFmpeg.RunningAsync(
            "", "if [ -e \"$mark\" ]; then echo 'av_interleaved_write_frame(): No space left on device' >&2; exit 228; fi");
        await using var app = await StandInApp.StartAsync(configure: settings => Count(settings, ffmpeg));
        var id = (await app.Client.ProduceAsync(ScriptText.Beats(3)))["session_id"]!.GetValue<string>();
        var runs = ffmpeg.Runs.Count;
        var first = await Exported.MakeAsync(app.Client, id);
        Assert.Equal(["ffmpeg", "ffmpeg", "ffmpeg", "ffmpeg", "ffprobe"], ffmpeg.Runs.Skip(runs));
        await File.WriteAllTextAsync(ffmpeg.MarkPath, "");

        var (_, started, _) = await app.Client.SendJsonAsync(HttpMethod.Post, $"sessions/{id}/export", ApiCalls.Json("""{"master":true}"""));
        var ended = await ApiCalls.EndOfAsync(started!["statusQueryGetUri"]!.GetValue<string>());

        Assert.Equal("Failed", ended["runtimeStatus"]!.GetValue<string>());
        Assert.StartsWith("AudioFunctions.Steps.StepFailedException: disk-full: There is no space left", ended["output"]!.GetValue<string>(), StringComparison.Ordinal);
        Assert.Equal("disk-full", ended["customStatus"]!["error"]!["code"]!.GetValue<string>());
        var still = await Exported.DownloadAsync(app.Client, id, first.Files.Keys);
        Assert.All(first.Files, file => Assert.Equal(file.Value, still.Files[file.Key]));
        Assert.Empty(app.TempFiles());
    }

    [Fact]
    public async Task Timings_missing_from_an_older_take_are_found_by_decoding_it_once()
    {
        using var ffmpeg = await FakeFFmpeg.CountingAsync();
        await using var app = await StandInApp.StartAsync(configure: settings => Count(settings, ffmpeg));
        var script = ScriptText.Beats(2).Replace("Me found", "Me [PAUSE: 700ms] found", StringComparison.Ordinal);
        var id = (await app.Client.ProduceAsync(script))["session_id"]!.GetValue<string>();
        var whole = await Exported.MakeAsync(app.Client, id, """{"captions":true,"words":true}""");
        await StoredBlobs.RewriteAsync(app, id, ".sheet.json", sheet => Assert.True(sheet.Remove("pauses") && sheet.Remove("words") && sheet.Remove("quality")));
        var runs = ffmpeg.Runs.Count;

        var again = await Exported.MakeAsync(app.Client, id, """{"captions":true,"words":true}""");
        var decoded = ffmpeg.Runs.Skip(runs).ToList();
        await Exported.MakeAsync(app.Client, id, """{"words":true}""");

        Assert.Equal(["ffmpeg", "ffmpeg"], decoded);
        Assert.Equal(decoded, ffmpeg.Runs.Skip(runs));
        foreach (var name in new[] { "01_apples.vtt", "01_apples.words.vtt", "words.json", "02_berries.words.ass" })
            Assert.Equal(whole.Files[name], again.Files[name]);
    }

    /// <summary>A machine that is busy for some seconds doesn't repeat a step, so that runs can be counted.</summary>
    private static void Count(AppSettings settings, FakeFFmpeg ffmpeg) => settings
        .With("Audio__FFmpegFolder", ffmpeg.Folder)
        .With("AzureFunctionsJobHost__extensions__durableTask__storageProvider__workItemQueueVisibilityTimeout", "00:05:00");
}
