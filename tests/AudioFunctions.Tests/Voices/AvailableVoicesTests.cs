using System.Net;
using AudioFunctions.Testing.Running;

namespace AudioFunctions.Tests.Voices;

/// <summary>The voices of the speech account.</summary>
[Collection(StandInAppTests.Name)]
public sealed class AvailableVoicesTests(StandInApp app)
{
    [Fact]
    public async Task Voices_are_listed_in_pages_with_their_labels()
    {
        var (_, first, _) = await app.Client.SendJsonAsync(HttpMethod.Get, "voices/available?limit=2");
        var (_, second, _) = await app.Client.SendJsonAsync(HttpMethod.Get, $"voices/available?limit=2&continuation={first!["continuation"]}");

        Assert.Equal(
            """{"voice_id":"21m00Tcm4TlvDq8ikWAM","name":"Rachel","category":"premade","description":"Rachel speaks.","labels":{"accent":"american"},"preview_url":"https://storage.googleapis.com/eleven-public-prod/rachel.mp3"}""",
            first["voices"]![0]!.ToJsonString());
        // A preview without TLS is left out.
        Assert.Equal(("Adam", null, null), (second!["voices"]![0]!["name"]!.GetValue<string>(), second["voices"]![0]!["preview_url"], second["continuation"]));
        Assert.Empty(app.Speech.Violations);
    }

    [Fact]
    public async Task Search_finds_voices_by_name()
    {
        var (_, found, _) = await app.Client.SendJsonAsync(HttpMethod.Get, "voices/available?search=rAcC");

        Assert.Equal("Raccoon", Assert.Single(found!["voices"]!.AsArray())!["name"]!.GetValue<string>());
    }

    [Fact]
    public async Task No_profile_can_be_named_available()
    {
        const string Profile = """{"voice_id":"abc123","stability":0,"similarity_boost":1,"style":0.25,"speed":0.7}""";

        var (status, problem, _) = await app.Client.SendJsonAsync(HttpMethod.Put, "voices/available", ApiCalls.Json(Profile));

        Assert.Equal(HttpStatusCode.BadRequest, status);
        Assert.Contains("that is the address of the account's voices", problem!["detail"]!.GetValue<string>(), StringComparison.Ordinal);
    }
}
