using System.Net;
using System.Text;
using System.Text.Json.Nodes;
using AudioFunctions.Sessions;
using AudioFunctions.Testing.Running;
using AudioFunctions.Testing.Speech;
using Azure.Data.Tables;

namespace AudioFunctions.Tests.Sessions;

[Collection(StandInAppTests.Name)]
public sealed class SessionListTests(StandInApp app)
{
    [Fact]
    public async Task Sessions_come_newest_first_page_by_page()
    {
        var ids = new List<string>();
        for (var count = 0; count < 3; count++)
            ids.Add(await ProduceAsync("list-pages"));
        await PatchAsync(ids[0]);

        var first = await ListAsync("?project=list-pages&limit=2");
        var second = await ListAsync($"?project=list-pages&limit=2&continuation={first["continuation"]}");

        Assert.Equal([ids[0], ids[2]], Ids(first));
        Assert.Equal([ids[1]], Ids(second));
        Assert.True(second.ContainsKey("continuation"));
        Assert.Null(second["continuation"]);
        var (_, shown, _) = await app.Client.SendJsonAsync(HttpMethod.Get, $"sessions/{ids[0]}");
        var listed = first["sessions"]![0]!.AsObject();
        Assert.Equal(
            ["session_id", "video_title", "project_name", "status", "beat_count", "failed_beat_count", "created_at", "updated_at",
                "total_duration_ms", "billed_characters"],
            listed.Select(property => property.Key));
        Assert.All(
            listed.Where(property => !property.Key.EndsWith("beat_count", StringComparison.Ordinal) && property.Key != "billed_characters"),
            property => Assert.Equal(shown![property.Key]!.ToJsonString(), property.Value!.ToJsonString()));
        Assert.Equal((1, 0), (listed["beat_count"]!.GetValue<int>(), listed["failed_beat_count"]!.GetValue<int>()));
    }

    [Fact]
    public async Task Failed_beats_are_counted_until_they_have_a_take_even_in_an_exported_session()
    {
        app.Speech.Faults.When("Me spilt berries", SpeechFault.QuotaExceeded, times: 1);
        var script = ScriptText.Beats(2).Replace("project: tests", "project: list-failed", StringComparison.Ordinal)
            .Replace("found", "spilt", StringComparison.Ordinal);
        var id = (await app.Client.ProduceAsync(script))["session_id"]!.GetValue<string>();
        var produced = await FailedAsync();

        await app.Client.ExportAsync(id);
        var exported = await FailedAsync();
        var (_, regeneration, _) = await app.Client.SendJsonAsync(HttpMethod.Post, $"sessions/{id}/beats/02_berries/regenerate", Json("{}"));
        await ApiCalls.EndOfAsync(regeneration!["statusQueryGetUri"]!.GetValue<string>());
        var reused = await app.Client.ProduceAsync(script, reuseFrom: id);

        Assert.Equal([("in_progress", 1)], produced);
        Assert.Equal([("exported", 1)], exported);
        Assert.Equal(2, reused["beats"]!.AsArray().Count(beat => beat!["error"] is null));
        Assert.Equal([0, 0], (await FailedAsync()).Select(session => session.Count));

        async Task<IReadOnlyList<(string Status, int Count)>> FailedAsync() =>
            [.. (await ListAsync("?project=list-failed"))["sessions"]!.AsArray().Select(session =>
                (session!["status"]!.GetValue<string>(), session["failed_beat_count"]!.GetValue<int>()))];
    }

    [Fact]
    public async Task Filters_can_be_combined()
    {
        var (done, open) = (await ProduceAsync("list & filters"), await ProduceAsync("list & filters"));
        await PatchAsync(done);

        Assert.Equal([done], Ids(await ListAsync("?project=list%20%26%20filters&status=completed")));
        Assert.Equal([open], Ids(await ListAsync("?project=list%20%26%20filters&status=in_progress")));
        Assert.Equal([done, open], Ids(await ListAsync("?project=list%20%26%20filters")));
        Assert.Equal([done], Ids(await ListAsync("?project=%20list%20%26%20filters%20&status=%20completed")));
        Assert.Contains(done, Ids(await ListAsync("?status=completed&limit=100")));
        Assert.Empty(Ids(await ListAsync("?project=LIST%20%26%20filters")));
    }

    [Fact]
    public async Task Parameters_without_a_value_are_ignored()
    {
        var id = await ProduceAsync("list-empty-parameters");

        var page = await ListAsync("?project=&status=&limit=&continuation=");

        Assert.Equal(id, Ids(page)[0]);
        Assert.InRange(page["sessions"]!.AsArray().Count, 1, 20);
    }

    [Theory]
    [InlineData("limit=0", "limit-invalid")]
    [InlineData("limit=101", "limit-invalid")]
    [InlineData("limit=-1", "limit-invalid")]
    [InlineData("limit=1.5", "limit-invalid")]
    [InlineData("limit=99999999999999999999", "limit-invalid")]
    [InlineData("status=done", "status-invalid")]
    [InlineData("status=Draft", "status-invalid")]
    [InlineData("status=0", "status-invalid")]
    [InlineData("status=draft&status=exported", "status-invalid")]
    [InlineData("continuation=next", "continuation-invalid")]
    [InlineData("continuation=%27%20or%201", "continuation-invalid")]
    public async Task Invalid_parameters_are_400(string parameters, string code)
    {
        var (status, problem, _) = await app.Client.SendJsonAsync(HttpMethod.Get, $"sessions?{parameters}");

        Assert.Equal((HttpStatusCode.BadRequest, code), (status, problem!["code"]!.GetValue<string>()));
        Assert.Equal("/api/sessions", problem["instance"]!.GetValue<string>());
    }

    [Fact]
    public async Task Continuation_needs_the_same_filters()
    {
        await ProduceAsync("list-continuation");
        await ProduceAsync("list-continuation");
        var first = await ListAsync("?project=list-continuation&limit=1");

        var (status, problem, _) = await app.Client.SendJsonAsync(HttpMethod.Get, $"sessions?continuation={first["continuation"]}");

        Assert.Equal((HttpStatusCode.BadRequest, "continuation-invalid"), (status, problem!["code"]!.GetValue<string>()));
    }

    [Fact]
    public async Task Session_is_listed_from_its_202_on()
    {
        var release = new TaskCompletionSource();
        app.Speech.Faults.When("heldforlist", SpeechFault.HeldUntil(release.Task));
        var started = await app.Client.StartSessionAsync(Script("list-at-once", "heldforlist"));

        var listed = (await ListAsync("?project=list-at-once"))["sessions"]!.AsArray();
        release.SetResult();

        var session = Assert.Single(listed)!;
        Assert.Equal(started["session_id"]!.GetValue<string>(), session["session_id"]!.GetValue<string>());
        Assert.Contains(session["status"]!.GetValue<string>(), new[] { "draft", "generating" });
        Assert.Equal("One", session["video_title"]!.GetValue<string>());
        await ApiCalls.EndOfAsync(started["statusQueryGetUri"]!.GetValue<string>());
    }

    [Fact]
    public async Task Terminated_production_is_in_progress_for_the_filter_too()
    {
        var release = new TaskCompletionSource();
        app.Speech.Faults.When("heldforterminate", SpeechFault.HeldUntil(release.Task));
        var started = await app.Client.StartSessionAsync(Script("list-terminated", "heldforterminate"));
        // When a beat is spoken, the step that writes the session has ended, so nothing writes it after the termination.
        await app.Speech.ReceivesAsync("heldforterminate");
        var terminate = started["terminatePostUri"]!.GetValue<string>().Replace("{text}", "enough", StringComparison.Ordinal);
        using var answer = await ApiCalls.Durable.PostAsync(new Uri(terminate), null);
        await ApiCalls.EndOfAsync(started["statusQueryGetUri"]!.GetValue<string>());
        release.SetResult();

        var underWay = Ids(await ListAsync("?project=list-terminated&status=generating"))
            .Concat(Ids(await ListAsync("?project=list-terminated&status=draft")));
        var ended = await ListAsync("?project=list-terminated&status=in_progress");

        Assert.Empty(underWay);
        Assert.Equal([started["session_id"]!.GetValue<string>()], Ids(ended));
    }

    [Fact]
    public async Task Unscheduled_draft_is_shown_can_be_started_by_a_repeat_and_deleted()
    {
        var script = Script("list-drafts", "one draft");
        var first = await app.Client.StartSessionAsync(script, "list-drafts-1");
        var id = first["session_id"]!.GetValue<string>();
        await ApiCalls.EndOfAsync(first["statusQueryGetUri"]!.GetValue<string>());
        await app.Client.SendJsonAsync(HttpMethod.Delete, $"sessions/{id}");
        await AddDraftAsync(id, "list-drafts");
        await AddDraftAsync("listdraft2", "list-drafts");

        var drafts = await ListAsync("?project=list-drafts&status=draft");
        var (_, shown, _) = await app.Client.SendJsonAsync(HttpMethod.Get, $"sessions/{id}");
        var (patched, problem, _) = await app.Client.SendJsonAsync(HttpMethod.Patch, $"sessions/{id}", Json("""{"status":"completed"}"""));
        var (exported, _, _) = await app.Client.SendJsonAsync(HttpMethod.Post, $"sessions/{id}/export");
        var (regenerated, _, _) = await app.Client.SendJsonAsync(HttpMethod.Post, $"sessions/{id}/beats/01_only/regenerate", Json("{}"));
        var again = await app.Client.StartSessionAsync(script, "list-drafts-1");
        await ApiCalls.EndOfAsync(again["statusQueryGetUri"]!.GetValue<string>());
        var (deleted, _, _) = await app.Client.SendJsonAsync(HttpMethod.Delete, "sessions/listdraft2");

        Assert.Equal(["listdraft2", id], Ids(drafts));
        Assert.Equal("draft", shown!["status"]!.GetValue<string>());
        Assert.Equal((HttpStatusCode.Conflict, "session-generating"), (patched, problem!["code"]!.GetValue<string>()));
        Assert.Equal((HttpStatusCode.Conflict, HttpStatusCode.Conflict), (exported, regenerated));
        Assert.Equal(id, again["session_id"]!.GetValue<string>());
        Assert.Equal(HttpStatusCode.NoContent, deleted);
        Assert.Equal([id], Ids(await ListAsync("?project=list-drafts&status=in_progress")));
        Assert.Equal([id], Ids(await ListAsync("?project=list-drafts")));
        Assert.Empty(await SessionTraces.FindAsync(app.Storage.ConnectionString, "listdraft2"));
    }

    [Fact]
    public async Task Listing_needs_a_key_and_does_not_conflict_with_POST()
    {
        using var anonymous = new HttpClient { BaseAddress = app.Client.BaseAddress };
        using var refused = await anonymous.GetAsync(new Uri("sessions", UriKind.Relative));
        var (put, _, _) = await app.Client.SendJsonAsync(HttpMethod.Put, "sessions");

        Assert.Equal(HttpStatusCode.Unauthorized, refused.StatusCode);
        Assert.Equal(HttpStatusCode.NotFound, put);
    }

    private static string Script(string project, string words) => ScriptText.OneBeat
        .Replace("project: tests", $"project: {project}", StringComparison.Ordinal)
        .Replace("one thing", words, StringComparison.Ordinal);

    private async Task<string> ProduceAsync(string project) =>
        (await app.Client.ProduceAsync(Script(project, "one thing")))["session_id"]!.GetValue<string>();

    private async Task PatchAsync(string id)
    {
        var (status, _, _) = await app.Client.SendJsonAsync(HttpMethod.Patch, $"sessions/{id}", Json("""{"status":"completed"}"""));
        Assert.Equal(HttpStatusCode.OK, status);
    }

    /// <summary>The state after a crash between adding the draft and scheduling.</summary>
    private async Task AddDraftAsync(string id, string project)
    {
        var store = new SessionStore(new TableServiceClient(app.Storage.ConnectionString), TimeProvider.System);
        Assert.True(await store.AddDraftAsync(new NewSession(id, "One", project, [new NewBeat("01_only", "Only", "every-coon")]), default));
    }

    private async Task<JsonObject> ListAsync(string query)
    {
        var (status, body, _) = await app.Client.SendJsonAsync(HttpMethod.Get, $"sessions{query}");
        Assert.Equal(HttpStatusCode.OK, status);
        return body!.AsObject();
    }

    private static StringContent Json(string body) => new(body, Encoding.UTF8, "application/json");

    private static IReadOnlyList<string> Ids(JsonObject page) =>
        [.. page["sessions"]!.AsArray().Select(session => session!["session_id"]!.GetValue<string>())];
}
