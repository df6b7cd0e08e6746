using System.Globalization;
using System.IO.Compression;
using System.Net;
using AudioFunctions.Testing.Audio;
using AudioFunctions.Testing.Running;

namespace AudioFunctions.Tests.Export;

/// <summary>Lossless exports, with target loudness and target lengths.</summary>
[Collection(StandInAppTests.Name)]
public sealed class LosslessExportTests(StandInApp app)
{
    private const string Everything =
        """{"master":true,"captions":true,"words":true,"wav":true,"stems":true,"zip":true,"loudness":"short-video"}""";

    [Fact]
    public async Task Stems_sum_to_the_master_and_its_beats_are_in_sequence()
    {
        var exported = await Exported.MakeAsync(app.Client, await ProduceAsync(), Everything);

        Assert.Equal(
            [
                "01_hook.mp3", "02_reply.mp3", "03_outro.mp3", "master.mp3", "01_hook.wav", "02_reply.wav", "03_outro.wav", "master.wav",
                "every-coon.stem.wav", "boomer.stem.wav", "labels.txt",
            ],
            exported.Files.Keys.Take(11));
        Assert.Equal(exported.Files.Count - 2, exported.NamesThatHold().Count);
        var master = await exported.WaveAsync("master.wav");
        int[] one = await exported.WaveAsync("every-coon.stem.wav"), other = await exported.WaveAsync("boomer.stem.wav");
        Assert.Equal(master, one.Zip(other, (a, b) => a + b));
        Assert.Equal<IEnumerable<int>>(master, [.. await exported.WaveAsync("01_hook.wav"), .. await exported.WaveAsync("02_reply.wav"), .. await exported.WaveAsync("03_outro.wav")]);
        // Only the second beat has a line by this character.
        Assert.All(other.Take((await exported.WaveAsync("01_hook.wav")).Length), sample => Assert.Equal(0, sample));
        Assert.True(other.Max() > int.MaxValue / 100);
        Assert.InRange(exported.Manifest["master"]!["unencoded_duration_ms"]!.GetValue<int>() - (master.Length / 44.1), -1, 1);
        Assert.All(exported.Manifest["wav"]!.AsArray(), wave => Assert.Equal((24, 44100), (wave!["bits"]!.GetValue<int>(), wave["sample_rate_hz"]!.GetValue<int>())));
        var decoded = await exported.DecodedAsync("master.mp3");
        Assert.InRange(Sound.Find([.. master.Skip(44100).Take(44100).Select(sample => (short)(sample >> 16))], decoded, 44100, 60).Likeness, 0.97, 1.01);
    }

    [Fact]
    public async Task Manifest_has_the_measured_loudness_and_labels_have_each_line()
    {
        var exported = await Exported.MakeAsync(app.Client, await ProduceAsync(), Everything);

        var loudness = exported.Manifest["loudness"]!;
        Assert.Equal(("short-video", -14), (loudness["profile"]!.GetValue<string>(), loudness["target_lufs"]!.GetValue<double>()));
        Assert.InRange(loudness["after"]!["lufs"]!.GetValue<double>(), -14.5, -13.5);
        Assert.InRange(loudness["after"]!["true_peak_dbtp"]!.GetValue<double>(), -10, -1);
        Assert.NotEqual(loudness["before"]!["lufs"]!.GetValue<double>(), loudness["after"]!["lufs"]!.GetValue<double>());
        var labels = exported.Text("labels.txt").Split('\n', StringSplitOptions.RemoveEmptyEntries).Select(label => label.Split('\t')).ToList();
        Assert.Equal(["Corporation stole your chips.", "You got scammed.", "Back in my day.", "Bag was full.", "Buy less air."], labels.Select(label => label[2]));
        var starts = exported.Manifest["master"]!["parts"]!.AsArray().Select(part => part!["start_ms"]!.GetValue<int>());
        var expected = exported.Manifest["files"]!.AsArray().Zip(starts, (file, start) => file!["lines"]!.AsArray()
            .Select(line => (line!["start_ms"]!.GetValue<int>() + start, line["end_ms"]!.GetValue<int>() + start))).SelectMany(lines => lines);
        Assert.Equal(expected, labels.Select(label => (Ms(label[0]), Ms(label[1]))));
        using var zip = new ZipArchive(new MemoryStream(exported.Files["export.zip"]));
        Assert.Equal(exported.Files["boomer.stem.wav"].Length, zip.GetEntry("boomer.stem.wav")!.Length);
    }

    [Fact]
    public async Task Wav_alone_changes_neither_the_sound_nor_the_mp3s()
    {
        var id = await ProduceAsync();

        var exported = await Exported.MakeAsync(app.Client, id, """{"wav":true}""");

        Assert.Equal(["01_hook.mp3", "02_reply.mp3", "03_outro.mp3", "01_hook.wav", "02_reply.wav", "03_outro.wav", "master.wav", "manifest.json"], exported.Files.Keys);
        var take = exported.Manifest["files"]![0]!["take_id"]!.GetValue<string>();
        Assert.Equal(await app.Client.GetByteArrayAsync($"sessions/{id}/takes/{take}/audio"), Exported.SoundOf(exported.Files["01_hook.mp3"]));
        Assert.Null(exported.Manifest["loudness"]);
        Assert.Equal(16, exported.Manifest["wav"]![0]!["bits"]!.GetValue<int>());
        using var request = new HttpRequestMessage(HttpMethod.Get, $"sessions/{id}/exports/master.wav");
        request.Headers.Range = new System.Net.Http.Headers.RangeHeaderValue(0, 3);
        using var part = await app.Client.SendAsync(request);
        Assert.Equal((HttpStatusCode.PartialContent, "audio/wav", "RIFF"), (part.StatusCode, part.Content.Headers.ContentType!.ToString(), await part.Content.ReadAsStringAsync()));
    }

    [Fact]
    public async Task Beat_is_fitted_to_its_length_with_its_captions_and_words()
    {
        var id = await ProduceAsync();
        var plain = await Exported.MakeAsync(app.Client, id, """{"captions":true,"words":true}""");
        var seconds = Math.Round(plain.Manifest["files"]![0]!["duration_ms"]!.GetValue<int>() * 1.1 / 1000, 2);
        var options = string.Create(CultureInfo.InvariantCulture, $$$"""{"captions":true,"words":true,"wav":true,"fit":{"01_hook":{{{seconds}}}}}""");

        var fitted = await Exported.MakeAsync(app.Client, id, options);

        var (before, after) = (plain.Manifest["files"]![0]!, fitted.Manifest["files"]![0]!);
        Assert.Equal((int)(seconds * 1000), after["duration_ms"]!.GetValue<int>());
        Assert.Equal(seconds * 44100, (await fitted.DecodedAsync("01_hook.mp3")).Length, tolerance: 50);
        Assert.Equal(seconds * 44100, (await fitted.WaveAsync("01_hook.wav")).Length, tolerance: 1);
        var scale = seconds * 1000 / before["duration_ms"]!.GetValue<int>();
        Assert.Equal(1 / scale, after["pace"]!.GetValue<double>(), tolerance: 0.001);
        foreach (var (was, now) in plain.Words("01_hook.words.json").Zip(fitted.Words("01_hook.words.json")))
            Assert.InRange(now.StartMs - (was.StartMs * scale), -1, 1);
        Assert.Equal(plain.WebVtt("01_hook").Select(cue => cue.Text), fitted.WebVtt("01_hook").Select(cue => cue.Text));
        Assert.InRange(fitted.WebVtt("01_hook")[1].StartMs - (plain.WebVtt("01_hook")[1].StartMs * scale), -1, 1);
        Assert.Equal(plain.WebVtt("02_reply"), fitted.WebVtt("02_reply"), (one, other) => one.StartMs == other.StartMs && one.EndMs == other.EndMs);
        Assert.Equal(Exported.SoundOf(plain.Files["02_reply.mp3"]), Exported.SoundOf(fitted.Files["02_reply.mp3"]));
    }

    [Fact]
    public async Task Length_that_no_pace_reaches_is_refused_with_the_possible_lengths()
    {
        var id = await ProduceAsync();

        var (status, problem, _) = await app.Client.SendJsonAsync(HttpMethod.Post, $"sessions/{id}/export", ApiCalls.Json("""{"fit":{"01_hook":60}}"""));

        Assert.Equal((HttpStatusCode.BadRequest, "fit-out-of-range"), (status, problem!["code"]!.GetValue<string>()));
        Assert.Matches(@"^Beat 01_hook is [\d.]+ s long, and a pace of 0.8 to 1.25 brings it to [\d.]+ to [\d.]+ s, not to 60 s\.$", problem["detail"]!.GetValue<string>());
    }

    [Fact]
    public async Task Without_raw_speech_stems_are_split_between_the_lines()
    {
        var id = await ProduceAsync();
        var container = new Azure.Storage.Blobs.BlobContainerClient(app.Storage.ConnectionString, "audio-production");
        await foreach (var blob in container.GetBlobsAsync(new Azure.Storage.Blobs.Models.GetBlobsOptions { Prefix = $"{id}/02_reply" }))
        {
            if (blob.Name.Contains(".raw-", StringComparison.Ordinal))
                await container.DeleteBlobAsync(blob.Name);
        }

        var exported = await Exported.MakeAsync(app.Client, id, """{"wav":true,"stems":true}""");

        var master = await exported.WaveAsync("master.wav");
        int[] one = await exported.WaveAsync("every-coon.stem.wav"), other = await exported.WaveAsync("boomer.stem.wav");
        Assert.Equal(master, one.Zip(other, (a, b) => a + b));
        Assert.True(other.Max() > int.MaxValue / 100);
        Assert.Contains("raw speech of take", Assert.Single(exported.Manifest["warnings"]!.AsArray())!.GetValue<string>(), StringComparison.Ordinal);
    }

    private static int Ms(string seconds) => (int)Math.Round(double.Parse(seconds, CultureInfo.InvariantCulture) * 1000);

    private async Task<string> ProduceAsync() => (await app.Client.ProduceAsync(FullExport.Script))["session_id"]!.GetValue<string>();
}
