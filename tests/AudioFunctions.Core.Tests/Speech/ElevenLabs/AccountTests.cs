using System.Text;
using AudioFunctions.Speech;
using AudioFunctions.Speech.ElevenLabs;
using AudioFunctions.Speech.Models;
using AudioFunctions.Testing.Speech;

namespace AudioFunctions.Core.Tests.Speech.ElevenLabs;

public sealed class AccountTests
{
    [Fact]
    public async Task The_credits_left_are_those_of_the_plan_minus_the_billed_ones()
    {
        await using var lab = await SpeechLab.StartAsync(new StandInOptions { Quota = 1000 });
        await lab.Speech.SpeakAsync(Beats.Segment("Twenty characters ok"), default);

        var credits = await lab.Account.FindCreditsAsync(default);

        Assert.Equal(new AccountCredits(10, 1000, 0, StandInSubscription.ResetsAt), credits);
        Assert.Equal((990, 990), (credits!.Remaining, credits.Spendable));
        Assert.Empty(lab.StandIn.Violations);
        Assert.Single(lab.StandIn.Requests);
        Assert.Equal(1, lab.StandIn.Subscription.Requests);
    }

    [Theory]
    [InlineData("""{"character_count":90,"character_limit":100,"max_credit_limit_extension":0}""", 10L)]
    [InlineData("""{"character_count":90,"character_limit":100,"max_credit_limit_extension":50}""", 60L)]
    [InlineData("""{"character_count":140,"character_limit":100,"max_credit_limit_extension":50}""", 10L)]
    [InlineData("""{"character_count":190,"character_limit":100,"max_credit_limit_extension":50}""", 0L)]
    [InlineData("""{"character_count":140,"character_limit":100,"max_credit_limit_extension":"unlimited"}""", null)]
    [InlineData("""{"character_count":90,"character_limit":100}""", 10L)]
    [InlineData("""{"character_count":90,"character_limit":100,"allowed_to_extend_character_limit":false,"can_extend_character_limit":true}""", 10L)]
    [InlineData("""{"character_count":90,"character_limit":100,"allowed_to_extend_character_limit":true}""", null)]
    [InlineData("""{"character_count":90,"character_limit":100,"allowed_to_extend_character_limit":true,"max_character_limit_extension":5}""", 15L)]
    [InlineData("""{"character_count":90,"character_limit":100,"max_credit_limit_extension":0,"allowed_to_extend_character_limit":true}""", 10L)]
    [InlineData("""{"character_count":0,"character_limit":1e300,"max_credit_limit_extension":1e300}""", 2_000_000_000_000_000L)]
    public void Allowed_usage_beyond_the_plan_counts(string json, long? spendable)
    {
        var credits = ElevenLabsSubscription.Read(Encoding.UTF8.GetBytes(json));

        Assert.Equal(spendable, credits!.Spendable);
        Assert.Equal(spendable is null, credits.CanPay(long.MaxValue));
        if (spendable is { } most)
            Assert.Equal((true, false), (credits.CanPay(most), credits.CanPay(most + 1)));
    }

    [Theory]
    [InlineData("""{"character_count":90}""")]
    [InlineData("""{"character_count":"90","character_limit":100}""")]
    [InlineData("""{"character_count":-1,"character_limit":100}""")]
    [InlineData("[]")]
    [InlineData("null")]
    [InlineData("<html>")]
    [InlineData("")]
    public void A_response_without_the_limits_means_unknown_credits(string json) =>
        Assert.Null(ElevenLabsSubscription.Read(Encoding.UTF8.GetBytes(json)));

    [Theory]
    [InlineData("null")]
    [InlineData("0")]
    [InlineData("1e18")]
    [InlineData("\"soon\"")]
    public void An_invalid_reset_time_is_ignored(string reset)
    {
        var json = $$"""{"character_count":1,"character_limit":2,"next_character_count_reset_unix":{{reset}}}""";

        Assert.Null(ElevenLabsSubscription.Read(Encoding.UTF8.GetBytes(json))!.ResetsAt);
    }

    public static TheoryData<SpeechFault, string, string> Failures => new()
    {
        { SpeechFault.Error(401, "missing_permissions"), "speech-unauthorized", "The key may not read the subscription; give the ElevenLabs API key the permission user_read to see the credits left." },
        { SpeechFault.Error(401, "invalid_api_key"), "speech-unauthorized", "ElevenLabs does not accept the API key; check ELEVENLABS_API_KEY (HTTP 401 invalid_api_key" },
        { SpeechFault.Error(429, "rate_limit_exceeded"), "speech-rate-limited", "ElevenLabs is rate limiting (HTTP 429" },
        { SpeechFault.Error(500), "speech-unavailable", "ElevenLabs failed (HTTP 500" },
        { SpeechFault.HtmlPage, "speech-answer-unusable", "ElevenLabs' response doesn't say how many credits are left." },
        { SpeechFault.CutBeforeBilling, "speech-unavailable", "The connection to ElevenLabs broke" },
    };

    [Theory]
    [MemberData(nameof(Failures))]
    public async Task A_failure_has_a_message_without_the_key_and_is_not_retried(SpeechFault fault, string code, string sentence)
    {
        await using var lab = await SpeechLab.StartAsync();
        lab.StandIn.Subscription.Fault = fault;

        var failure = await Assert.ThrowsAsync<SpeechException>(() => lab.Account.FindCreditsAsync(default));

        Assert.Equal(code, failure.Code);
        Assert.StartsWith(sentence, failure.Message, StringComparison.Ordinal);
        Assert.Equal(1, lab.StandIn.Subscription.Requests);
        Assert.DoesNotContain(lab.StandIn.ApiKey, string.Join('\n', [.. lab.Logs, failure.ToString()]), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(4)]
    [InlineData(1.5, "1.5")]
    public async Task The_timeout_is_four_seconds_or_the_setting(double seconds, string? setting = null)
    {
        var time = new ManualTime();
        (string, string)[] settings = setting is null ? [] : [("ElevenLabs:SubscriptionTimeoutSeconds", setting)];
        await using var lab = await SpeechLab.StartAsync(time: time, settings: settings);
        lab.StandIn.Subscription.Fault = SpeechFault.HangAfterBilling;

        var asking = lab.Account.FindCreditsAsync(default);
        await time.WaitOfAsync(TimeSpan.FromSeconds(seconds));
        time.Advance(TimeSpan.FromSeconds(seconds));

        var failure = await Assert.ThrowsAsync<SpeechException>(() => asking);
        Assert.Equal($"ElevenLabs did not respond within {setting ?? "4"} s.", failure.Message);
    }

    [Fact]
    public async Task A_cancelled_request_throws_a_cancellation()
    {
        await using var lab = await SpeechLab.StartAsync();
        lab.StandIn.Subscription.Fault = SpeechFault.HangAfterBilling;
        using var timeout = new CancellationTokenSource(TimeSpan.FromMilliseconds(200));

        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => lab.Account.FindCreditsAsync(timeout.Token));
    }

    [Theory]
    [InlineData("eleven_turbo_v2_5", 0.5)]
    [InlineData("eleven_flash_v2", 0.5)]
    [InlineData("eleven_multilingual_v2", 1)]
    [InlineData("eleven_v3", 1)]
    public void Each_model_has_its_listed_price(string model, double listed) =>
        Assert.Equal(new CharacterPrice(listed, 0.5), ElevenLabsModels.Find(model).Price);

    [Fact]
    public async Task The_offline_voice_is_free()
    {
        await using var lab = await SpeechLab.StartAsync(settings: ("Speech:Provider", "offline"));

        Assert.True(lab.Account.IsFree);
        Assert.Null(await lab.Account.FindCreditsAsync(default));
        Assert.Equal(0, lab.StandIn.Subscription.Requests);
    }
}
