using System.Net;
using System.Text;
using System.Text.Json.Nodes;
using AudioFunctions.Testing.Running;

namespace AudioFunctions.Tests.Voices;

/// <summary>Has its own app, because other tests count the profiles; each test has its own characters.</summary>
public sealed class VoiceEndpointsTests(OfflineApp app) : IClassFixture<OfflineApp>
{
    private const string Granny =
        """{"display_name":"Granny","voice_id":"abc123","stability":0,"similarity_boost":1,"style":0.25,"speed":0.7,"description":"Knits.","language_code":null,"model_id":null}""";

    [Fact]
    public async Task Added_character_can_be_read_and_is_valid_in_a_script_at_once()
    {
        var script = ScriptText.OneBeat.Replace("Me say", "[CHARACTER: Granny]\nMe say", StringComparison.Ordinal);
        var (_, before, _) = await app.Client.SendJsonAsync(HttpMethod.Post, "scripts/validate", ApiCalls.Els(script));

        var created = await SendAsync(HttpMethod.Put, "granny", Granny);

        var (_, after, _) = await app.Client.SendJsonAsync(HttpMethod.Post, "scripts/validate", ApiCalls.Els(script));
        var read = await SendAsync(HttpMethod.Get, "granny");
        Assert.Equal("unknown-character", before!["diagnostics"]![0]!["code"]!.GetValue<string>());
        Assert.True(after!["is_valid"]!.GetValue<bool>());
        Assert.Equal((HttpStatusCode.Created, HttpStatusCode.OK), (created.Status, read.Status));
        Assert.Equal("""{"character":"granny",""" + Granny[1..], read.Body!.ToJsonString());
        Assert.Equal(read.Body.ToJsonString(), created.Body!.ToJsonString());
        Assert.Equal(created.Tag, read.Tag);
    }

    [Fact]
    public async Task Second_put_replaces_and_the_body_of_a_get_can_be_sent_back()
    {
        await SendAsync(HttpMethod.Put, "again", Granny);
        var (_, first, firstTag) = await SendAsync(HttpMethod.Get, "again");
        first!["speed"] = 1.2;
        first["description"] = "Runs.";

        var replaced = await SendAsync(HttpMethod.Put, "AGAIN", first.ToJsonString(), ifMatch: firstTag);

        Assert.Equal(HttpStatusCode.OK, replaced.Status);
        Assert.NotEqual(firstTag, replaced.Tag);
        Assert.Equal(first.ToJsonString(), (await SendAsync(HttpMethod.Get, "again")).Body!.ToJsonString());
    }

    [Fact]
    public async Task Display_texts_have_defaults_and_everything_else_is_required()
    {
        var terse = await SendAsync(
            HttpMethod.Put, "terse", """{"voice_id":"abc","stability":0.5,"similarity_boost":0.5,"style":0.5,"speed":1}""");
        var empty = await SendAsync(HttpMethod.Put, "hollow", "{}");

        Assert.Equal("terse", terse.Body!["display_name"]!.GetValue<string>());
        Assert.Equal("", terse.Body["description"]!.GetValue<string>());
        Assert.Equal((HttpStatusCode.BadRequest, "setting-missing"), (empty.Status, Code(empty.Body)));
        Assert.Equal(
            "A whole profile needs voice_id, stability, similarity_boost, style, speed too; use PATCH to change single fields of an existing profile.",
            empty.Body!["detail"]!.GetValue<string>());
        Assert.Equal(HttpStatusCode.NotFound, (await SendAsync(HttpMethod.Get, "hollow")).Status);
    }

    [Fact]
    public async Task Patch_changes_its_fields_and_keeps_the_rest()
    {
        await SendAsync(HttpMethod.Put, "patched", Granny);

        var (status, body, _) = await SendAsync(HttpMethod.Patch, "patched", """{"style":0,"display_name":"Grandma"}""");

        var expected = JsonNode.Parse(Granny)!;
        expected["style"] = 0;
        expected["display_name"] = "Grandma";
        Assert.Equal(HttpStatusCode.OK, status);
        Assert.Equal("""{"character":"patched",""" + expected.ToJsonString()[1..], body!.ToJsonString());
        Assert.Equal(body.ToJsonString(), (await SendAsync(HttpMethod.Get, "patched")).Body!.ToJsonString());
    }

    [Theory]
    [InlineData("{\"speed\":1.21}", "speed must be between 0.7 and 1.2.")]
    [InlineData("{\"similarity_boost\":-0.1}", "similarity_boost must be between 0 and 1.")]
    [InlineData("{\"style\":1e999}", "style must be between 0 and 1.")]
    [InlineData("{\"voice_id\":\"../up\"}", "voice_id must be an ElevenLabs voice id: 1–64 of A–Z, a–z, 0–9, '_' and '-'.")]
    public async Task Value_out_of_range_is_400_naming_field_and_range_and_changes_nothing(string patch, string sentence)
    {
        var before = await SendAsync(HttpMethod.Get, "fed");

        var (status, problem, _) = await SendAsync(HttpMethod.Patch, "fed", patch);

        Assert.Equal((HttpStatusCode.BadRequest, "setting-out-of-range"), (status, Code(problem)));
        Assert.Equal(sentence, problem!["detail"]!.GetValue<string>());
        Assert.Equal(before.Tag, (await SendAsync(HttpMethod.Get, "fed")).Tag);
    }

    [Theory]
    [InlineData("""{"speed":"fast"}""", "the field 'speed' is unknown, a duplicate, or has a value that it cannot have.")]
    [InlineData("""{"volume":1}""", "the field 'volume' is unknown, a duplicate, or has a value that it cannot have.")]
    [InlineData("""{"speed":1,"speed":0.9}""", "the field 'speed' is unknown, a duplicate, or has a value that it cannot have.")]
    [InlineData("""{"speed":1,}""", "line 1 is not.")]
    [InlineData("speed: 1", "line 1 is not.")]
    public async Task Malformed_profile_is_400_naming_the_field(string body, string end)
    {
        var (status, problem, _) = await SendAsync(HttpMethod.Put, "granny", body);

        Assert.Equal((HttpStatusCode.BadRequest, "json-invalid"), (status, Code(problem)));
        Assert.EndsWith($": {end}", problem!["detail"]!.GetValue<string>(), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("granny", "speed: 1", "json-invalid")]
    [InlineData("granny", "{\"speed\":\"fast\"}", "json-invalid")]
    [InlineData("granny", "{\"character\":\"grandpa\"}", "character-mismatch")]
    [InlineData("no%20name", Granny, "setting-out-of-range")]
    public async Task Invalid_profile_is_400(string character, string body, string code)
    {
        var (status, problem, _) = await SendAsync(HttpMethod.Put, character, body);

        Assert.Equal((HttpStatusCode.BadRequest, code), (status, Code(problem)));
    }

    [Fact]
    public async Task Alias_of_every_coon_is_every_coon()
    {
        var (status, body, _) = await SendAsync(HttpMethod.Get, "EveryCoon");

        Assert.Equal(HttpStatusCode.OK, status);
        Assert.Equal("every-coon", body!["character"]!.GetValue<string>());
    }

    [Theory]
    [InlineData("GET", null)]
    [InlineData("PATCH", "{}")]
    [InlineData("DELETE", null)]
    public async Task Character_without_a_profile_is_a_404_problem(string method, string? body)
    {
        var unknown = await SendAsync(new HttpMethod(method), "nobody", body);
        var impossible = await SendAsync(new HttpMethod(method), "it's%20%23nobody", body);

        Assert.Equal((HttpStatusCode.NotFound, "voice-profile-not-found"), (unknown.Status, Code(unknown.Body)));
        Assert.Equal((HttpStatusCode.NotFound, "voice-profile-not-found"), (impossible.Status, Code(impossible.Body)));
    }

    [Fact]
    public async Task Deleted_character_is_gone_and_no_longer_valid_in_a_script()
    {
        await SendAsync(HttpMethod.Put, "leaver", Granny);

        var (status, body, _) = await SendAsync(HttpMethod.Delete, "leaver");

        var script = ScriptText.OneBeat.Replace("Me say", "[CHARACTER: leaver]\nMe say", StringComparison.Ordinal);
        var (_, validation, _) = await app.Client.SendJsonAsync(HttpMethod.Post, "scripts/validate", ApiCalls.Els(script));
        Assert.Equal(HttpStatusCode.NoContent, status);
        Assert.Null(body);
        Assert.Equal(HttpStatusCode.NotFound, (await SendAsync(HttpMethod.Get, "leaver")).Status);
        Assert.False(validation!["is_valid"]!.GetValue<bool>());
    }

    [Theory]
    [InlineData("PUT", Granny)]
    [InlineData("PATCH", "{\"style\":1}")]
    [InlineData("DELETE", null)]
    public async Task Outdated_version_is_412_and_changes_nothing(string method, string? body)
    {
        var character = $"stale-{method.ToLowerInvariant()}";
        var (_, _, old) = await SendAsync(HttpMethod.Put, character, Granny);
        var (_, _, now) = await SendAsync(HttpMethod.Patch, character, """{"description":"Changed."}""");

        var stale = await SendAsync(new HttpMethod(method), character, body, ifMatch: old);
        var unreadable = await SendAsync(new HttpMethod(method), character, body, ifMatch: "not-a-tag");
        var absent = await SendAsync(new HttpMethod(method), $"{character}-absent", body, ifMatch: "*");

        Assert.All(new[] { stale, unreadable, absent }, answer =>
            Assert.Equal((HttpStatusCode.PreconditionFailed, "precondition-failed"), (answer.Status, Code(answer.Body))));
        Assert.Equal(now, (await SendAsync(HttpMethod.Get, character)).Tag);
        Assert.True((await SendAsync(new HttpMethod(method), character, body, ifMatch: $"\"other\", {now}")).Status < HttpStatusCode.Ambiguous);
    }

    [Fact]
    public async Task Put_with_If_None_Match_does_not_replace()
    {
        using var request = new HttpRequestMessage(HttpMethod.Put, "voices/whale") { Content = Json(Granny) };
        request.Headers.Add("If-None-Match", "*");

        using var answer = await app.Client.SendAsync(request);

        Assert.Equal(HttpStatusCode.PreconditionFailed, answer.StatusCode);
        Assert.Equal("Whale", (await SendAsync(HttpMethod.Get, "whale")).Body!["display_name"]!.GetValue<string>());
    }

    [Fact]
    public async Task Concurrent_patches_lose_nothing()
    {
        await SendAsync(HttpMethod.Put, "crowd", Granny);
        string[] patches =
        [
            """{"stability":0.11}""", """{"similarity_boost":0.22}""", """{"style":0.33}""", """{"speed":1.04}""", """{"display_name":"Crowd"}""",
            """{"description":"Many."}""",
        ];

        var answers = await Task.WhenAll(patches.Select(patch => SendAsync(HttpMethod.Patch, "crowd", patch)));

        Assert.All(answers, answer => Assert.Equal(HttpStatusCode.OK, answer.Status));
        Assert.Equal(
            """{"character":"crowd","display_name":"Crowd","voice_id":"abc123","stability":0.11,"similarity_boost":0.22,"style":0.33,"speed":1.04,"description":"Many.","language_code":null,"model_id":null}""",
            (await SendAsync(HttpMethod.Get, "crowd")).Body!.ToJsonString());
    }

    [Fact]
    public async Task Concurrent_puts_create_once_and_replace_after_that()
    {
        var answers = await Task.WhenAll(Enumerable.Range(0, 6).Select(_ => SendAsync(HttpMethod.Put, "rush", Granny)));

        Assert.Single(answers, answer => answer.Status == HttpStatusCode.Created);
        Assert.Equal(5, answers.Count(answer => answer.Status == HttpStatusCode.OK));
    }

    private static string? Code(JsonNode? problem) => problem?["code"]?.GetValue<string>();

    private static StringContent Json(string body) => new(body, Encoding.UTF8, "application/json");

    private async Task<(HttpStatusCode Status, JsonNode? Body, string? Tag)> SendAsync(
        HttpMethod method, string character, string? body = null, string? ifMatch = null)
    {
        using var request = new HttpRequestMessage(method, $"voices/{character}") { Content = body is null ? null : Json(body) };
        if (ifMatch is not null)
            request.Headers.TryAddWithoutValidation("If-Match", ifMatch);
        using var answer = await app.Client.SendAsync(request);
        var text = await answer.Content.ReadAsStringAsync();
        return (answer.StatusCode, text.Length == 0 ? null : JsonNode.Parse(text), answer.Headers.ETag?.ToString());
    }
}
