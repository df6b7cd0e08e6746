using AudioFunctions.Testing.Running;
using AudioFunctions.Testing.Speech;
using AudioFunctions.Testing.Telemetry;

namespace AudioFunctions.Tests.Telemetry;

/// <summary>
/// A production of three beats with all telemetry exported: the first beat is spoken at once, the second after a retry, the third fails. The
/// app is stopped afterwards, so that everything is flushed.
/// </summary>
public sealed class TracedProduction : IAsyncLifetime
{
    /// <summary>The trace of the client that submits the script.</summary>
    public const string TraceId = "0af7651916cd43dd8448eb211c80319c";

    public const string ClientSpanId = "b7ad6b7169203331";

    public const string Direction = "Whispering to the moon";

    private StandInApp? _app;
    private OtlpCollector? _collector;

    public OtlpCollector Collector => _collector!;

    public StandInApp App => _app!;

    public string SessionId { get; private set; } = "";

    /// <summary>The ids of the two takes, in the order of the beats.</summary>
    public IReadOnlyList<string> Takes { get; private set; } = [];

    /// <summary>All spans of the client's trace.</summary>
    public IReadOnlyList<ExportedSpan> Spans => [.. Collector.Spans.Where(span => span.TraceId == TraceId)];

    /// <summary>The names from the client's span down to this one.</summary>
    public IReadOnlyList<string> PathTo(ExportedSpan span) => span.ParentId == ClientSpanId
        ? [span.Name]
        : [.. PathTo(Collector.Spans.Single(parent => parent.Id == span.ParentId)), span.Name];

    public async Task InitializeAsync()
    {
        _collector = await OtlpCollector.StartAsync();
        _app = await StandInApp.StartAsync(new StandInOptions { Sound = StandInSound.Tones }, Collector.Collect);
        App.Speech.Faults.When("found berries", SpeechFault.TooManyRequests("0"), times: 1);
        App.Speech.Faults.When("found cherries", SpeechFault.Error(404, "voice_not_found"));
        App.Client.DefaultRequestHeaders.Add("traceparent", $"00-{TraceId}-{ClientSpanId}-01");

        var script = ScriptText.Beats(3).Replace("Me found", $"[DIRECTION: {Direction}]\nMe found", StringComparison.Ordinal);
        var output = await App.Client.ProduceAsync(script);
        SessionId = output["session_id"]!.GetValue<string>();
        Takes = [.. output["beats"]!.AsArray().Select(beat => beat!["selected_take_id"]?.GetValue<string>()).OfType<string>()];
        await App.Process.StopAsync();
    }

    public async Task DisposeAsync()
    {
        await App.DisposeAsync();
        await Collector.DisposeAsync();
    }
}
