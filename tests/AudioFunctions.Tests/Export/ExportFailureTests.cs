using System.Text.Json.Nodes;
using AudioFunctions.Testing.Audio;
using AudioFunctions.Testing.Running;
using AudioFunctions.Testing.Storage;
using AudioFunctions.Tests.Production;
using Azure.Storage.Blobs;
using Azure.Storage.Blobs.Models;

namespace AudioFunctions.Tests.Export;

/// <summary>Failures during exports: killed processes, a full disk, missing blobs.</summary>
public sealed class ExportFailureTests
{
    private static readonly string[] MadeFiles = ["01_apples.mp3", "master.mp3", "02_berries.vtt", "words.ass", "export.zip", "manifest.json"];

    [Fact]
    public async Task Export_killed_while_writing_files_ends_complete()
    {
        await using var storage = new ProxiedStorage();
        await using var app = await StandInApp.StartAsync(connection: storage.StartAsync);
        var id = (await app.Client.ProduceAsync(ScriptText.Beats(2)))["session_id"]!.GetValue<string>();
        var kills = new KillSchedule();
        foreach (var (number, name) in MadeFiles.Index())
        {
            var fits = (StorageCall call) => call.IsBlobWrite($"/exports/{id}/{name}");
            var victim = number % 2 == 0 ? Victim.Worker : Victim.Host;
            _ = number % 3 == 0 ? kills.Before(name, fits, victim, 1) : kills.After(name, fits, victim, 1);
        }

        var (_, started, _) = await KilledProduction.StartAsync(
            app, storage.Proxy, kills, () => app.Client.SendJsonAsync(HttpMethod.Post, $"sessions/{id}/export", ApiCalls.Json(Exported.Everything)));

        var ended = await app.LiveUntilDoneAsync(started!["statusQueryGetUri"]!.GetValue<string>(), KilledProduction.MostLives);
        await app.Process.ReviveAsync();

        Assert.Equal(kills.Planned, kills.Done);
        Assert.Equal("Completed", ended["runtimeStatus"]!.GetValue<string>());
        var names = ended["output"]!["exported_files"]!.AsArray().Select(name => name!.GetValue<string>()).ToList();
        var exported = await Exported.DownloadAsync(app.Client, id, names);
        Assert.Equal(18, exported.NamesThatHold().Count);
        Assert.Equal([.. exported.Files.Keys.Order(StringComparer.Ordinal)], await Exported.BlobsAsync(app.Storage.ConnectionString, id));
        Assert.Equal(2, app.Speech.Bills.Count);
        Assert.Empty(app.TempFiles());
    }

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
        Assert.Contains("disk-full: There is no space left", ended["output"]!.GetValue<string>(), StringComparison.Ordinal);
        var still = await Exported.DownloadAsync(app.Client, id, first.Files.Keys);
        Assert.All(first.Files, file => Assert.Equal(file.Value, still.Files[file.Key]));
        Assert.Empty(app.TempFiles());
    }

    [Fact]
    public async Task Takes_without_stored_pauses_or_raw_speech_are_exported()
    {
        await using var app = await StandInApp.StartAsync();
        var script = ScriptText.Beats(2).Replace("Me found", "Me [PAUSE: 700ms] found", StringComparison.Ordinal);
        var id = (await app.Client.ProduceAsync(script))["session_id"]!.GetValue<string>();
        var whole = await Exported.MakeAsync(app.Client, id);
        await RewriteAsync(app, id, ".sheet.json", sheet => Assert.True(sheet.Remove("pauses")));
        var again = await Exported.MakeAsync(app.Client, id);
        await DeleteAsync(app, $"{id}/01_apples", ".raw-00.json");
        await DeleteAsync(app, $"{id}/01_apples", ".timings.json");

        var poorer = await Exported.MakeAsync(app.Client, id);

        Assert.Equal(["Me", "found apples.", "Me ate apples.", "Me", "found berries.", "Me ate berries."], whole.WebVtt("master").Select(cue => cue.Text));
        Assert.Equal(whole.Files["master.srt"], again.Files["master.srt"]);
        Assert.Equal(whole.Files["master.mp3"], again.Files["master.mp3"]);
        Assert.Equal(["Me found apples.", "Me ate apples.", "Me", "found berries.", "Me ate berries."], poorer.WebVtt("master").Select(cue => cue.Text));
        Assert.Contains("raw speech of take", Assert.Single(poorer.Manifest["warnings"]!.AsArray())!.GetValue<string>(), StringComparison.Ordinal);
        Assert.Equal("[]", again.Manifest["warnings"]!.ToJsonString());
        var (before, after) = (UnencodedMs(again), UnencodedMs(poorer));
        Assert.InRange(after - before, -1, 27);
    }

    [Fact]
    public async Task Timings_missing_from_an_older_take_are_found_by_decoding_it_once()
    {
        using var ffmpeg = await FakeFFmpeg.CountingAsync();
        await using var app = await StandInApp.StartAsync(configure: settings => Count(settings, ffmpeg));
        var script = ScriptText.Beats(2).Replace("Me found", "Me [PAUSE: 700ms] found", StringComparison.Ordinal);
        var id = (await app.Client.ProduceAsync(script))["session_id"]!.GetValue<string>();
        var whole = await Exported.MakeAsync(app.Client, id, """{"captions":true,"words":true}""");
        await RewriteAsync(app, id, ".sheet.json", sheet => Assert.True(sheet.Remove("pauses") && sheet.Remove("words") && sheet.Remove("quality")));
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

    private static int UnencodedMs(Exported exported) => exported.Manifest["master"]!["unencoded_duration_ms"]!.GetValue<int>();

    private static async Task RewriteAsync(StandInApp app, string id, string ending, Action<JsonObject> change)
    {
        var container = new BlobContainerClient(app.Storage.ConnectionString, "audio-production");
        await foreach (var blob in container.GetBlobsAsync(new GetBlobsOptions { Prefix = $"{id}/" }))
        {
            if (!blob.Name.EndsWith(ending, StringComparison.Ordinal))
                continue;
            var client = container.GetBlobClient(blob.Name);
            var json = JsonNode.Parse((await client.DownloadContentAsync()).Value.Content)!.AsObject();
            change(json);
            await client.UploadAsync(BinaryData.FromString(json.ToJsonString()), overwrite: true);
        }
    }

    private static async Task DeleteAsync(StandInApp app, string prefix, string ending)
    {
        var container = new BlobContainerClient(app.Storage.ConnectionString, "audio-production");
        await foreach (var blob in container.GetBlobsAsync(new GetBlobsOptions { Prefix = prefix }))
        {
            if (blob.Name.EndsWith(ending, StringComparison.Ordinal))
                await container.DeleteBlobAsync(blob.Name);
        }
    }
}
