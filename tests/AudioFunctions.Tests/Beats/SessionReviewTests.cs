using System.Net;
using System.Net.Http.Headers;
using System.Text.Json.Nodes;
using AudioFunctions.Testing.Running;
using AudioFunctions.Testing.Speech;
using AudioFunctions.Tests.Production;

namespace AudioFunctions.Tests.Beats;

/// <summary>A session with its script, versions and progress in one response.</summary>
[Collection(BeatTests.Name)]
public sealed class SessionReviewTests(StandInApp app)
{
    [Fact]
    public async Task Review_contains_what_the_session_and_its_beats_return()
    {
        var id = (await app.Client.ProduceAsync(ScriptText.Beats(2)))["session_id"]!.GetValue<string>();

        var (_, review, _) = await GetAsync(id, null);

        var session = (await app.Client.SendJsonAsync(HttpMethod.Get, $"sessions/{id}")).Body!;
        Assert.Equal(session.ToJsonString(), review!["session"]!.ToJsonString());
        Assert.Null(review["progress"]);
        var takes = session["beats"]!.AsArray().SelectMany(beat => beat!["takes"]!.AsArray());
        Assert.Equal(takes.Sum(take => take!["billed_characters"]!.GetValue<int>()), review["billed_characters"]!.GetValue<int>());
        foreach (var beatId in session["beats"]!.AsArray().Select(beat => beat!["beat_id"]!.GetValue<string>()))
        {
            var (_, beat, headers) = await app.Client.SendJsonAsync(HttpMethod.Get, $"sessions/{id}/beats/{beatId}");
            Assert.Equal(beat!["script"]!.ToJsonString(), review["scripts"]![beatId]!.ToJsonString());
            Assert.Equal(headers.ETag!.ToString(), review["versions"]![beatId]!.GetValue<string>());
        }
    }

    [Fact]
    public async Task Versions_are_those_of_the_replaced_scripts_beats()
    {
        var script = ScriptText.Beats(2);
        var id = (await app.Client.ProduceAsync(script))["session_id"]!.GetValue<string>();
        await app.ReplaceScriptAsync(id, ScriptText.Beats(3).Replace("found apples", "lost apples", StringComparison.Ordinal));

        var (status, review, _) = await GetAsync(id, null);

        Assert.Equal(HttpStatusCode.OK, status);
        foreach (var (beatId, version) in review!["versions"]!.AsObject())
        {
            var (_, _, headers) = await app.Client.SendJsonAsync(HttpMethod.Get, $"sessions/{id}/beats/{beatId}");
            Assert.Equal(headers.ETag!.ToString(), version!.GetValue<string>());
        }

        Assert.Equal(3, review["versions"]!.AsObject().Count);
    }

    [Fact]
    public async Task Review_is_not_sent_again_until_a_beat_changes()
    {
        var id = (await app.Client.ProduceAsync(ScriptText.Beats(2)))["session_id"]!.GetValue<string>();
        var (first, _, tag) = await GetAsync(id, null);
        var (second, nothing, same) = await GetAsync(id, tag);

        await app.Client.SendJsonAsync(HttpMethod.Patch, $"sessions/{id}/beats/01_apples", ApiCalls.Json("""{"note":"Once more."}"""));
        var (third, changed, other) = await GetAsync(id, tag);

        Assert.Equal((HttpStatusCode.OK, HttpStatusCode.NotModified, HttpStatusCode.OK), (first, second, third));
        Assert.Null(nothing);
        Assert.Equal(tag, same);
        Assert.NotEqual(tag, other);
        Assert.Equal("Once more.", changed!["session"]!["beats"]![0]!["note"]!.GetValue<string>());
    }

    [Fact]
    public async Task Version_changes_with_the_progress_of_the_production()
    {
        var release = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        app.Speech.Faults.When("kept apples", SpeechFault.HeldUntil(release.Task), times: 1);
        var started = await app.Client.StartSessionAsync(ScriptText.Beats(2, "kept"));
        var id = started["session_id"]!.GetValue<string>();
        try
        {
            await app.Speech.ReceivesAsync("kept apples");
            var (_, speaking, tag) = await GetAsync(id, null);
            Assert.Equal("generating", speaking!["progress"]!["stage"]!.GetValue<string>());
            release.SetResult();
            await ApiCalls.EndOfAsync(started["statusQueryGetUri"]!.GetValue<string>());

            var (status, done, _) = await GetAsync(id, tag);
            Assert.Equal(HttpStatusCode.OK, status);
            Assert.Null(done!["progress"]);
            Assert.Equal("in_progress", done["session"]!["status"]!.GetValue<string>());
        }
        finally
        {
            release.TrySetResult();
        }
    }

    private async Task<(HttpStatusCode Status, JsonNode? Body, EntityTagHeaderValue? Tag)> GetAsync(string id, EntityTagHeaderValue? known)
    {
        using var request = new HttpRequestMessage(HttpMethod.Get, $"sessions/{id}/review");
        if (known is not null)
            request.Headers.IfNoneMatch.Add(known);
        using var response = await app.Client.SendAsync(request);
        var body = await response.Content.ReadAsStringAsync();
        return (response.StatusCode, body.Length == 0 ? null : JsonNode.Parse(body), response.Headers.ETag);
    }
}
