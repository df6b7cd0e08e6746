using System.Net;
using System.Text.Json.Nodes;
using AudioFunctions.Testing.Running;
using AudioFunctions.Testing.Speech;

namespace AudioFunctions.Tests.Production;

/// <summary>Pronunciation rules from the request to the captions.</summary>
public sealed class PronunciationTests(PronunciationTests.SlowSpeech slow) : IClassFixture<PronunciationTests.SlowSpeech>
{
    private const string Words = "The SEC says **sec** now. [PAUSE: 300ms] WAGMI, me say.";

    private readonly string _project = $"p{Guid.NewGuid():N}";
    private readonly int _sentBefore = slow.App.Speech.Requests.Count;

    private StandInApp App => slow.App;

    private IEnumerable<string> Sent => App.Speech.Requests.Skip(_sentBefore).Select(request => request.Text);

    [Fact]
    public async Task Rules_change_what_is_sent_and_billed_but_not_what_is_shown()
    {
        await PutAsync("""{"rules":[{"from":"sec","say":"ess ee see"}],"characters":{"every-coon":[{"from":"WAGMI","say":"we make it"}]}}""");
        const string Spoken = "The ESS EE SEE says ESS EE SEE now. we make it, me say.";

        var estimate = await SendAsync(HttpMethod.Post, "scripts/estimate", ApiCalls.Els(Script("01_one", Words)));
        var produced = await App.Client.ProduceAsync(Script("01_one", Words));
        var id = produced["session_id"]!.GetValue<string>();
        var exported = await App.Client.ExportAsync(id, """{"captions":true,"words":true}""");

        Assert.Equal(Spoken.Length, estimate["total"]!["characters"]!.GetValue<int>());
        Assert.Equal([Spoken], Sent);
        Assert.Empty(App.Speech.Violations);
        var take = (await SessionAsync(id))["beats"]![0]!["takes"]![0]!;
        Assert.Equal("The SEC says SEC now. WAGMI, me say.", take["segments"]![0]!["text"]!.GetValue<string>());
        Assert.Equal(Spoken, take["segments"]![0]!["sent_text"]!.GetValue<string>());
        Assert.Equal([null, "every-coon"], take["pronunciations"]!.AsArray().Select(rule => rule!["character"]?.GetValue<string>()));
        Assert.False(take["stale"]!.GetValue<bool>());
        Assert.Empty(take["warnings"]!.AsArray());
        Assert.Contains("01_one.srt", exported["exported_files"]!.AsArray().Select(file => file!.GetValue<string>()));
        Assert.Contains("The SEC says sec now.", await App.Client.GetStringAsync(new Uri($"sessions/{id}/exports/01_one.srt", UriKind.Relative)), StringComparison.Ordinal);
        var words = JsonNode.Parse(await App.Client.GetStringAsync(new Uri($"sessions/{id}/exports/01_one.words.json", UriKind.Relative)))!.AsArray();
        Assert.Equal("The SEC says sec now. WAGMI, me say.", string.Concat(words.Select(word => word!["text"]!.GetValue<string>())).Trim());
    }

    [Fact]
    public async Task Changed_rule_marks_its_takes_and_only_their_beats_are_spoken_again()
    {
        var script = Script("01_one", "The SEC says no.", "02_two", "Me say yes.");
        var first = (await App.Client.ProduceAsync(script))["session_id"]!.GetValue<string>();

        var changed = await PutAsync("""{"rules":[{"from":"SEC","say":"ess ee see"},{"from":"nowhere","say":"no where"}]}""");
        var again = await App.Client.ProduceAsync(script, reuseFrom: first);

        Assert.Equal((1, true), (changed["stale"]!["count"]!.GetValue<int>(), changed["stale"]!["is_complete"]!.GetValue<bool>()));
        var stale = changed["stale"]!["takes"]![0]!;
        Assert.Equal((first, "01_one", true), (stale["session_id"]!.GetValue<string>(), stale["beat_id"]!.GetValue<string>(), stale["selected"]!.GetValue<bool>()));
        Assert.Equal([true, false], StaleOf(await SessionAsync(first)));
        var beat = await SendAsync(HttpMethod.Get, $"sessions/{first}/beats/01_one");
        Assert.True(beat["takes"]![0]!["stale"]!.GetValue<bool>());
        Assert.Equal([true, false], StaleOf((await SendAsync(HttpMethod.Get, $"sessions/{first}/review"))["session"]!));
        Assert.Equal([false, false], StaleOf(await SessionAsync(again["session_id"]!.GetValue<string>())));
        Assert.Equal(["The SEC says no.", "Me say yes.", "The ess ee see says no."], Sent);

        await PutAsync("{}");
        Assert.Equal([false, false], StaleOf(await SessionAsync(first)));
        Assert.Equal([true, false], StaleOf(await SessionAsync(again["session_id"]!.GetValue<string>())));
    }

    [Fact]
    public async Task Running_production_keeps_its_rules_and_a_regeneration_uses_the_current_ones()
    {
        await PutAsync("""{"rules":[{"from":"SEC","say":"ess ee see"}]}""");
        var started = await App.Client.StartSessionAsync(Script("01_one", "The SEC says maybe.", "02_two", "The SEC says yes."));
        // The first beat is being spoken, the second one isn't planned yet.
        await App.Speech.ReceivesAsync("says maybe.");
        await PutAsync("""{"rules":[{"from":"SEC","say":"the seck"}]}""");
        await ApiCalls.EndOfAsync(started["statusQueryGetUri"]!.GetValue<string>());
        var id = started["session_id"]!.GetValue<string>();
        var regenerating = await SendAsync(HttpMethod.Post, $"sessions/{id}/beats/02_two/regenerate");
        await ApiCalls.EndOfAsync(regenerating["statusQueryGetUri"]!.GetValue<string>());

        Assert.Equal(["The ess ee see says maybe.", "The ess ee see says yes.", "The the seck says yes."], Sent);
        Assert.Equal([true, true, false], StaleOf(await SessionAsync(id)));
    }

    [Fact]
    public async Task Changed_rule_changes_the_version_of_the_review()
    {
        var id = (await App.Client.ProduceAsync(Script("01_one", "The SEC says no.")))["session_id"]!.GetValue<string>();
        using var seen = await App.Client.GetAsync(new Uri($"sessions/{id}/review", UriKind.Relative));

        Assert.Equal(HttpStatusCode.NotModified, await ReviewSinceAsync());
        await PutAsync("""{"rules":[{"from":"SEC","say":"ess ee see"}]}""");
        Assert.Equal(HttpStatusCode.OK, await ReviewSinceAsync());

        async Task<HttpStatusCode> ReviewSinceAsync()
        {
            using var request = new HttpRequestMessage(HttpMethod.Get, $"sessions/{id}/review");
            request.Headers.TryAddWithoutValidation("If-None-Match", seen.Headers.ETag!.ToString());
            using var answer = await App.Client.SendAsync(request);
            return answer.StatusCode;
        }
    }

    [Fact]
    public async Task Further_takes_use_the_rules_of_the_first()
    {
        await PutAsync("""{"rules":[{"from":"SEC","say":"ess ee see"}]}""");
        var (_, started, _) = await App.Client.SendJsonAsync(HttpMethod.Post, "sessions?takes=2", ApiCalls.Els(Script("01_one", "The SEC says twice.")));
        await App.Speech.ReceivesAsync("says twice.");
        await PutAsync("{}");
        await ApiCalls.EndOfAsync(started!["statusQueryGetUri"]!.GetValue<string>());

        Assert.Equal(["The ess ee see says twice.", "The ess ee see says twice."], Sent);
    }

    [Fact]
    public async Task Replacing_a_script_keeps_stale_beats_and_assembles_none_of_them()
    {
        var script = Script("01_one", "The SEC says no. [PAUSE: 100]\nMe too.", "02_two", "Me say yes. [PAUSE: 100]\nMe do.");
        var id = (await App.Client.ProduceAsync(script))["session_id"]!.GetValue<string>();
        await PutAsync("""{"rules":[{"from":"SEC","say":"ess ee see"}]}""");

        var (_, same) = await App.PutScriptAsync(id, script + "\n", "?dry_run=true");
        var (_, paused) = await App.PutScriptAsync(id, script.Replace("100", "400", StringComparison.Ordinal), "?dry_run=true");

        Assert.Equal(["01_one keep", "02_two keep"], ScriptChanges.Actions(same));
        Assert.Equal(["01_one speak changed", "02_two assemble pauses"], ScriptChanges.Actions(paused));
        Assert.Equal("The ess ee see says no. Me too.".Length, paused["beats"]![0]!["characters"]!.GetValue<int>());
    }

    [Fact]
    public async Task Of_two_writers_with_the_same_version_one_succeeds()
    {
        await PutAsync("""{"rules":[{"from":"a","say":"ay"}]}""");
        using var read = await App.Client.GetAsync(new Uri($"pronunciations/{_project}", UriKind.Relative));
        var version = read.Headers.ETag!.ToString();
        using var head = await App.Client.SendAsync(new HttpRequestMessage(HttpMethod.Head, $"pronunciations/{_project}"));
        Assert.Equal((HttpStatusCode.OK, version), (head.StatusCode, head.Headers.ETag!.ToString()));

        var statuses = await Task.WhenAll(Enumerable.Range(0, 6).Select(async writer =>
        {
            using var request = new HttpRequestMessage(HttpMethod.Put, $"pronunciations/{_project}")
            {
                Content = ApiCalls.Json($$"""{"rules":[{"from":"a","say":"w{{writer}}"}]}"""),
            };
            request.Headers.TryAddWithoutValidation("If-Match", version);
            using var answer = await App.Client.SendAsync(request);
            return (writer, answer.StatusCode);
        }));

        var winner = Assert.Single(statuses, status => status.StatusCode == HttpStatusCode.OK).writer;
        Assert.Equal(5, statuses.Count(status => status.StatusCode == HttpStatusCode.PreconditionFailed));
        Assert.Equal($"w{winner}", (await SendAsync(HttpMethod.Get, $"pronunciations/{_project}"))["rules"]![0]!["say"]!.GetValue<string>());
    }

    private string Script(params string[] beats)
    {
        var text = $"[META]\nvideo_title: Rules\nproject: {_project}\n";
        foreach (var beat in beats.Chunk(2))
            text += $"[BEAT: {beat[0]}]\nname: Beat\n---\n{beat[1]}\n[END_BEAT]\n";
        return text;
    }

    private static IEnumerable<bool> StaleOf(JsonNode session) =>
        session["beats"]!.AsArray().SelectMany(beat => beat!["takes"]!.AsArray()).Select(take => take!["stale"]!.GetValue<bool>());

    private Task<JsonNode> SessionAsync(string id) => SendAsync(HttpMethod.Get, $"sessions/{id}");

    private Task<JsonNode> PutAsync(string rules) => SendAsync(HttpMethod.Put, $"pronunciations/{_project}", ApiCalls.Json(rules));

    private async Task<JsonNode> SendAsync(HttpMethod method, string path, HttpContent? content = null)
    {
        var (status, body, _) = await App.Client.SendJsonAsync(method, path, content);
        Assert.True((int)status < 300, $"{path}: {(int)status} {body?.ToJsonString()}");
        return body!;
    }

    /// <summary>Responds after a second, so that a test can act while a beat is spoken.</summary>
    public sealed class SlowSpeech : IAsyncLifetime
    {
        private StandInApp? _app;

        public StandInApp App => _app!;

        public async Task InitializeAsync() => _app = await StandInApp.StartAsync(new StandInOptions
        {
            Sound = StandInSound.Tones,
            AnswerAfter = TimeSpan.FromSeconds(1),
        });

        public async Task DisposeAsync() => await App.DisposeAsync();
    }
}
