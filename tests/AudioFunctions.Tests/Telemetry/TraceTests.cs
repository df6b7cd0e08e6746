using System.Text.Json.Nodes;
using AudioFunctions.Testing;
using AudioFunctions.Testing.Storage;

namespace AudioFunctions.Tests.Telemetry;

public sealed class TraceTests(TracedProduction production) : IClassFixture<TracedProduction>
{
    private const string SessionId = "audiofunctions.session.id";
    private const string BeatId = "audiofunctions.beat.id";
    private const string TakeId = "audiofunctions.take.id";

    /// <summary>Span names from the client's request to an activity's function.</summary>
    private static readonly string[] Production =
    [
        "POST /api/sessions", "function StartSession", "create_orchestration:ProduceSession", "create_orchestration:ProduceSession",
        "orchestration:ProduceSession",
    ];

    [Theory]
    [InlineData("SynthesizeBeat", "speak segment", "POST /v1/text-to-speech/{voice_id}/with-timestamps", 4)]
    [InlineData("PadBeat", "ffmpeg decode", null, 2)]
    [InlineData("PadBeat", "ffmpeg encode", null, 2)]
    [InlineData("PadBeat", "ffprobe measure", null, 2)]
    public void One_trace_connects_the_clients_request_with_the_speech_service_and_FFmpeg(string activity, string work, string? request, int count)
    {
        string[] leaf = request is null ? [work] : [work, request];
        string[] path = [.. Production, $"activity:{activity}", $"activity:{activity}", $"function {activity}", .. leaf];

        var spans = production.Spans.Where(span => span.Name == path[^1]).ToList();

        Assert.Equal(count, spans.Count);
        Assert.All(spans, span => Assert.Equal(path, production.PathTo(span)));
    }

    [Fact]
    public void Every_activity_of_the_production_is_in_the_trace_once()
    {
        var activities = production.Spans
            .Where(span => span.Name.StartsWith("function ", StringComparison.Ordinal) && span.ParentId != TracedProduction.ClientSpanId
                && production.PathTo(span)[^2].StartsWith("activity:", StringComparison.Ordinal))
            .CountBy(span => span.Name["function ".Length..]);

        Assert.Equal(
            [
                new("CreateSession", 1), new("MeasureTake", 2), new("PadBeat", 2), new("ParseScript", 1), new("PersistTake", 2),
                new("RecordBeatFailure", 1), new("SetSessionStatus", 1), new("SynthesizeBeat", 3), new("ValidateScript", 1),
            ],
            activities.OrderBy(pair => pair.Key, StringComparer.Ordinal));
    }

    [Fact]
    public void Spans_have_the_session_beat_and_take()
    {
        foreach (var (take, beat) in production.Takes.Zip(["01_apples", "02_berries"]))
        {
            var about = production.Spans.Where(span => span[TakeId] == take).ToList();

            Assert.Equal(
                [
                    "POST /v1/text-to-speech/{voice_id}/with-timestamps", "ffmpeg decode", "ffmpeg encode", "ffprobe measure",
                    "function MeasureTake", "function PadBeat", "function PersistTake", "function SynthesizeBeat", "speak segment",
                ],
                about.Select(span => span.Name).Distinct().Order(StringComparer.Ordinal));
            Assert.All(about, span => Assert.Equal((production.SessionId, beat), (span[SessionId], span[BeatId])));
        }

        // The list of models serves every session for hours, so its span belongs to none.
        Assert.All(
            production.Spans.Where(span => span.Name != "GET /v1/models"
                && (span.Source == "AudioFunctions" || span.Name is "function StartSession" or "function ValidateScript")),
            span => Assert.Equal(production.SessionId, span[SessionId]));
    }

    [Fact]
    public void Span_of_a_segment_has_its_cost()
    {
        var bills = production.App.Speech.Bills;

        var spoken = production.Spans.Where(span => span is { Name: "speak segment", HasFailed: false }).ToList();

        Assert.Equal(bills.Select(bill => $"{bill.Cost}"), spoken.Select(span => span["audiofunctions.speech.credits"]));
        Assert.Equal(bills.Select(bill => $"{bill.Text.Length}"), spoken.Select(span => span["audiofunctions.speech.characters"]));
        Assert.All(spoken, span => Assert.Equal("eleven_turbo_v2_5", span["audiofunctions.speech.model"]));
    }

    [Fact]
    public void Refused_request_fails_and_the_segment_records_the_retry()
    {
        var refused = production.Spans.Single(span => span["http.response.status_code"] == "429");
        var segment = production.Spans.Single(span => span.Id == refused.ParentId);

        Assert.True(refused.HasFailed);
        Assert.Equal("speech-rate-limited", refused["error.type"]);
        Assert.False(segment.HasFailed);
        Assert.Contains("retry", segment.Events);
    }

    [Fact]
    public void Failed_beat_has_its_code_in_all_spans_from_the_request_to_the_activity()
    {
        var path = production.Spans.Where(span => span.HasFailed && span[BeatId] == "03_cherries");

        Assert.Equal(
            ["POST /v1/text-to-speech/{voice_id}/with-timestamps", "function SynthesizeBeat", "speak segment"],
            path.Where(span => span["error.type"] == "voice-not-found").Select(span => span.Name).Order(StringComparer.Ordinal));
    }

    [Fact]
    public void Neither_a_key_nor_a_text_of_the_script_is_exported()
    {
        var secrets = JsonNode.Parse(File.ReadAllText(Path.Combine(production.App.Settings.SecretsFolder, "host.json")))!;
        List<string> keys =
        [
            production.App.Speech.ApiKey, AzuriteServer.AccountKey, secrets["masterKey"]!["value"]!.GetValue<string>(),
            .. secrets["functionKeys"]!.AsArray().Concat(secrets["systemKeys"]!.AsArray()).Select(key => key!["value"]!.GetValue<string>()),
        ];
        string[] texts = ["Me found", "Me ate", "found apples", "found cherries", TracedProduction.Direction, "The apples", "audio_base64"];

        Assert.True(production.Collector.Has(production.SessionId));
        Assert.True(keys.Count >= 5);
        Assert.DoesNotContain(keys, production.Collector.Has);
        Assert.DoesNotContain(texts, production.Collector.Has);
        Assert.DoesNotContain("BRruTxiLM2nszrcCIpz1", production.Spans.SelectMany(span => span.Attributes.Values));
    }

    [Fact]
    public void Every_metric_is_exported_and_documented_with_its_unit()
    {
        var metrics = production.Collector.Metrics.Where(metric => metric.Source == "AudioFunctions").ToList();
        var page = File.ReadAllText(Path.Combine(Repository.Root, "docs", "observability.md"));

        Assert.Equal(
            [
                "audiofunctions.ffmpeg.duration", "audiofunctions.session.cost", "audiofunctions.speech.characters",
                "audiofunctions.speech.credits", "audiofunctions.speech.request.duration", "audiofunctions.speech.retries",
                "audiofunctions.speech.wait.duration", "audiofunctions.step.failures", "audiofunctions.takes",
            ],
            metrics.Select(metric => metric.Name).Distinct().Order(StringComparer.Ordinal));
        Assert.All(metrics, metric => Assert.Contains($"| `{metric.Name}` | `{metric.Unit}` |", page, StringComparison.Ordinal));
        Assert.All(metrics, metric => Assert.DoesNotContain(metric.Labels, label => label.EndsWith(".id", StringComparison.Ordinal)));
        Assert.All(metrics.SelectMany(metric => metric.Labels), label => Assert.Contains($"`{label}`", page, StringComparison.Ordinal));
    }

    [Fact]
    public void The_app_and_the_local_host_are_two_services() => Assert.Equal(
        ["AudioFunctions", "AudioFunctions.LocalHost"], production.Spans.Select(span => span.Service).Distinct().Order(StringComparer.Ordinal));
}
