using System.IO.Compression;
using System.Net;
using System.Security.Cryptography;
using System.Text.Json.Nodes;
using AudioFunctions.Captions;
using AudioFunctions.Testing.Audio;
using AudioFunctions.Testing.Captions;
using AudioFunctions.Testing.Running;
using Azure.Storage.Blobs;

namespace AudioFunctions.Tests.Export;

/// <summary>Measures an export with all options.</summary>
[Collection(StandInAppTests.Name)]
public sealed class FullExportTests(StandInApp app, FullExport full) : IClassFixture<FullExport>
{
    private const int SamplesPerSecond = 44100;

    private static readonly string[] Names =
    [
        "01_hook.mp3", "02_reply.mp3", "03_outro.mp3", "master.mp3", "01_hook.srt", "01_hook.vtt", "02_reply.srt", "02_reply.vtt",
        "03_outro.srt", "03_outro.vtt", "master.srt", "master.vtt", "01_hook.words.json", "01_hook.words.ass",
        "02_reply.words.json", "02_reply.words.ass", "03_outro.words.json", "03_outro.words.ass", "words.json", "words.ass",
        "01_hook.words.vtt", "02_reply.words.vtt", "03_outro.words.vtt", "master.words.vtt", "export.zip",
    ];

    [Fact]
    public async Task Everything_is_listed_in_order_and_the_manifest_describes_each_file()
    {
        var (output, exported) = (full.Output, full.Exported);

        Assert.Equal(Names, output["exported_files"]!.AsArray().Select(name => name!.GetValue<string>()));
        Assert.Equal(Names[..^1], exported.NamesThatHold().OrderBy(name => Array.IndexOf(Names, name)));
        Assert.Equal([.. Names.Append("manifest.json").Order(StringComparer.Ordinal)], (await Exported.BlobsAsync(app.Storage.ConnectionString, full.SessionId)).Order(StringComparer.Ordinal));
        var manifest = exported.Manifest;
        Assert.Equal(manifest["files"]!.AsArray().Sum(file => file!["billed_characters"]!.GetValue<int>()), manifest["billed_characters"]!.GetValue<int>());
        Assert.Equal(output["total_duration_ms"]!.GetValue<int>(), manifest["total_duration_ms"]!.GetValue<int>());
        Assert.Equal("[]", manifest["warnings"]!.ToJsonString());
        Assert.Equal(
            ["01_hook", "01_hook", "02_reply", "02_reply", "03_outro", "03_outro", null, null],
            manifest["captions"]!.AsArray().Select(captions => captions!["beat_id"]?.GetValue<string>()));
    }

    [Fact]
    public void Every_word_is_timed_within_its_line_as_it_is_written()
    {
        var exported = full.Exported;

        var words = exported.Words("01_hook.words.json");
        var lines = exported.Manifest["files"]![0]!["lines"]!.AsArray();
        Assert.Equal(["Corporation", " stole", " your", " chips.", " You", " got", " scammed."], words.Select(word => word.Text));
        foreach (var (word, index) in words.Select((word, index) => (word, index)))
        {
            var line = lines[index < 4 ? 0 : 1]!;
            Assert.InRange(word.StartMs, index == 0 ? line["start_ms"]!.GetValue<int>() : words[index - 1].EndMs, word.EndMs);
            Assert.InRange(word.EndMs, word.StartMs, line["end_ms"]!.GetValue<int>());
        }

        // The half second between them in the script.
        Assert.InRange(words[2].StartMs - words[1].EndMs, 500, 800);
    }

    [Fact]
    public void Words_of_the_master_are_those_of_the_beats_at_their_places_in_it()
    {
        var exported = full.Exported;

        var starts = exported.Manifest["master"]!["parts"]!.AsArray().Select(part => part!["start_ms"]!.GetValue<int>()).ToList();
        var expected = new[] { "01_hook", "02_reply", "03_outro" }.SelectMany((beat, i) => exported.Words($"{beat}.words.json")
            .Select(word => (word.Text.Trim(), word.StartMs + starts[i], word.EndMs + starts[i])));
        Assert.Equal(expected, exported.Words("words.json").Select(word => (word.Text.Trim(), word.StartMs, word.EndMs)));
        Assert.All(exported.Manifest["words"]!.AsArray(), words => Assert.False(words!["estimated"]!.GetValue<bool>()));
    }

    [Fact]
    public async Task Master_is_the_takes_in_sequence_to_the_millisecond()
    {
        var exported = full.Exported;

        var master = exported.Manifest["master"]!;
        var parts = master["parts"]!.AsArray();
        var lengths = await Task.WhenAll(parts.Select(part => UnencodedMsAsync(full.SessionId, part!)));
        var decoded = await exported.DecodedAsync("master.mp3");

        Assert.Equal(["01_hook", "02_reply", "03_outro"], parts.Select(part => part!["beat_id"]!.GetValue<string>()));
        Assert.InRange(master["unencoded_duration_ms"]!.GetValue<int>(), lengths.Sum() - 1, lengths.Sum() + 1);
        Assert.InRange(master["duration_ms"]!.GetValue<int>() - lengths.Sum(), -2, 3);
        Assert.InRange(exported.Manifest["total_duration_ms"]!.GetValue<int>() - lengths.Sum(), -2, 6);
        Assert.InRange(decoded.Length * 1000.0 / SamplesPerSecond, lengths.Sum() - 2, lengths.Sum() + 27);
        for (var i = 0; i < parts.Count; i++)
        {
            Assert.InRange(parts[i]!["start_ms"]!.GetValue<int>(), lengths[..i].Sum() - 1, lengths[..i].Sum() + 1);
            // The beat's own file, which was encoded separately, is found at its place.
            var take = await exported.DecodedAsync(exported.Manifest["files"]![i]!["file"]!.GetValue<string>());
            var (at, likeness) = Sound.Find(take.AsSpan(4410, take.Length - 8820), decoded, (parts[i]!["start_ms"]!.GetValue<int>() * 441 / 10) + 4410, 60);
            Assert.InRange(likeness, 0.97, 1.001);
            Assert.InRange(at - 4410 - (parts[i]!["start_ms"]!.GetValue<int>() * 441 / 10), -50, 50);
        }
    }

    [Theory]
    [InlineData("01_hook.mp3", """{"title":"Hook","album":"Everything","track":"1/3"}""")]
    [InlineData("03_outro.mp3", """{"title":"Outro","album":"Everything","track":"3/3"}""")]
    [InlineData("master.mp3", """{"title":"Everything","album":"Everything"}""")]
    public async Task Mp3_has_tags(string name, string tags) => Assert.Equal(tags, await full.Exported.TagsAsync(name));

    [Fact]
    public async Task Captions_match_the_timings_and_the_sound()
    {
        var exported = full.Exported;

        Assert.Equal(["Corporation stole", "your chips.", "You got scammed."], exported.WebVtt("01_hook").Select(cue => cue.Text));
        Assert.Equal(["Boomer", "Every-Coon"], exported.WebVtt("02_reply").Select(cue => cue.Speaker!));
        foreach (var file in exported.Manifest["files"]!.AsArray())
        {
            var stem = file!["beat_id"]!.GetValue<string>();
            var cues = exported.WebVtt(stem);
            Assert.Equal(cues.Select(Times), exported.SubRip(stem).Select(Times));
            Assert.Subset(cues.Select(cue => cue.StartMs).ToHashSet(), Lines(file).Select(line => line.StartMs).ToHashSet());
            // A cue may outlast its line, so that it is long enough to read.
            Assert.All(Lines(file), line => Assert.Contains(cues, cue =>
                cue.EndMs == line.EndMs || (cue.StartMs < line.EndMs && line.EndMs < cue.EndMs && cue.EndMs - cue.StartMs <= CueList.MinCueMs)));
            SoundsLike(cues, await exported.DecodedAsync($"{stem}.mp3"));
        }

        var expected = exported.Manifest["master"]!["parts"]!.AsArray().SelectMany(part => exported.WebVtt(part!["beat_id"]!.GetValue<string>())
            .Select(cue => (cue.StartMs + part["start_ms"]!.GetValue<int>(), cue.EndMs + part["start_ms"]!.GetValue<int>(), cue.Text)));
        Assert.Equal(expected, exported.WebVtt("master").Select(cue => (cue.StartMs, cue.EndMs, cue.Text)));
        SoundsLike(exported.WebVtt("master"), await exported.DecodedAsync("master.mp3"));
    }

    [Fact]
    public async Task Zip_contains_the_manifest_and_the_files_it_names()
    {
        var exported = full.Exported;

        using var zip = new ZipArchive(new MemoryStream(exported.Files["export.zip"]));

        Assert.Equal([.. Names[..^1].Append("manifest.json").Order(StringComparer.Ordinal)], zip.Entries.Select(entry => entry.FullName).Order(StringComparer.Ordinal));
        foreach (var entry in zip.Entries)
        {
            using var content = entry.Open();
            Assert.Equal(SHA256.HashData(exported.Files[entry.FullName]), await SHA256.HashDataAsync(content));
            if (entry.Name.EndsWith(".mp3", StringComparison.Ordinal))
                Assert.Equal(entry.Length, entry.CompressedLength);
        }

        var at = exported.Manifest["exported_at"]!.GetValue<DateTimeOffset>();
        Assert.All(zip.Entries, entry => Assert.InRange((at.DateTime - entry.LastWriteTime.DateTime).TotalSeconds, 0, 2));
    }

    [Theory]
    [InlineData("01_hook.mp3", "audio/mpeg", "inline; filename=\"01_hook.mp3\"")]
    [InlineData("master.srt", "application/x-subrip; charset=utf-8", "inline; filename=\"master.srt\"")]
    [InlineData("master.vtt", "text/vtt; charset=utf-8", "inline; filename=\"master.vtt\"")]
    [InlineData("export.zip", "application/zip", "attachment; filename=Everything.zip; filename*=UTF-8''Everything.zip")]
    [InlineData("manifest.json", "application/json", "inline; filename=\"manifest.json\"")]
    public async Task File_is_served_with_its_content_type(string name, string type, string disposition)
    {
        using var whole = await app.Client.GetAsync($"sessions/{full.SessionId}/exports/{name}");
        using var request = new HttpRequestMessage(HttpMethod.Get, $"sessions/{full.SessionId}/exports/{name}");
        request.Headers.Range = new System.Net.Http.Headers.RangeHeaderValue(2, 9);
        request.Headers.IfMatch.Add(whole.Headers.ETag!);
        using var part = await app.Client.SendAsync(request);

        Assert.Equal(type, whole.Content.Headers.ContentType!.ToString());
        Assert.Equal(disposition, whole.Content.Headers.ContentDisposition!.ToString());
        Assert.Equal(HttpStatusCode.PartialContent, part.StatusCode);
        Assert.Equal(full.Exported.Files[name][2..10], await part.Content.ReadAsByteArrayAsync());
    }

    [Theory]
    [InlineData("""{"master":"yes"}""")]
    [InlineData("""{"zip":1}""")]
    [InlineData("[]")]
    [InlineData("master")]
    public async Task Invalid_export_body_is_400(string body)
    {
        var (status, problem, _) = await app.Client.SendJsonAsync(HttpMethod.Post, $"sessions/{full.SessionId}/export", ApiCalls.Json(body));

        Assert.Equal((HttpStatusCode.BadRequest, "json-invalid"), (status, problem!["code"]!.GetValue<string>()));
    }

    [Fact]
    public async Task Custom_status_ends_with_done_and_an_export_without_options_still_works()
    {
        var id = (await app.Client.ProduceAsync(FullExport.Script))["session_id"]!.GetValue<string>();
        var (_, started, _) = await app.Client.SendJsonAsync(HttpMethod.Post, $"sessions/{id}/export", ApiCalls.Json(Exported.Everything));
        var status = await ApiCalls.EndOfAsync(started!["statusQueryGetUri"]!.GetValue<string>());
        Assert.StartsWith("""{"stage":"done","step":5,"of":5,"beats":3,"selection":""", status["customStatus"]!.ToJsonString(), StringComparison.Ordinal);

        var start = started["statusQueryGetUri"]!.GetValue<string>().Replace("/instances/export-", "/orchestrators/ExportSession/export-", StringComparison.Ordinal);
        using var old = await ApiCalls.Durable.PostAsync(new Uri(start), ApiCalls.Json($$"""{"session_id":"{{id}}"}"""));
        var ended = await ApiCalls.EndOfAsync(started["statusQueryGetUri"]!.GetValue<string>());

        Assert.Equal(HttpStatusCode.Accepted, old.StatusCode);
        Assert.Equal(
            $$"""{"exported_files":["01_hook.mp3","02_reply.mp3","03_outro.mp3"],"skipped":[],"total_duration_ms":{{status["output"]!["total_duration_ms"]}},"export_path":"exports/{{id}}/"}""",
            ended["output"]!.ToJsonString());
        Assert.Equal(["01_hook.mp3", "02_reply.mp3", "03_outro.mp3", "manifest.json"], await Exported.BlobsAsync(app.Storage.ConnectionString, id));
    }

    private async Task<int> UnencodedMsAsync(string id, JsonNode part)
    {
        var sheet = new BlobClient(app.Storage.ConnectionString, "audio-production", $"{id}/{part["beat_id"]}_{part["take_id"]}.sheet.json");
        return JsonNode.Parse((await sheet.DownloadContentAsync()).Value.Content)!["unencoded_duration_ms"]!.GetValue<int>();
    }

    /// <summary>Every cue has voice, and gaps between cues have none.</summary>
    private static void SoundsLike(IReadOnlyList<ReadCue> cues, short[] decoded)
    {
        const int EdgeMs = 30;
        // The stand-in's alignment gives a full stop a part of its word's sound, but a line ends with its last letter.
        const int FullStopMs = 120;
        var border = Sound.Peak(decoded) * 0.02;
        Assert.All(cues, cue => Assert.True(Loudest(cue.StartMs, cue.EndMs) > border * 5, $"no voice in {cue}"));
        foreach (var (before, after) in cues.Zip(cues.Skip(1)).Where(pair => pair.Second.StartMs - pair.First.EndMs > 2 * FullStopMs))
            Assert.True(Loudest(before.EndMs + FullStopMs, after.StartMs - EdgeMs) < border, $"voice between {before.Text} and {after.Text}");

        int Loudest(int fromMs, int toMs) => Sound.Peak(decoded.AsSpan(fromMs * 441 / 10, (toMs - fromMs) * 441 / 10));
    }

    private static IEnumerable<(int StartMs, int EndMs)> Lines(JsonNode file) =>
        file["lines"]!.AsArray().Select(line => (line!["start_ms"]!.GetValue<int>(), line["end_ms"]!.GetValue<int>()));

    private static (int StartMs, int EndMs) Times(ReadCue cue) => (cue.StartMs, cue.EndMs);
}
