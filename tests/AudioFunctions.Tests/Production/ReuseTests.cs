using System.Net;
using System.Text;
using System.Text.Json.Nodes;
using AudioFunctions.Testing.Running;
using AudioFunctions.Testing.Speech;
using Azure.Storage.Blobs;

namespace AudioFunctions.Tests.Production;

/// <summary>A session of an edited script: which takes are copied from the earlier one, and which beats are spoken.</summary>
[Collection(StandInAppTests.Name)]
public sealed class ReuseTests(StandInApp app)
{
    private static readonly string Script = ScriptText.Beats(3);

    [Fact]
    public async Task Unchanged_script_is_not_spoken_and_sounds_the_same()
    {
        var first = await app.Client.ProduceAsync(Script);

        var (second, asked) = await AgainAsync(Script, first);

        Assert.Empty(asked);
        Assert.Equal(first["total_duration_ms"]!.GetValue<int>(), second["total_duration_ms"]!.GetValue<int>());
        Assert.StartsWith("Generated 3/3 beats, ", second["summary"]!.GetValue<string>(), StringComparison.Ordinal);
        foreach (var (before, after) in first["beats"]!.AsArray().Zip(second["beats"]!.AsArray()))
        {
            Assert.NotEqual(Selected(before), Selected(after));
            Assert.Equal(SourceIn(first, before), after!["takes"]![0]!["reused_from"]!.ToJsonString());
            Assert.Equal(await AudioAsync(first, before), await AudioAsync(second, after));
        }
    }

    [Fact]
    public async Task Reused_take_is_free_and_names_its_source()
    {
        var first = await app.Client.ProduceAsync(ScriptText.OneBeat);

        var (second, _) = await AgainAsync(ScriptText.OneBeat, first);

        var old = await TakeAsync(first);
        var take = await TakeAsync(second);
        Assert.Null(old["reused_from"]);
        Assert.True(old["billed_characters"]!.GetValue<int>() > 0);
        Assert.Equal(SourceIn(first, first["beats"]![0]), take["reused_from"]!.ToJsonString());
        Assert.Equal(0, take["billed_characters"]!.GetValue<int>());
        Assert.True(string.CompareOrdinal(old["created_at"]!.GetValue<string>(), take["created_at"]!.GetValue<string>()) < 0);
        foreach (var same in new[] { "provider", "model", "segments", "lines", "warnings", "audio_duration_ms", "direction", "quality" })
            Assert.Equal(old[same]?.ToJsonString(), take[same]?.ToJsonString());
    }

    [Fact]
    public async Task Only_the_beat_with_a_changed_word_is_spoken()
    {
        var first = await app.Client.ProduceAsync(Script);

        var (second, asked) = await AgainAsync(Script.Replace("Me ate berries", "Me stole berries", StringComparison.Ordinal), first);

        Assert.Equal(["Me found berries. Me stole berries."], asked);
        Assert.Equal([true, false, true], Reused(second));
        Assert.Empty(app.Speech.Violations);
    }

    [Fact]
    public async Task Changed_pause_is_assembled_from_stored_speech_and_changes_the_length_exactly()
    {
        var first = await app.Client.ProduceAsync(Script);

        var (second, asked) = await AgainAsync(Script.Replace("berries. [PAUSE: 120ms]", "berries. [PAUSE: 370ms]", StringComparison.Ordinal), first);

        Assert.Empty(asked);
        Assert.Equal([true, true, true], Reused(second));
        Assert.Equal(0, (await TakeAsync(second, beat: 1))["billed_characters"]!.GetValue<int>());
        var differencesMs = await Task.WhenAll(Enumerable.Range(0, 3).Select(async beat =>
            await UnencodedMsAsync(second, beat) - await UnencodedMsAsync(first, beat)));
        Assert.Equal([0, 250, 0], differencesMs);
        var gaps = (await TakeAsync(second, beat: 1))["lines"]!.AsArray();
        var before = (await TakeAsync(first, beat: 1))["lines"]!.AsArray();
        Assert.Equal(before[1]!["start_ms"]!.GetValue<int>() + 250, gaps[1]!["start_ms"]!.GetValue<int>());
    }

    [Fact]
    public async Task Other_pause_mode_is_assembled_without_speaking()
    {
        var first = await app.Client.ProduceAsync(Script);

        var (second, asked) = await AgainAsync(Script.Replace("project: tests", "project: tests\npause_mode: exact", StringComparison.Ordinal), first);

        Assert.Empty(asked);
        Assert.Equal([true, true, true], Reused(second));
        Assert.NotEqual(await UnencodedMsAsync(first, 0), await UnencodedMsAsync(second, 0));
    }

    [Fact]
    public async Task Changed_direction_is_shown_and_nothing_is_spoken()
    {
        var first = await app.Client.ProduceAsync(ScriptText.OneBeat.Replace("Me say", "[DIRECTION: Wearily] Me say", StringComparison.Ordinal));

        var (second, asked) = await AgainAsync(ScriptText.OneBeat.Replace("Me say", "[DIRECTION: Gladly] Me say", StringComparison.Ordinal), first);

        Assert.Empty(asked);
        Assert.Equal("Gladly", (await TakeAsync(second))["direction"]!.GetValue<string>());
    }

    [Fact]
    public async Task Changed_voice_profile_speaks_its_beats_again()
    {
        const string Granny = """{"display_name":"Granny","voice_id":"21m00Tcm4TlvDq8ikWAM","stability":0.4,"similarity_boost":0.78,"style":0.3,"speed":0.9}""";
        await app.Client.SendJsonAsync(HttpMethod.Put, "voices/granny", Json(Granny));
        var script = Script.Replace("Me found cherries", "[CHARACTER: granny] Me found cherries", StringComparison.Ordinal);
        var first = await app.Client.ProduceAsync(script);
        await app.Client.SendJsonAsync(HttpMethod.Put, "voices/granny", Json(Granny.Replace("0.4", "0.41", StringComparison.Ordinal)));

        var (second, asked) = await AgainAsync(script, first);

        Assert.Equal(["Me found cherries. Me ate cherries."], asked);
        Assert.Equal([true, true, false], Reused(second));
    }

    [Fact]
    public async Task Renumbered_beats_are_found_by_their_words()
    {
        var first = await app.Client.ProduceAsync(Script);
        var renumbered = Script.Replace("03_", "04_", StringComparison.Ordinal).Replace("02_", "03_", StringComparison.Ordinal)
            .Replace("[BEAT: 03_", "[BEAT: 02_new]\nname: New\n---\nMe interrupt.\n[END_BEAT]\n[BEAT: 03_", StringComparison.Ordinal);

        var (second, asked) = await AgainAsync(renumbered, first);

        Assert.Equal(["Me interrupt."], asked);
        Assert.Equal(["01_apples", "02_new", "03_berries", "04_cherries"], second["beats"]!.AsArray().Select(beat => beat!["beat_id"]!.GetValue<string>()));
        Assert.Equal(SourceIn(first, first["beats"]![1]), second["beats"]![2]!["takes"]![0]!["reused_from"]!.ToJsonString());
    }

    [Fact]
    public async Task Reviewers_selection_is_kept_through_a_chain_of_sessions()
    {
        var first = await app.Client.ProduceAsync(Script);
        var chosen = await RegenerateAsync(first, "02_berries", """{"stability":0,"new_pace":"slow","new_direction":"Sadly","select":true}""");

        var (second, asked) = await AgainAsync(Script, first);
        var (third, askedAgain) = await AgainAsync(Script.Replace("Me ate apples", "Me ate all apples", StringComparison.Ordinal), second);

        Assert.Empty(asked);
        Assert.Equal(["Me found apples. Me ate all apples."], askedAgain);
        var take = await TakeAsync(third, beat: 1);
        Assert.Equal("Sadly", take["direction"]!.GetValue<string>());
        Assert.Equal("""{"stability":0,"similarity_boost":0.78,"style":0.45,"speed":0.75}""", take["segments"]![0]!["settings"]!.ToJsonString());
        Assert.Equal(SourceIn(second, second["beats"]![1]), take["reused_from"]!.ToJsonString());
        Assert.Equal(await AudioAsync(first["session_id"]!.GetValue<string>(), chosen), await AudioAsync(third, third["beats"]![1]));
    }

    [Fact]
    public async Task Beat_that_failed_in_the_earlier_session_is_spoken()
    {
        app.Speech.Faults.When("reusefails", SpeechFault.QuotaExceeded, times: 1);
        var script = Script.Replace("Me ate berries", "Me reusefails berries", StringComparison.Ordinal);
        var first = await app.Client.ProduceAsync(script);
        Assert.NotNull(first["beats"]![1]!["error"]);

        var (second, asked) = await AgainAsync(script, first);

        Assert.Single(asked);
        Assert.Equal([true, false, true], Reused(second));
    }

    [Fact]
    public async Task Session_deleted_while_its_takes_are_copied_is_not_needed()
    {
        var first = await app.Client.ProduceAsync(Script);
        var release = new TaskCompletionSource();
        app.Speech.Faults.When("heldapples", SpeechFault.HeldUntil(release.Task), times: 1);
        var edited = Script.Replace("Me ate apples", "Me ate heldapples", StringComparison.Ordinal);
        var before = app.Speech.Requests.Count;
        var started = await app.Client.StartSessionAsync(edited, reuseFrom: first["session_id"]!.GetValue<string>());
        using var timeout = new CancellationTokenSource(TimeSpan.FromSeconds(60));
        while (app.Speech.Requests.Count == before)
            await Task.Delay(20, timeout.Token);

        using var deleted = await app.Client.DeleteAsync(new Uri($"sessions/{first["session_id"]}", UriKind.Relative));
        release.SetResult();
        var ended = await ApiCalls.EndOfAsync(started["statusQueryGetUri"]!.GetValue<string>());

        Assert.Equal(HttpStatusCode.NoContent, deleted.StatusCode);
        Assert.All(ended["output"]!["beats"]!.AsArray(), beat => Assert.Null(beat!["error"]));
        Assert.Equal([false, false, false], Reused(ended["output"]!.AsObject()));
        Assert.Equal(before + 3, app.Speech.Requests.Count);
    }

    [Fact]
    public async Task Session_of_copies_outlives_the_original()
    {
        var first = await app.Client.ProduceAsync(Script);
        var (second, _) = await AgainAsync(Script.Replace("apples. [PAUSE: 120ms]", "apples. [PAUSE: 60ms]", StringComparison.Ordinal), first);

        using var deleted = await app.Client.DeleteAsync(new Uri($"sessions/{first["session_id"]}", UriKind.Relative));

        Assert.Equal(HttpStatusCode.NoContent, deleted.StatusCode);
        Assert.All(await Task.WhenAll(second["beats"]!.AsArray().Select(beat => AudioAsync(second, beat))), Assert.NotEmpty);
        Assert.Equal(3, (await app.Client.ExportAsync(second["session_id"]!.GetValue<string>()))["exported_files"]!.AsArray().Count);
        var (_, manifest, _) = await app.Client.SendJsonAsync(HttpMethod.Get, $"sessions/{second["session_id"]}/exports/manifest.json");
        Assert.Equal(SourceIn(first, first["beats"]![0]), manifest!["files"]![0]!["reused_from"]!.ToJsonString());
        await RegenerateAsync(second, "01_apples", """{"stability":1}""");
        Assert.Equal(2, (await SessionAsync(second))["beats"]![0]!["takes"]!.AsArray().Count);
        var (_, asked) = await AgainAsync(Script, second);
        Assert.Empty(asked);
    }

    [Fact]
    public async Task Other_model_speaks_everything_again()
    {
        await using var own = await StandInApp.StartAsync();
        var first = await own.Client.ProduceAsync(ScriptText.OneBeat);
        await own.Process.StopAsync();
        own.Settings.With("ElevenLabs__ModelId", "eleven_multilingual_v2");
        await own.Process.StartAgainAsync();

        var second = await own.Client.ProduceAsync(ScriptText.OneBeat, first["session_id"]!.GetValue<string>());

        Assert.Equal(["eleven_turbo_v2_5", "eleven_multilingual_v2"], own.Speech.Bills.Select(bill => bill.ModelId));
        Assert.Equal([false], Reused(second));
    }

    /// <returns>The second session's output, and the texts that were requested for it.</returns>
    private async Task<(JsonObject Output, IReadOnlyList<string> Asked)> AgainAsync(string script, JsonObject first)
    {
        var before = app.Speech.Requests.Count;
        var bills = app.Speech.Bills.Count;
        var output = await app.Client.ProduceAsync(script, first["session_id"]!.GetValue<string>());
        var asked = app.Speech.Requests.Skip(before).Select(request => request.Text).ToList();
        Assert.Equal(asked, app.Speech.Bills.Skip(bills).Select(bill => bill.Text));
        return (output, asked);
    }

    private async Task<string> RegenerateAsync(JsonObject session, string beatId, string body)
    {
        var (_, started, _) = await app.Client.SendJsonAsync(HttpMethod.Post, $"sessions/{session["session_id"]}/beats/{beatId}/regenerate", Json(body));
        var ended = await ApiCalls.EndOfAsync(started!["statusQueryGetUri"]!.GetValue<string>());
        return ended["output"]!["take_id"]!.GetValue<string>();
    }

    private static IEnumerable<bool> Reused(JsonObject output) =>
        output["beats"]!.AsArray().Select(beat => beat!["takes"]![0]!["reused_from"] is not null);

    private static string Selected(JsonNode? beat) => beat!["selected_take_id"]!.GetValue<string>();

    private static string SourceIn(JsonObject session, JsonNode? beat) =>
        $$"""{"session_id":"{{session["session_id"]}}","take_id":"{{Selected(beat)}}"}""";

    private async Task<JsonNode> SessionAsync(JsonObject output) =>
        (await app.Client.SendJsonAsync(HttpMethod.Get, $"sessions/{output["session_id"]}")).Body!;

    private async Task<JsonNode> TakeAsync(JsonObject output, int beat = 0) => (await SessionAsync(output))["beats"]![beat]!["takes"]![0]!;

    private Task<byte[]> AudioAsync(JsonObject output, JsonNode? beat) => AudioAsync(output["session_id"]!.GetValue<string>(), Selected(beat));

    private Task<byte[]> AudioAsync(string sessionId, string takeId) =>
        app.Client.GetByteArrayAsync(new Uri($"sessions/{sessionId}/takes/{takeId}/audio", UriKind.Relative));

    /// <summary>The length before encoding, without padding to whole frames.</summary>
    private async Task<int> UnencodedMsAsync(JsonObject output, int beat)
    {
        var node = output["beats"]![beat]!;
        var blob = new BlobServiceClient(app.Storage.ConnectionString).GetBlobContainerClient("audio-production")
            .GetBlobClient($"{output["session_id"]}/{node["beat_id"]}_{Selected(node)}.sheet.json");
        return JsonNode.Parse((await blob.DownloadContentAsync()).Value.Content.ToString())!["unencoded_duration_ms"]!.GetValue<int>();
    }

    private static StringContent Json(string body) => new(body, Encoding.UTF8, "application/json");
}
