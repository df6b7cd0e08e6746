using System.Net;
using System.Text;
using System.Text.Json.Nodes;
using AudioFunctions.Testing.Running;
using AudioFunctions.Testing.Speech;

namespace AudioFunctions.Tests.Production;

/// <summary>Estimates and productions of accounts with enough and too few credits.</summary>
[Collection(StandInAppTests.Name)]
public sealed class CreditsTests(StandInApp app) : IDisposable
{
    /// <summary>Over 60 characters with a word unique to the test: about 30 credits.</summary>
    private readonly string _script = ScriptText.Beats(2).Replace("Me found", $"Word{Guid.NewGuid():N}", StringComparison.Ordinal);

    private StandInSubscription Account => app.Speech.Subscription;

    public void Dispose()
    {
        (Account.Remaining, Account.Extension, Account.Fault) = (null, "0", SpeechFault.None);
    }

    [Fact]
    public async Task Estimate_returns_the_credits_left_and_sends_no_speech_request()
    {
        Account.Remaining = 5000;
        var (spoken, asked) = (app.Speech.Requests.Count, Account.Requests);

        var (status, estimate) = await EstimateAsync();

        Assert.Equal(HttpStatusCode.OK, status);
        var credits = estimate["credits"]!.AsObject();
        Assert.Equal(["remaining", "limit", "resets_at"], credits.Select(property => property.Key));
        Assert.Equal(5000, credits["remaining"]!.GetValue<int>());
        Assert.Equal("2030-02-01T12:00:00.000Z", credits["resets_at"]!.GetValue<string>());
        Assert.True(estimate["sufficient"]!.GetValue<bool>());
        Assert.Equal("elevenlabs", estimate["provider"]!.GetValue<string>());
        var total = estimate["total"]!;
        Assert.InRange(total["expected_credits"]!.GetValue<int>(), total["characters"]!.GetValue<int>() / 2, total["characters"]!.GetValue<int>() * 0.6);
        Assert.Equal((spoken, asked + 1), (app.Speech.Requests.Count, Account.Requests));
        Assert.Empty(app.Speech.Violations);
    }

    [Fact]
    public async Task Too_few_credits_are_a_warning_in_the_estimate_and_402_at_the_start_without_storing_anything()
    {
        Account.Remaining = 7;
        var key = Guid.NewGuid().ToString("N");

        var (_, estimate) = await EstimateAsync();
        var (status, problem) = await StartAsync("sessions", key);

        Assert.False(estimate["sufficient"]!.GetValue<bool>());
        Assert.Contains("and 7 are left until 2030-02-01", Assert.Single(estimate["warnings"]!.AsArray())!.GetValue<string>(), StringComparison.Ordinal);
        Assert.Equal(HttpStatusCode.PaymentRequired, status);
        Assert.Equal("quota-exceeded", problem["code"]!.GetValue<string>());
        Assert.Matches(
            "^This production needs at least [0-9]+ ElevenLabs credits, and 7 are left until 2030-02-01\\. .*ignore_quota=true\\.$",
            problem["detail"]!.GetValue<string>());
        Assert.Equal("/api/sessions", problem["instance"]!.GetValue<string>());

        // The same key again with enough credits: the refused request didn't use up the id.
        Account.Remaining = null;
        var (again, started) = await StartAsync("sessions", key);
        Assert.Equal(HttpStatusCode.Accepted, again);
        await ApiCalls.EndOfAsync(started["statusQueryGetUri"]!.GetValue<string>());
    }

    [Fact]
    public async Task Estimate_and_refused_production_store_nothing()
    {
        await app.Client.ProduceAsync(ScriptText.OneBeat);
        Account.Remaining = 0;
        var before = await SessionTraces.FindAsync(app.Storage.ConnectionString, "");

        Assert.Equal(HttpStatusCode.OK, (await EstimateAsync()).Status);
        Assert.Equal(HttpStatusCode.PaymentRequired, (await StartAsync("sessions")).Status);

        Assert.Equal(before, await SessionTraces.FindAsync(app.Storage.ConnectionString, ""));
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task Production_starts_in_spite_of_too_few_credits_with_ignore_quota(bool asJson)
    {
        Account.Remaining = 0;
        var asked = Account.Requests;
        HttpContent content = asJson
            ? new StringContent(new JsonObject { ["els_content"] = _script, ["ignore_quota"] = true }.ToJsonString(), Encoding.UTF8, "application/json")
            : ApiCalls.Els(_script);

        var (status, started, _) = await app.Client.SendJsonAsync(HttpMethod.Post, asJson ? "sessions" : "sessions?ignore_quota=true", content);

        Assert.Equal(HttpStatusCode.Accepted, status);
        Assert.Equal(asked, Account.Requests);
        await ApiCalls.EndOfAsync(started!["statusQueryGetUri"]!.GetValue<string>());
    }

    [Fact]
    public async Task Replaced_script_with_too_few_credits_is_402_and_changes_nothing()
    {
        var id = (await app.Client.ProduceAsync(_script))["session_id"]!.GetValue<string>();
        var before = (await app.SessionAsync(id)).ToJsonString();
        var spoken = app.Speech.Requests.Count;
        var edited = _script.Replace("project: tests", "project: tests\ndefault_pace: fast", StringComparison.Ordinal);
        Account.Remaining = 7;

        var (refused, problem) = await app.PutScriptAsync(id, edited, "?produce=true");
        var (tried, change) = await app.PutScriptAsync(id, edited, "?produce=true&dry_run=true");

        Assert.Equal((HttpStatusCode.PaymentRequired, "quota-exceeded"), (refused, problem["code"]!.GetValue<string>()));
        Assert.Contains("and 7 are left until 2030-02-01", problem["detail"]!.GetValue<string>(), StringComparison.Ordinal);
        Assert.Equal((HttpStatusCode.OK, false), (tried, change["sufficient"]!.GetValue<bool>()));
        Assert.Equal(before, (await app.SessionAsync(id)).ToJsonString());
        Assert.Equal(spoken, app.Speech.Requests.Count);

        var started = await app.ReplaceScriptAsync(id, edited, "?produce=true&ignore_quota=true");
        Assert.True(started["production_started"]!.GetValue<bool>());
        Assert.Equal(spoken + 2, app.Speech.Requests.Count);
    }

    [Fact]
    public async Task Repeat_of_a_started_production_is_202_whatever_credits_are_left()
    {
        var key = Guid.NewGuid().ToString("N");
        var (_, first) = await StartAsync("sessions", key);
        Account.Remaining = 0;

        var (whileRunning, second) = await StartAsync("sessions", key);
        await ApiCalls.EndOfAsync(first["statusQueryGetUri"]!.GetValue<string>());
        var (afterwards, third) = await StartAsync("sessions", key);

        Assert.Equal((HttpStatusCode.Accepted, HttpStatusCode.Accepted), (whileRunning, afterwards));
        Assert.Equal(first["session_id"]!.GetValue<string>(), second["session_id"]!.GetValue<string>());
        Assert.Equal(first["session_id"]!.GetValue<string>(), third["session_id"]!.GetValue<string>());
    }

    [Theory]
    [InlineData("\"unlimited\"")]
    [InlineData("100000")]
    public async Task Usage_based_plan_gets_a_warning_and_no_refusal(string extension)
    {
        (Account.Remaining, Account.Extension) = (7, extension);

        var (_, estimate) = await EstimateAsync();
        var (status, started) = await StartAsync("sessions");

        Assert.True(estimate["sufficient"]!.GetValue<bool>());
        Assert.Contains("billed by usage", Assert.Single(estimate["warnings"]!.AsArray())!.GetValue<string>(), StringComparison.Ordinal);
        Assert.Equal(HttpStatusCode.Accepted, status);
        await ApiCalls.EndOfAsync(started["statusQueryGetUri"]!.GetValue<string>());
    }

    public static TheoryData<SpeechFault, string> Failures => new()
    {
        { SpeechFault.Error(401, "missing_permissions"), "The key may not read the subscription" },
        { SpeechFault.Error(401, "invalid_api_key"), "does not accept the API key" },
        { SpeechFault.Error(500), "ElevenLabs failed (HTTP 500" },
        { SpeechFault.HtmlPage, "doesn't say how many credits are left" },
        { SpeechFault.CutBeforeBilling, "The connection to ElevenLabs broke" },
    };

    [Theory]
    [MemberData(nameof(Failures))]
    public async Task Unknown_credits_are_a_warning_and_stop_nothing(SpeechFault fault, string warning)
    {
        Account.Fault = fault;

        await AssertOnlyWarnedAsync(app, warning);
    }

    [Fact]
    public async Task Late_response_about_credits_is_a_warning_and_stops_nothing()
    {
        await using var own = await StandInApp.StartAsync(configure: settings => settings.With("ElevenLabs__SubscriptionTimeoutSeconds", "1"));
        own.Speech.Subscription.Fault = SpeechFault.HangAfterBilling;

        await AssertOnlyWarnedAsync(own, "did not respond within 1 s");
    }

    private async Task AssertOnlyWarnedAsync(StandInApp asked, string warning)
    {
        var (status, estimate) = await EstimateAsync(asked);
        var (start, started) = await StartAsync(asked, "sessions");

        Assert.Equal((HttpStatusCode.OK, HttpStatusCode.Accepted), (status, start));
        Assert.Null(estimate["credits"]);
        Assert.Null(estimate["sufficient"]);
        Assert.Contains(warning, Assert.Single(estimate["warnings"]!.AsArray())!.GetValue<string>(), StringComparison.Ordinal);
        await asked.Process.LogsAsync("Could not get the credits left");
        Assert.DoesNotContain(asked.Speech.ApiKey, estimate.ToJsonString() + asked.Process.Log, StringComparison.Ordinal);
        await ApiCalls.EndOfAsync(started["statusQueryGetUri"]!.GetValue<string>());
    }

    private Task<(HttpStatusCode Status, JsonNode Body)> EstimateAsync() => EstimateAsync(app);

    private async Task<(HttpStatusCode Status, JsonNode Body)> EstimateAsync(StandInApp asked)
    {
        var (status, body, _) = await asked.Client.SendJsonAsync(HttpMethod.Post, "scripts/estimate", ApiCalls.Els(_script));
        return (status, body!);
    }

    private Task<(HttpStatusCode Status, JsonNode Body)> StartAsync(string path, string? idempotencyKey = null) =>
        StartAsync(app, path, idempotencyKey);

    private async Task<(HttpStatusCode Status, JsonNode Body)> StartAsync(StandInApp asked, string path, string? idempotencyKey = null)
    {
        using var request = new HttpRequestMessage(HttpMethod.Post, path) { Content = ApiCalls.Els(_script) };
        request.Headers.Add("Idempotency-Key", idempotencyKey ?? Guid.NewGuid().ToString("N"));
        using var answer = await asked.Client.SendAsync(request);
        return (answer.StatusCode, JsonNode.Parse(await answer.Content.ReadAsStringAsync())!);
    }
}
