using System.Net;
using System.Text.Json.Nodes;
using AudioFunctions.Testing.Running;
using Azure.Storage.Blobs;
using Azure.Storage.Blobs.Models;

namespace AudioFunctions.Tests.Production;

/// <summary>Replacing a session's script in place: which takes are kept, which are assembled, and which beats are spoken.</summary>
[Collection(StandInAppTests.Name)]
public sealed class ScriptChangeTests(StandInApp app)
{
    private static readonly string Script = ScriptText.Beats(3);

    /// <summary>Apples has other words, berries a longer pause, cherries is unchanged.</summary>
    private static readonly string Edited = Script
        .Replace("Me ate apples", "Me stole apples", StringComparison.Ordinal)
        .Replace("berries. [PAUSE: 120ms]", "berries. [PAUSE: 420ms]", StringComparison.Ordinal);

    [Fact]
    public async Task Changed_pauses_are_assembled_and_the_rest_waits_for_continue()
    {
        var (id, first) = await ProduceAsync(Script);
        var before = app.Speech.Requests.Count;

        var change = await app.ReplaceScriptAsync(id, Edited);

        Assert.Equal(["01_apples speak changed", "02_berries assemble pauses", "03_cherries keep"], ScriptChanges.Actions(change));
        Assert.Equal(("Me found apples. Me stole apples.".Length, 0), (Number(change, 0, "characters"), Number(change, 1, "characters")));
        Assert.True(change["changed"]!.GetValue<bool>() && Number(change, 0, "expected_credits") > 0);
        Assert.Equal(before, app.Speech.Requests.Count);
        var assembled = await app.SessionAsync(id);
        Assert.Equal("in_progress", assembled["status"]!.GetValue<string>());
        Assert.Empty(assembled["beats"]![0]!["takes"]!.AsArray());
        var berries = Assert.Single(assembled["beats"]![1]!["takes"]!.AsArray());
        Assert.Equal((0, 300), (berries!["billed_characters"]!.GetValue<int>(), Duration(berries) - Duration(first["beats"]![1]!["takes"]![0]!)));
        Assert.Equal(Take(first, 2), ScriptChanges.Selected(assembled).Last());

        await app.ContinueAsync(id);

        Assert.Equal(["Me found apples. Me stole apples."], app.Speech.Requests.Skip(before).Select(request => request.Text));
        Assert.All(ScriptChanges.Selected(await app.SessionAsync(id)), Assert.NotNull);
    }

    [Fact]
    public async Task Produce_speaks_the_changed_beats()
    {
        var (id, _) = await ProduceAsync(Script);
        var before = app.Speech.Requests.Count;

        var change = await app.ReplaceScriptAsync(id, Edited, "?produce=true");

        Assert.Equal("generating", change["status"]!.GetValue<string>());
        Assert.Equal(["Me found apples. Me stole apples."], app.Speech.Requests.Skip(before).Select(request => request.Text));
        Assert.All(ScriptChanges.Selected(await app.SessionAsync(id)), Assert.NotNull);
    }

    [Fact]
    public async Task Dry_run_returns_the_same_and_changes_nothing()
    {
        var (id, _) = await ProduceAsync(Script);
        var before = (await app.SessionAsync(id)).ToJsonString();

        var (_, change) = await app.PutScriptAsync(id, Edited, "?dry_run=true&produce=true");

        Assert.Equal(["01_apples speak changed", "02_berries assemble pauses", "03_cherries keep"], ScriptChanges.Actions(change));
        Assert.Equal((true, false, 1), (change["dry_run"]!.GetValue<bool>(), change["production_started"]!.GetValue<bool>(), change["version"]!.GetValue<int>()));
        Assert.Equal(before, (await app.SessionAsync(id)).ToJsonString());
        Assert.Equal(Script, await TextAsync($"sessions/{id}/script"));
    }

    [Fact]
    public async Task Removed_beats_are_hidden_and_the_old_script_restores_their_takes_and_review()
    {
        var (id, first) = await ProduceAsync(Script);
        using var approved = await app.Client.PatchAsync(
            new Uri($"sessions/{id}/beats/01_apples", UriKind.Relative), ApiCalls.Json("""{"review":"approved","note":"Crunchy."}"""));
        var without = Script[..Script.IndexOf("[BEAT: 01", StringComparison.Ordinal)] + Script[Script.IndexOf("[BEAT: 02", StringComparison.Ordinal)..];

        var change = await app.ReplaceScriptAsync(id, without);

        Assert.Equal("01_apples", change["removed"]![0]!["beat_id"]!.GetValue<string>());
        var session = await app.SessionAsync(id);
        Assert.Equal(["02_berries", "03_cherries"], session["beats"]!.AsArray().Select(beat => beat!["beat_id"]!.GetValue<string>()));
        Assert.Equal(Duration(first["beats"]![1]!["takes"]![0]!) + Duration(first["beats"]![2]!["takes"]![0]!), session["total_duration_ms"]!.GetValue<int>());
        var (missing, _, _) = await app.Client.SendJsonAsync(HttpMethod.Get, $"sessions/{id}/beats/01_apples");
        Assert.Equal(HttpStatusCode.NotFound, missing);
        var exported = await app.Client.ExportAsync(id, """{"captions":true}""");
        Assert.Equal(["02_berries.mp3", "03_cherries.mp3"], exported["exported_files"]!.AsArray().Select(file => file!.GetValue<string>()).Where(file => file.EndsWith(".mp3", StringComparison.Ordinal)));

        var before = app.Speech.Requests.Count;
        var restored = await app.ReplaceScriptAsync(id, await TextAsync($"sessions/{id}/script?version=1"));

        Assert.Equal(["01_apples keep restored", "02_berries keep", "03_cherries keep"], ScriptChanges.Actions(restored));
        var back = await app.SessionAsync(id);
        Assert.Equal((Take(first, 0), "approved", "Crunchy."), (
            back["beats"]![0]!["selected_take_id"]!.GetValue<string>(),
            back["beats"]![0]!["review"]!.GetValue<string>(),
            back["beats"]![0]!["note"]!.GetValue<string>()));
        Assert.Equal(before, app.Speech.Requests.Count);
        // The export no longer matches, so the session isn't exported any more.
        Assert.Equal("in_progress", back["status"]!.GetValue<string>());
    }

    [Fact]
    public async Task Earlier_wording_is_restored_with_its_takes()
    {
        var (id, first) = await ProduceAsync(Script);
        await app.ReplaceScriptAsync(id, Edited, "?produce=true");
        var edited = ScriptChanges.Selected(await app.SessionAsync(id)).ToList();
        var before = app.Speech.Requests.Count;

        var back = await app.ReplaceScriptAsync(id, Script);
        Assert.Equal(["01_apples keep restored", "02_berries keep restored", "03_cherries keep"], ScriptChanges.Actions(back));
        Assert.Equal([Take(first, 0), Take(first, 1), Take(first, 2)], ScriptChanges.Selected(await app.SessionAsync(id)));
        await app.ReplaceScriptAsync(id, Edited);

        Assert.Equal(edited, ScriptChanges.Selected(await app.SessionAsync(id)));
        Assert.Equal(before, app.Speech.Requests.Count);
        var versions = (await app.Client.SendJsonAsync(HttpMethod.Get, $"sessions/{id}/script/versions")).Body!["versions"]!.AsArray();
        Assert.Equal([false, false, false, true], versions.Select(version => version!["current"]!.GetValue<bool>()));
        Assert.Equal(Edited, await TextAsync($"sessions/{id}/script?version=2"));
    }

    [Fact]
    public async Task Take_of_an_earlier_wording_cannot_be_selected()
    {
        var (id, first) = await ProduceAsync(Script);
        await app.ReplaceScriptAsync(id, Edited, "?produce=true");

        var (status, problem, _) = await app.Client.SendJsonAsync(
            HttpMethod.Post, $"sessions/{id}/beats/01_apples/select", ApiCalls.Json($$"""{"take_id":"{{Take(first, 0)}}"}"""));

        Assert.Equal((HttpStatusCode.NotFound, "take-not-found"), (status, problem!["code"]!.GetValue<string>()));
    }

    [Fact]
    public async Task Reordered_and_renamed_beats_are_not_spoken()
    {
        var (id, first) = await ProduceAsync(Script);
        var before = app.Speech.Requests.Count;
        var beats = Script.Split("[BEAT:");
        var edited = beats[0] + "[BEAT:" + beats[3] + "[BEAT:" + beats[1].Replace("01_apples", "07_apples", StringComparison.Ordinal)
            + "[BEAT:" + beats[2].Replace("name: The berries", "name: Berries, ripe", StringComparison.Ordinal);

        var change = await app.ReplaceScriptAsync(id, edited);

        Assert.Equal(["03_cherries keep", "07_apples assemble renamed", "02_berries keep"], ScriptChanges.Actions(change));
        var session = await app.SessionAsync(id);
        Assert.Equal(["The cherries", "The apples", "Berries, ripe"], session["beats"]!.AsArray().Select(beat => beat!["beat_name"]!.GetValue<string>()));
        Assert.Equal((Take(first, 2), Take(first, 1)), (ScriptChanges.Selected(session).First(), ScriptChanges.Selected(session).Last()));
        Assert.Equal(Take(first, 0), session["beats"]![1]!["takes"]![0]!["reused_from"]!["take_id"]!.GetValue<string>());
        Assert.Equal(before, app.Speech.Requests.Count);
    }

    [Fact]
    public async Task Changed_notes_and_emphasis_keep_every_take_but_a_changed_pace_does_not()
    {
        var (id, first) = await ProduceAsync(Script);

        var noted = await app.ReplaceScriptAsync(id, Script.Replace("Me found apples", "[DIRECTION: Whisper]\nMe *found* apples", StringComparison.Ordinal));
        var paced = await app.ReplaceScriptAsync(id, Script.Replace("project: tests", "project: tests\ndefault_pace: fast", StringComparison.Ordinal));

        Assert.Equal(["01_apples keep", "02_berries keep", "03_cherries keep"], ScriptChanges.Actions(noted));
        Assert.Equal(["01_apples speak changed", "02_berries speak changed", "03_cherries speak changed"], ScriptChanges.Actions(paced));
        Assert.All(ScriptChanges.Selected(await app.SessionAsync(id)), Assert.Null);
        await app.ReplaceScriptAsync(id, Script);
        Assert.Equal([Take(first, 0), Take(first, 1), Take(first, 2)], ScriptChanges.Selected(await app.SessionAsync(id)));
    }

    [Fact]
    public async Task Locked_beat_keeps_its_take_and_words_until_it_is_unlocked()
    {
        var (id, first) = await ProduceAsync(Script);
        await LockAsync(id, isLocked: true);
        var longer = Edited.Replace("Me found apples.", "Me found apples.\nMany.\nMany.", StringComparison.Ordinal);

        var change = await app.ReplaceScriptAsync(id, longer, "?produce=true");

        Assert.Equal("01_apples keep locked", ScriptChanges.Actions(change).First());
        Assert.Equal(Take(first, 0), ScriptChanges.Selected(await app.SessionAsync(id)).First());
        var exported = await app.Client.ExportAsync(id, """{"captions":true,"words":true}""");
        Assert.Contains("01_apples.mp3", exported["exported_files"]!.ToJsonString(), StringComparison.Ordinal);
        var captions = await TextAsync($"sessions/{id}/exports/01_apples.srt");
        Assert.Contains("Me ate apples.", captions, StringComparison.Ordinal);

        await LockAsync(id, isLocked: false);
        var unlocked = await app.ReplaceScriptAsync(id, longer);
        Assert.Equal("01_apples speak changed", ScriptChanges.Actions(unlocked).First());
    }

    [Fact]
    public async Task Removed_locked_beat_is_restored_with_its_take_and_words()
    {
        var (id, first) = await ProduceAsync(Script);
        await LockAsync(id, isLocked: true);
        var without = Script[..Script.IndexOf("[BEAT: 01_apples]", StringComparison.Ordinal)] + Script[Script.IndexOf("[BEAT: 02_", StringComparison.Ordinal)..];
        Assert.Equal("01_apples", (await app.ReplaceScriptAsync(id, without))["removed"]![0]!["beat_id"]!.GetValue<string>());
        var before = app.Speech.Requests.Count;

        var change = await app.ReplaceScriptAsync(id, Script.Replace("Me ate apples.", "Me ate no apples at all.", StringComparison.Ordinal), "?produce=true");

        Assert.Equal("01_apples keep locked", ScriptChanges.Actions(change).First());
        Assert.Equal(Take(first, 0), ScriptChanges.Selected(await app.SessionAsync(id)).First());
        Assert.Equal(before, app.Speech.Requests.Count);
        await app.Client.ExportAsync(id, """{"captions":true}""");
        Assert.Contains("Me ate apples.", await TextAsync($"sessions/{id}/exports/01_apples.srt"), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Speech_that_is_no_longer_stored_is_spoken_again()
    {
        var (id, _) = await ProduceAsync(Script);
        var container = new BlobServiceClient(app.Storage.ConnectionString).GetBlobContainerClient("audio-production");
        await foreach (var blob in container.GetBlobsAsync(BlobTraits.None, BlobStates.None, $"{id}/02_berries", default))
        {
            if (blob.Name.Contains(".raw-", StringComparison.Ordinal))
                await container.DeleteBlobAsync(blob.Name);
        }

        var change = await app.ReplaceScriptAsync(id, Edited);

        Assert.Equal("02_berries speak stored_speech_gone", ScriptChanges.Actions(change).ElementAt(1));
        Assert.True(Number(change, 1, "expected_credits") > 0);
    }

    [Fact]
    public async Task Draft_stays_one_until_it_is_continued()
    {
        var (_, draft, _) = await app.Client.SendJsonAsync(HttpMethod.Post, "drafts", ApiCalls.Els(Script));
        var id = draft!["session_id"]!.GetValue<string>();
        var before = app.Speech.Requests.Count;

        var change = await app.ReplaceScriptAsync(id, Edited);

        Assert.Equal(["01_apples speak changed", "02_berries speak changed", "03_cherries speak not_spoken_yet"], ScriptChanges.Actions(change));
        Assert.Equal("draft", (await app.SessionAsync(id))["status"]!.GetValue<string>());
        var ended = await app.ContinueAsync(id);
        Assert.StartsWith("Generated 3/3 beats", ended["output"]!["summary"]!.GetValue<string>(), StringComparison.Ordinal);
        Assert.Equal("Me found apples. Me stole apples.", app.Speech.Requests[before].Text);
    }

    [Fact]
    public async Task Same_script_changes_nothing_and_makes_no_version()
    {
        var (id, _) = await ProduceAsync(Script);
        var before = (await app.SessionAsync(id)).ToJsonString();

        var change = await app.ReplaceScriptAsync(id, Script, "?produce=true");

        Assert.Equal((false, 1, false), (change["changed"]!.GetValue<bool>(), change["version"]!.GetValue<int>(), change["production_started"]!.GetValue<bool>()));
        Assert.Equal(before, (await app.SessionAsync(id)).ToJsonString());
    }

    [Fact]
    public async Task Deletion_deletes_every_version()
    {
        var (id, _) = await ProduceAsync(ScriptText.OneBeat);
        await app.ReplaceScriptAsync(id, ScriptText.OneBeat.Replace("one thing", "a thing", StringComparison.Ordinal));

        using var deleted = await app.Client.DeleteAsync(new Uri($"sessions/{id}", UriKind.Relative));

        Assert.Equal(HttpStatusCode.NoContent, deleted.StatusCode);
        var left = new BlobServiceClient(app.Storage.ConnectionString).GetBlobContainerClient("scripts").GetBlobs(BlobTraits.None, BlobStates.None, id, default);
        Assert.Empty(left);
    }

    private async Task<(string Id, JsonObject Output)> ProduceAsync(string script)
    {
        var output = await app.Client.ProduceAsync(script);
        return (output["session_id"]!.GetValue<string>(), output);
    }

    private async Task LockAsync(string id, bool isLocked)
    {
        using var patched = await app.Client.PatchAsync(
            new Uri($"sessions/{id}/beats/01_apples", UriKind.Relative), ApiCalls.Json($$"""{"locked":{{(isLocked ? "true" : "false")}}}"""));
        Assert.Equal(HttpStatusCode.OK, patched.StatusCode);
    }

    private Task<string> TextAsync(string path) => app.Client.GetStringAsync(new Uri(path, UriKind.Relative));

    private static int Number(JsonNode change, int beat, string name) => change["beats"]![beat]![name]!.GetValue<int>();

    private static int Duration(JsonNode take) => take["audio_duration_ms"]!.GetValue<int>();

    private static string Take(JsonNode output, int beat) => output["beats"]![beat]!["takes"]![0]!["take_id"]!.GetValue<string>();
}
