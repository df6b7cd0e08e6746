using System.Net;
using System.Text.Json.Nodes;
using AudioFunctions.Testing.Running;

namespace AudioFunctions.Tests.Beats;

/// <summary>Stars and hidden takes over HTTP.</summary>
[Collection(BeatTests.Name)]
public sealed class TakeMarkTests(StandInApp app)
{
    [Fact]
    public async Task Marks_are_part_of_the_take_in_every_view_of_its_session()
    {
        var (session, takes) = await ProducedAsync();

        var (status, take, etag) = await MarkAsync(session, takes[1], """{"starred":true,"hidden":true}""");
        // Null changes nothing: generated clients send it for what isn't set.
        await MarkAsync(session, takes[0], """{"starred":true,"hidden":null}""");
        await MarkAsync(session, takes[1], """{"starred":null}""");

        Assert.Equal(HttpStatusCode.OK, status);
        Assert.Equal("True True", Marks(take));
        var shown = (await GetAsync(session))["beats"]![0]!["takes"]!;
        Assert.Equal(["True False", "True True"], shown.AsArray().Select(one => Marks(one!)));
        Assert.Equal(take.ToJsonString(), shown[1]!.ToJsonString());
        Assert.Equal(shown.ToJsonString(), (await GetAsync($"{session}/beats/01_only"))["takes"]!.ToJsonString());
        Assert.Equal(shown.ToJsonString(), (await GetAsync($"{session}/review"))["session"]!["beats"]![0]!["takes"]!.ToJsonString());
        Assert.NotNull(etag);
    }

    [Fact]
    public async Task Response_has_the_version_of_the_beat_and_a_change_without_effect_keeps_it()
    {
        var (session, takes) = await ProducedAsync();

        var (_, _, starred) = await MarkAsync(session, takes[1], """{"starred":true}""");
        var (_, _, again) = await MarkAsync(session, takes[1], """{"starred":true}""", starred);
        using var beat = await app.Client.GetAsync(new Uri($"{session}/beats/01_only", UriKind.Relative));
        var (_, _, hidden) = await MarkAsync(session, takes[1], """{"hidden":true}""", starred);
        var (outdated, problem, _) = await MarkAsync(session, takes[1], """{"hidden":false}""", starred);

        Assert.Equal((starred, starred), (again, beat.Headers.ETag!.ToString()));
        Assert.NotEqual(starred, hidden);
        Assert.Equal((HttpStatusCode.PreconditionFailed, "precondition-failed"), (outdated, problem["code"]!.GetValue<string>()));
    }

    [Fact]
    public async Task Hidden_take_is_playable_and_selecting_it_shows_it_again()
    {
        var (session, takes) = await ProducedAsync();
        await MarkAsync(session, takes[1], """{"hidden":true}""");

        using var audio = await app.Client.GetAsync(new Uri($"{session}/takes/{takes[1]}/audio", UriKind.Relative));
        await app.Client.SendJsonAsync(HttpMethod.Post, $"{session}/beats/01_only/select", ApiCalls.Json($$"""{"take_id":"{{takes[1]}}"}"""));
        var (status, problem, _) = await MarkAsync(session, takes[1], """{"starred":true,"hidden":true}""");

        Assert.Equal(HttpStatusCode.OK, audio.StatusCode);
        Assert.Equal((HttpStatusCode.Conflict, "take-selected"), (status, problem["code"]!.GetValue<string>()));
        Assert.Equal(
            "The selected take can't be hidden, because export uses it; select another take of the beat first.", problem["detail"]!.GetValue<string>());
        Assert.Equal("False False", Marks((await GetAsync(session))["beats"]![0]!["takes"]![1]!));
    }

    [Fact]
    public async Task Take_of_an_earlier_wording_is_not_found()
    {
        var (session, takes) = await ProducedAsync();
        var words = ScriptText.OneBeat.Replace("one thing", "a marked thing", StringComparison.Ordinal);
        await app.Client.SendJsonAsync(HttpMethod.Put, $"{session}/script?produce=false", ApiCalls.Els(words));

        var (status, problem, _) = await MarkAsync(session, takes[0], """{"starred":true}""");

        Assert.Equal((HttpStatusCode.NotFound, "take-not-found"), (status, problem["code"]!.GetValue<string>()));
    }

    [Theory]
    [InlineData("""{"starred":"yes"}""", "starred must be true or false.")]
    [InlineData("""{"starred":true,"hidden":1}""", "hidden must be true or false.")]
    public async Task Invalid_marks_are_refused_and_change_nothing(string body, string detail)
    {
        var (session, takes) = await ProducedAsync();

        var (status, problem, _) = await MarkAsync(session, takes[1], body);

        Assert.Equal(HttpStatusCode.BadRequest, status);
        Assert.Equal(("marks-invalid", detail), (problem["code"]!.GetValue<string>(), problem["detail"]!.GetValue<string>()));
        Assert.Equal("False False", Marks((await GetAsync(session))["beats"]![0]!["takes"]![1]!));
    }

    /// <returns>A session's path, and the takes of its one beat, of which the first is selected.</returns>
    private async Task<(string Session, IReadOnlyList<string> Takes)> ProducedAsync()
    {
        var session = $"sessions/{(await app.Client.ProduceAsync(ScriptText.OneBeat))["session_id"]}";
        var (_, started, _) = await app.Client.SendJsonAsync(HttpMethod.Post, $"{session}/beats/01_only/regenerate", ApiCalls.Json("{}"));
        await ApiCalls.EndOfAsync(started!["statusQueryGetUri"]!.GetValue<string>());
        var takes = (await GetAsync(session))["beats"]![0]!["takes"]!.AsArray();
        return (session, [.. takes.Select(take => take!["take_id"]!.GetValue<string>())]);
    }

    private async Task<JsonNode> GetAsync(string path) => (await app.Client.SendJsonAsync(HttpMethod.Get, path)).Body!;

    private async Task<(HttpStatusCode Status, JsonNode Answer, string? ETag)> MarkAsync(string session, string take, string body, string? version = null)
    {
        using var request = new HttpRequestMessage(HttpMethod.Patch, $"{session}/takes/{take}") { Content = ApiCalls.Json(body) };
        if (version is not null)
            request.Headers.Add("If-Match", version);
        using var answer = await app.Client.SendAsync(request);
        return (answer.StatusCode, JsonNode.Parse(await answer.Content.ReadAsStringAsync())!, answer.Headers.ETag?.ToString());
    }

    private static string Marks(JsonNode take) => $"{take["starred"]!.GetValue<bool>()} {take["hidden"]!.GetValue<bool>()}";
}
