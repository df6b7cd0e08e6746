using System.Net;
using AudioFunctions.Testing.Running;
using AudioFunctions.Testing.Speech;
using AudioFunctions.Testing.Telemetry;

namespace AudioFunctions.Tests.Telemetry;

[Collection(StandInAppTests.Name)]
public sealed class MetricsTests(StandInApp app)
{
    private static readonly (string Name, string Value)[] ElevenLabs =
        [("audiofunctions_speech_provider", "elevenlabs"), ("audiofunctions_speech_model", "eleven_turbo_v2_5")];

    [Fact]
    public async Task Metrics_need_a_key()
    {
        using var stranger = new HttpClient();

        using var response = await stranger.GetAsync(new Uri(app.Client.BaseAddress!, "metrics"));

        Assert.Equal(HttpStatusCode.Unauthorized, response.StatusCode);
    }

    [Fact]
    public async Task Counters_increase_by_what_a_production_does_and_costs()
    {
        var before = await ReadAsync();
        var billsBefore = app.Speech.Bills.Count;

        await app.Client.ProduceAsync(ScriptText.Beats(2));

        var after = await ReadAsync();
        var bills = app.Speech.Bills.Skip(billsBefore).ToList();
        Assert.Equal(2, bills.Count);
        Assert.Equal(bills.Sum(bill => bill.Cost), Rise("audiofunctions_speech_credits_total", ElevenLabs));
        Assert.Equal(bills.Sum(bill => bill.Text.Length), Rise("audiofunctions_speech_characters_total", ElevenLabs));
        Assert.Equal(2, Rise("audiofunctions_speech_request_duration_seconds_count", ElevenLabs));
        Assert.Equal(2, Rise("audiofunctions_takes_total", [.. ElevenLabs, ("audiofunctions_take_origin", "spoken")]));
        Assert.Equal(1, Rise("audiofunctions_session_cost_count"));
        Assert.Equal(bills.Sum(bill => bill.Cost), Rise("audiofunctions_session_cost_sum"));
        Assert.Equal(0, Rise("audiofunctions_step_failures_total"));
        foreach (var operation in new[] { "decode", "encode", "measure" })
            Assert.Equal(2, Rise("audiofunctions_ffmpeg_duration_seconds_count", ("audiofunctions_audio_operation", operation)));

        double Rise(string name, params (string, string)[] labels) => after.Sum(name, labels) - before.Sum(name, labels);
    }

    [Fact]
    public async Task Copied_take_is_free()
    {
        var first = await app.Client.ProduceAsync(ScriptText.OneBeat);
        var before = await ReadAsync();

        await app.Client.ProduceAsync(ScriptText.OneBeat, reuseFrom: first["session_id"]!.GetValue<string>());

        var after = await ReadAsync();
        Assert.Equal(before.Sum("audiofunctions_speech_credits_total"), after.Sum("audiofunctions_speech_credits_total"));
        Assert.Equal(before.Sum("audiofunctions_session_cost_sum"), after.Sum("audiofunctions_session_cost_sum"));
        var copied = ("audiofunctions_take_origin", "reused");
        Assert.Equal(before.Sum("audiofunctions_takes_total", copied) + 1, after.Sum("audiofunctions_takes_total", copied));
    }

    [Fact]
    public async Task Retries_and_failures_are_counted_by_code()
    {
        app.Speech.Faults.When("found berries", SpeechFault.TooManyRequests("0"), times: 1);
        app.Speech.Faults.When("found cherries", SpeechFault.Error(404, "voice_not_found"), times: 1);
        var before = await ReadAsync();

        await app.Client.ProduceAsync(ScriptText.Beats(3));

        var after = await ReadAsync();
        Assert.Equal(1, Rise("audiofunctions_speech_retries_total", ("error_type", "speech-rate-limited")));
        Assert.Equal(1, Rise("audiofunctions_speech_wait_duration_seconds_count", ("audiofunctions_wait_reason", "backoff")));
        Assert.Equal(
            1, Rise("audiofunctions_step_failures_total", ("audiofunctions_step", "SynthesizeBeat"), ("error_type", "voice-not-found")));
        Assert.Equal(1, Rise("audiofunctions_step_failures_total"));
        Assert.DoesNotContain(after.Labels, label => label.EndsWith("_id", StringComparison.Ordinal));

        double Rise(string name, params (string, string)[] labels) => after.Sum(name, labels) - before.Sum(name, labels);
    }

    private async Task<PrometheusText> ReadAsync()
    {
        using var response = await app.Client.GetAsync("metrics");
        Assert.Equal(HttpStatusCode.OK, response.StatusCode);
        Assert.Equal("text/plain", response.Content.Headers.ContentType?.MediaType);
        return new PrometheusText(await response.Content.ReadAsStringAsync());
    }
}
