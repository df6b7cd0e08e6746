using System.Text.Json.Nodes;
using AudioFunctions.Testing.Running;
using Azure.Storage.Blobs;
using Azure.Storage.Blobs.Models;

namespace AudioFunctions.Tests.Production;

[Collection(StandInAppTests.Name)]
public sealed class ProduceSessionTests(StandInApp app)
{
    [Fact]
    public async Task Production_speaks_every_beat_in_order_one_request_at_a_time()
    {
        // Its own app, because other tests produce several sessions at once.
        await using var alone = await StandInApp.StartAsync();

        var output = await alone.Client.ProduceAsync(ScriptText.Beats(4));

        Assert.Equal(
            ["Me found apples. Me ate apples.", "Me found berries. Me ate berries.", "Me found cherries. Me ate cherries.", "Me found dates. Me ate dates."],
            alone.Speech.Requests.Select(request => request.Text));
        Assert.Equal(1, alone.Speech.MaxUnderWay);
        Assert.Empty(alone.Speech.Violations);
        Assert.Equal("Many", output["video_title"]!.GetValue<string>());
        Assert.Equal("tests", output["project_name"]!.GetValue<string>());
        Assert.Equal("in_progress", output["status"]!.GetValue<string>());
        Assert.Matches("^[0-9-]{10}T[0-9:.]+Z$", output["created_at"]!.GetValue<string>());
    }

    [Fact]
    public async Task Output_has_exactly_the_documented_shape()
    {
        var output = await app.Client.ProduceAsync(ScriptText.OneBeat);

        Assert.Equal(
            ["session_id", "video_title", "project_name", "status", "beats", "total_duration_ms", "summary", "created_at"],
            output.Select(property => property.Key));
        var beat = output["beats"]![0]!.AsObject();
        Assert.Equal(["beat_id", "beat_name", "character", "takes", "selected_take_id"], beat.Select(property => property.Key));
        var take = beat["takes"]![0]!.AsObject();
        Assert.Equal(["take_id", "audio_path", "audio_duration_ms", "reused_from"], take.Select(property => property.Key));
        var takeId = take["take_id"]!.GetValue<string>();
        Assert.Matches("^[0-9a-f]{12}$", takeId);
        Assert.Equal(takeId, beat["selected_take_id"]!.GetValue<string>());
        Assert.Equal($"audio-production/{output["session_id"]}/01_only_{takeId}.mp3", take["audio_path"]!.GetValue<string>());
        var seconds = output["total_duration_ms"]!.GetValue<int>() / 1000.0;
        Assert.Equal($"Generated 1/1 beats, {seconds:F1} seconds total", output["summary"]!.GetValue<string>());
    }

    [Fact]
    public async Task Session_has_the_take_with_cost_settings_timings_and_selection()
    {
        var script = ScriptText.OneBeat.Replace("Me say", "[DIRECTION: Secretly whispering] [STABILITY: 0] Me say", StringComparison.Ordinal);
        app.Speech.Forbidden.Add("Secretly whispering");

        var output = await app.Client.ProduceAsync(script);
        var (_, session, _) = await app.Client.SendJsonAsync(HttpMethod.Get, $"sessions/{output["session_id"]}");

        Assert.Equal("in_progress", session!["status"]!.GetValue<string>());
        var beat = session["beats"]![0]!;
        var take = Assert.Single(beat["takes"]!.AsArray())!;
        Assert.Null(beat["error"]);
        Assert.Equal(beat["selected_take_id"]!.GetValue<string>(), take["take_id"]!.GetValue<string>());
        Assert.Equal("elevenlabs", take["provider"]!.GetValue<string>());
        Assert.Equal("eleven_turbo_v2_5", take["model"]!.GetValue<string>());
        Assert.Equal(app.Speech.Bills[^1].Cost, take["billed_characters"]!.GetValue<int>());
        Assert.Equal("Secretly whispering", take["direction"]!.GetValue<string>());
        Assert.Equal("""{"stability":0,"similarity_boost":0.78,"style":0.45,"speed":1}""", take["segments"]![0]!["settings"]!.ToJsonString());
        var line = Assert.Single(take["lines"]!.AsArray())!;
        var durationMs = take["audio_duration_ms"]!.GetValue<int>();
        Assert.InRange(line["end_ms"]!.GetValue<int>(), line["start_ms"]!.GetValue<int>() + 100, durationMs);
        Assert.Equal(durationMs, session["total_duration_ms"]!.GetValue<int>());
        Assert.Empty(app.Speech.Violations);
    }

    [Fact]
    public async Task Script_take_and_raw_response_have_the_documented_blob_names()
    {
        var output = await app.Client.ProduceAsync(ScriptText.OneBeat);
        var id = output["session_id"]!.GetValue<string>();
        var take = $"{id}/01_only_{output["beats"]![0]!["selected_take_id"]}";
        var blobs = new BlobServiceClient(app.Storage.ConnectionString);

        var script = await blobs.GetBlobContainerClient("scripts").GetBlobClient($"{id}.els").DownloadContentAsync();
        var audio = new List<string>();
        await foreach (var blob in blobs.GetBlobContainerClient("audio-production").GetBlobsAsync(new GetBlobsOptions { Prefix = $"{id}/" }))
            audio.Add(blob.Name);

        Assert.Equal(ScriptText.OneBeat, script.Value.Content.ToString());
        Assert.Equal([$"{take}.mp3", $"{take}.plan.json", $"{take}.raw-00.json", $"{take}.sheet.json"], audio);
    }

    [Fact]
    public async Task Finishing_a_beat_overlaps_with_speaking_the_next()
    {
        var release = new TaskCompletionSource();
        app.Speech.Faults.When("found berries", Testing.Speech.SpeechFault.HeldUntil(release.Task), times: 1);

        var started = await app.Client.StartSessionAsync(ScriptText.Beats(2));

        // Hold the second request until the first beat's take is stored; without overlap this never happens.
        var first = await BeatWithTakeAsync(started["session_id"]!.GetValue<string>(), "01_apples");
        release.SetResult();
        var ended = await ApiCalls.EndOfAsync(started["statusQueryGetUri"]!.GetValue<string>());
        Assert.Single(first["takes"]!.AsArray());
        Assert.Equal("Completed", ended["runtimeStatus"]!.GetValue<string>());
    }

    [Fact]
    public async Task Custom_status_says_which_beat_is_being_spoken()
    {
        var release = new TaskCompletionSource();
        app.Speech.Faults.When("found cherries", Testing.Speech.SpeechFault.HeldUntil(release.Task), times: 1);
        var started = await app.Client.StartSessionAsync(ScriptText.Beats(3));
        var statuses = new List<string?>();
        using (var timeout = new CancellationTokenSource(TimeSpan.FromSeconds(60)))
        {
            do
            {
                await Task.Delay(20, timeout.Token);
                var (_, status, _) = await ApiCalls.Durable.SendJsonAsync(HttpMethod.Get, started["statusQueryGetUri"]!.GetValue<string>());
                statuses.Add(status!["customStatus"]?.ToJsonString());
            }
            while (statuses[^1]?.Contains("03_cherries", StringComparison.Ordinal) is not true);
        }

        release.SetResult();

        Assert.Equal("""{"stage":"generating","beat":3,"of":3,"beat_id":"03_cherries","failed":0}""", statuses[^1]);
        await ApiCalls.EndOfAsync(started["statusQueryGetUri"]!.GetValue<string>());
    }

    private async Task<JsonNode> BeatWithTakeAsync(string sessionId, string beatId)
    {
        using var timeout = new CancellationTokenSource(TimeSpan.FromSeconds(60));
        while (true)
        {
            var (_, session, _) = await app.Client.SendJsonAsync(HttpMethod.Get, $"sessions/{sessionId}");
            var beat = session?["beats"]?.AsArray().FirstOrDefault(beat => beat!["beat_id"]!.GetValue<string>() == beatId);
            if (beat?["takes"]?.AsArray().Count > 0)
                return beat;
            await Task.Delay(50, timeout.Token);
        }
    }
}
