using System.Net;
using System.Net.Http.Headers;
using System.Security.Cryptography;
using AudioFunctions.Testing.Running;
using AudioFunctions.Testing.Speech;

namespace AudioFunctions.Tests.Export;

[Collection(StandInAppTests.Name)]
public sealed class ExportSessionTests(StandInApp app)
{
    [Fact]
    public async Task Export_has_clean_names_and_a_manifest_and_sets_the_status()
    {
        var produced = await app.Client.ProduceAsync(ScriptText.Beats(2));
        var id = produced["session_id"]!.GetValue<string>();

        var output = await app.Client.ExportAsync(id);

        Assert.Equal(
            $$"""{"exported_files":["01_apples.mp3","02_berries.mp3"],"skipped":[],"total_duration_ms":{{produced["total_duration_ms"]}},"export_path":"exports/{{id}}/"}""",
            output.ToJsonString());
        var (_, manifest, _) = await app.Client.SendJsonAsync(HttpMethod.Get, $"sessions/{id}/exports/manifest.json");
        var bytes = await app.Client.GetByteArrayAsync($"sessions/{id}/exports/02_berries.mp3");
        var file = manifest!["files"]![1]!;
        Assert.Equal("02_berries.mp3", file["file"]!.GetValue<string>());
        Assert.Equal(Convert.ToHexStringLower(SHA256.HashData(bytes)), file["sha256"]!.GetValue<string>());
        Assert.Equal(bytes.Length, file["size_bytes"]!.GetValue<int>());
        var (_, session, _) = await app.Client.SendJsonAsync(HttpMethod.Get, $"sessions/{id}");
        Assert.Equal("exported", session!["status"]!.GetValue<string>());
    }

    [Fact]
    public async Task Beat_without_a_take_is_skipped_with_its_reason()
    {
        app.Speech.Faults.When("skipthis", SpeechFault.QuotaExceeded);
        var produced = await app.Client.ProduceAsync(ScriptText.Beats(2).Replace("ate apples", "ate skipthis", StringComparison.Ordinal));

        var output = await app.Client.ExportAsync(produced["session_id"]!.GetValue<string>());

        Assert.Equal("""["02_berries.mp3"]""", output["exported_files"]!.ToJsonString());
        var skipped = Assert.Single(output["skipped"]!.AsArray())!;
        Assert.Equal("01_apples", skipped["beat_id"]!.GetValue<string>());
        Assert.StartsWith("quota-exceeded: ", skipped["reason"]!.GetValue<string>(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Nothing_selected_is_409_and_an_unknown_session_404()
    {
        app.Speech.Faults.When("nothingatall", SpeechFault.QuotaExceeded);
        var produced = await app.Client.ProduceAsync(ScriptText.OneBeat.Replace("one thing", "nothingatall", StringComparison.Ordinal));

        var (conflict, problem, _) = await app.Client.SendJsonAsync(HttpMethod.Post, $"sessions/{produced["session_id"]}/export");
        var (missing, _, _) = await app.Client.SendJsonAsync(HttpMethod.Post, "sessions/unknown/export");

        Assert.Equal(HttpStatusCode.Conflict, conflict);
        Assert.Equal("nothing-selected", problem!["code"]!.GetValue<string>());
        Assert.Equal(HttpStatusCode.NotFound, missing);
    }

    [Fact]
    public async Task Exporting_while_the_production_runs_is_409()
    {
        var release = new TaskCompletionSource();
        app.Speech.Faults.When("holdexport", SpeechFault.HeldUntil(release.Task));
        var started = await app.Client.StartSessionAsync(ScriptText.OneBeat.Replace("one thing", "holdexport", StringComparison.Ordinal));

        var (status, problem, _) = await app.Client.SendJsonAsync(HttpMethod.Post, $"sessions/{started["session_id"]}/export");
        release.SetResult();
        await ApiCalls.EndOfAsync(started["statusQueryGetUri"]!.GetValue<string>());

        Assert.Equal(HttpStatusCode.Conflict, status);
        Assert.Equal("session-generating", problem!["code"]!.GetValue<string>());
    }

    [Fact]
    public async Task Take_is_served_with_ranges_and_an_etag()
    {
        var produced = await app.Client.ProduceAsync(ScriptText.OneBeat);
        var path = $"sessions/{produced["session_id"]}/takes/{produced["beats"]![0]!["selected_take_id"]}/audio";
        using var whole = await app.Client.GetAsync(path);
        var bytes = await whole.Content.ReadAsByteArrayAsync();

        using var part = await SendAsync(path, request => request.Headers.Range = new RangeHeaderValue(100, 199));
        using var known = await SendAsync(path, request => request.Headers.IfNoneMatch.Add(whole.Headers.ETag!));
        using var beyond = await SendAsync(path, request => request.Headers.Range = new RangeHeaderValue(bytes.Length, null));
        using var head = await SendAsync(path, request => request.Method = HttpMethod.Head);

        Assert.Equal("audio/mpeg", whole.Content.Headers.ContentType!.MediaType);
        Assert.Equal(HttpStatusCode.PartialContent, part.StatusCode);
        Assert.Equal(bytes[100..200], await part.Content.ReadAsByteArrayAsync());
        Assert.Equal($"bytes 100-199/{bytes.Length}", part.Content.Headers.ContentRange!.ToString());
        Assert.Equal(HttpStatusCode.NotModified, known.StatusCode);
        Assert.Equal(HttpStatusCode.RequestedRangeNotSatisfiable, beyond.StatusCode);
        Assert.Equal(bytes.Length, head.Content.Headers.ContentLength);
        Assert.Empty(await head.Content.ReadAsByteArrayAsync());
    }

    [Fact]
    public async Task Exported_file_is_served_with_ranges_and_an_etag()
    {
        var produced = await app.Client.ProduceAsync(ScriptText.OneBeat);
        var id = produced["session_id"]!.GetValue<string>();
        await app.Client.ExportAsync(id);
        using var whole = await app.Client.GetAsync($"sessions/{id}/exports/01_only.mp3");
        var take = await app.Client.GetByteArrayAsync($"sessions/{id}/takes/{produced["beats"]![0]!["selected_take_id"]}/audio");

        using var part = await SendAsync($"sessions/{id}/exports/01_only.mp3", request => request.Headers.Range = new RangeHeaderValue(0, 9));
        using var manifest = await app.Client.GetAsync($"sessions/{id}/exports/manifest.json");

        var bytes = await whole.Content.ReadAsByteArrayAsync();
        Assert.Equal(take, Exported.SoundOf(bytes));
        Assert.Equal("audio/mpeg", whole.Content.Headers.ContentType!.MediaType);
        Assert.NotNull(whole.Headers.ETag);
        Assert.Equal(bytes[..10], await part.Content.ReadAsByteArrayAsync());
        Assert.Equal("application/json", manifest.Content.Headers.ContentType!.MediaType);
    }

    [Fact]
    public async Task Export_returns_202_with_the_durable_payload_and_can_be_repeated()
    {
        var produced = await app.Client.ProduceAsync(ScriptText.OneBeat);
        var path = $"sessions/{produced["session_id"]}/export";

        var started = await Task.WhenAll(Enumerable.Range(0, 4).Select(_ => app.Client.SendJsonAsync(HttpMethod.Post, path)));
        await ApiCalls.EndOfAsync(started[0].Body!["statusQueryGetUri"]!.GetValue<string>());
        var again = await app.Client.ExportAsync(produced["session_id"]!.GetValue<string>());

        Assert.All(started, answer =>
        {
            Assert.Equal(HttpStatusCode.Accepted, answer.Status);
            Assert.Equal("10", answer.Headers.GetValues("Retry-After").Single());
            Assert.Equal(answer.Body!["statusQueryGetUri"]!.GetValue<string>(), answer.Headers.Location!.OriginalString);
            Assert.Equal(produced["session_id"]!.GetValue<string>(), answer.Body["session_id"]!.GetValue<string>());
        });
        Assert.Equal("""["01_only.mp3"]""", again["exported_files"]!.ToJsonString());
    }

    [Theory]
    [InlineData("takes/0123456789ab/audio", "take-not-found")]
    [InlineData("exports/nothing.mp3", "file-not-found")]
    public async Task What_is_not_there_is_a_404_problem(string path, string code)
    {
        var produced = await app.Client.ProduceAsync(ScriptText.OneBeat);

        var (status, problem, _) = await app.Client.SendJsonAsync(HttpMethod.Get, $"sessions/{produced["session_id"]}/{path}");

        Assert.Equal(HttpStatusCode.NotFound, status);
        Assert.Equal(code, problem!["code"]!.GetValue<string>());
    }

    private async Task<HttpResponseMessage> SendAsync(string path, Action<HttpRequestMessage> configure)
    {
        using var request = new HttpRequestMessage(HttpMethod.Get, path);
        configure(request);
        return await app.Client.SendAsync(request);
    }
}
