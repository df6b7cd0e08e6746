using AudioFunctions.Testing.Running;
using AudioFunctions.Testing.Speech;

namespace AudioFunctions.Tests.Production;

/// <summary>Failures of the speech service during a production.</summary>
[Collection(StandInAppTests.Name)]
public sealed class SpeechFailureTests(StandInApp app)
{
    public static TheoryData<string, SpeechFault, string> Refusals => new()
    {
        { "wrong key", SpeechFault.Error(401, "invalid_api_key"), "speech-unauthorized" },
        { "quota", SpeechFault.QuotaExceeded, "quota-exceeded" },
        { "voice", SpeechFault.Error(404, "voice_not_found"), "voice-not-found" },
        { "500", SpeechFault.Error(500, "internal_error"), "speech-unavailable" },
        { "gateway page", SpeechFault.Error(502), "speech-unavailable" },
        { "429", SpeechFault.TooManyRequests(), "speech-rate-limited" },
        { "cut", SpeechFault.CutBeforeBilling, "speech-unavailable" },
        { "empty audio", SpeechFault.EmptyAudio.WithoutCopy, "speech-answer-unusable" },
        { "audio cut short", SpeechFault.TruncatedAudio.WithoutCopy, "speech-answer-unusable" },
    };

    [Theory]
    [MemberData(nameof(Refusals))]
    public async Task Beat_that_cannot_be_spoken_gets_its_code_and_the_others_are_made(string name, SpeechFault fault, string code)
    {
        var word = Word(name);
        app.Speech.Faults.When(word, fault);

        var output = await app.Client.ProduceAsync(Script(word));

        var failed = output["beats"]![1]!.AsObject();
        Assert.Equal(["beat_id", "beat_name", "error"], failed.Select(property => property.Key));
        Assert.Equal(code, failed["error"]!["code"]!.GetValue<string>());
        Assert.DoesNotContain(app.Speech.ApiKey, failed.ToJsonString(), StringComparison.Ordinal);
        Assert.EndsWith("(1 failed)", output["summary"]!.GetValue<string>(), StringComparison.Ordinal);
        Assert.StartsWith("Generated 2/3 beats", output["summary"]!.GetValue<string>(), StringComparison.Ordinal);
        var (_, session, _) = await app.Client.SendJsonAsync(HttpMethod.Get, $"sessions/{output["session_id"]}");
        Assert.Equal([1, 0, 1], session!["beats"]!.AsArray().Select(beat => beat!["takes"]!.AsArray().Count));
        Assert.Equal(code, session["beats"]![1]!["error"]!["code"]!.GetValue<string>());
        Assert.Empty(app.TempFiles());
    }

    public static TheoryData<string, SpeechFault> PassingFaults => new()
    {
        { "busy once", SpeechFault.TooManyRequests("0") },
        { "busy at the limit", SpeechFault.TooManyRequests("0", "too_many_concurrent_requests") },
        { "500 once", SpeechFault.Error(500, "internal_error") },
        { "page once", SpeechFault.Error(503) },
        { "html as 200", SpeechFault.HtmlPage },
        { "cut before", SpeechFault.CutBeforeBilling },
        { "cut after", SpeechFault.CutAfterBilling },
        { "cut inside", SpeechFault.CutInsideBody },
        { "half a body", SpeechFault.TruncatedBody },
        { "no alignment", SpeechFault.NullAlignment },
        { "no audio once", SpeechFault.EmptyAudio },
        { "a third of the audio", SpeechFault.TruncatedAudio },
        { "a sentence as audio", SpeechFault.NotAudio },
    };

    [Theory]
    [MemberData(nameof(PassingFaults))]
    public async Task Transient_fault_fails_no_beat_and_nothing_is_billed_twice(string name, SpeechFault fault)
    {
        var word = Word(name);
        app.Speech.Faults.When(word, fault, times: 1);

        var output = await app.Client.ProduceAsync(Script(word));

        Assert.All(output["beats"]!.AsArray(), beat => Assert.Null(beat!["error"]));
        Assert.Single(app.Speech.Bills, bill => bill.Text.Contains(word, StringComparison.Ordinal));
    }

    [Fact]
    public async Task Key_is_in_no_log_no_table_and_no_response()
    {
        var word = Word("secret keeping");
        app.Speech.Faults.When(word, SpeechFault.Error(401, "invalid_api_key"), times: 1);

        var output = await app.Client.ProduceAsync(Script(word));
        var (_, session, _) = await app.Client.SendJsonAsync(HttpMethod.Get, $"sessions/{output["session_id"]}");

        Assert.DoesNotContain(app.Speech.ApiKey, app.Process.Log, StringComparison.Ordinal);
        Assert.DoesNotContain(app.Speech.ApiKey, session!.ToJsonString(), StringComparison.Ordinal);
        Assert.NotEmpty(app.Process.Log);
    }

    /// <summary>A word that only this test uses, so that faults and bills of other tests don't affect it.</summary>
    private static string Word(string name) => $"word{string.Concat(name.Where(char.IsLetterOrDigit))}end";

    private static string Script(string word) => ScriptText.Beats(3).Replace("berries.", $"berries {word}.", StringComparison.Ordinal);
}
