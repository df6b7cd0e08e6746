using AudioFunctions.Speech;
using AudioFunctions.Testing.Speech;

namespace AudioFunctions.Core.Tests.Speech.ElevenLabs;

public sealed class SecrecyTests
{
    private const string Text = "Nobody may read this in a log.";

    public static TheoryData<SpeechFault> EveryWayToFail =>
    [
        SpeechFault.None,
        SpeechFault.TooManyRequests("0"),
        SpeechFault.Error(500),
        SpeechFault.Error(401, "invalid_api_key"),
        SpeechFault.Error(422),
        SpeechFault.HtmlPage,
        SpeechFault.CutBeforeBilling,
        SpeechFault.CutAfterBilling,
        SpeechFault.TruncatedBody,
        SpeechFault.QuotaExceeded,
    ];

    [Theory]
    [MemberData(nameof(EveryWayToFail))]
    public async Task Neither_key_nor_text_is_in_any_log_or_failure(SpeechFault fault)
    {
        await using var lab = await SpeechLab.StartAsync(settings: ("Speech:MaxAttempts", "2"));
        lab.StandIn.Faults.When("Nobody", fault);

        var failure = await Record.ExceptionAsync(() => lab.Speech.SpeakAsync(Beats.Segment(Text), CancellationToken.None));

        var told = string.Join('\n', [.. lab.Logs, failure?.ToString() ?? ""]);
        Assert.DoesNotContain(lab.StandIn.ApiKey, told, StringComparison.Ordinal);
        Assert.DoesNotContain("Nobody may", told, StringComparison.Ordinal);
        Assert.True(failure is null or SpeechException);
    }

    [Fact]
    public async Task An_invalid_key_is_refused_without_being_quoted()
    {
        var failure = await Record.ExceptionAsync(() => SpeechLab.StartAsync(settings: ("ElevenLabs:ApiKey", "sk_secret with\nbreak")));

        Assert.Equal("ElevenLabs__ApiKey contains a space or a character that no key has; copy it again.", failure!.Message);
        Assert.DoesNotContain("sk_secret", failure.ToString(), StringComparison.Ordinal);
    }
}
