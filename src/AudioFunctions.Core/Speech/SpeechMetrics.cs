using System.Diagnostics;
using System.Diagnostics.Metrics;
using AudioFunctions.Telemetry;

namespace AudioFunctions.Speech;

/// <summary>Metrics of speech: duration, retries, waits and cost.</summary>
internal static class SpeechMetrics
{
    private static readonly Histogram<double> RequestDuration = ProductMeter.Seconds(
        "audiofunctions.speech.request.duration",
        "From sending one request for speech until its response or failure.",
        0.1, 0.25, 0.5, 1, 2, 3, 5, 8, 15, 30, 60, 120);

    private static readonly Counter<long> Characters = ProductMeter.Meter.CreateCounter<long>(
        "audiofunctions.speech.characters", "{character}", "Characters of the text of stored speech.");

    private static readonly Counter<long> Credits = ProductMeter.Meter.CreateCounter<long>(
        "audiofunctions.speech.credits", "{credit}", "Credits that the speech service billed for stored speech.");

    private static readonly Counter<long> Retries = ProductMeter.Meter.CreateCounter<long>(
        "audiofunctions.speech.retries", "{retry}", "Requests for speech that are sent again, by the failure of the one before.");

    private static readonly Histogram<double> WaitDuration = ProductMeter.Seconds(
        "audiofunctions.speech.wait.duration",
        "Waits before a request for speech: for the limiter, for the account's concurrency limit, or before a retry.",
        0.01, 0.1, 0.25, 0.5, 1, 2, 5, 10, 30, 60, 120);

    /// <param name="failure">The code; null if the request succeeded.</param>
    public static void Requested(string provider, string model, TimeSpan elapsed, string? failure)
    {
        var labels = Of(provider, model);
        if (failure is not null)
            labels.Add(SpanAttributes.ErrorType, failure);
        RequestDuration.Record(elapsed.TotalSeconds, labels);
    }

    /// <summary>Counts newly stored speech.</summary>
    /// <param name="characterCount">The length of its text.</param>
    public static void Stored(RawSpeech speech, int characterCount)
    {
        var labels = Of(speech.Provider, speech.Model);
        Characters.Add(characterCount, labels);
        if (speech.BilledCharacters is { } credits)
            Credits.Add(credits, labels);
    }

    public static void WillRetry(string failure)
    {
        Retries.Add(1, KeyValuePair.Create(SpanAttributes.ErrorType, (object?)failure));
        Activity.Current?.AddEvent(new ActivityEvent("retry", tags: new ActivityTagsCollection { [SpanAttributes.ErrorType] = failure }));
    }

    public static void Waited(SpeechWait reason, TimeSpan elapsed)
    {
        // The values are recorded in metrics and traces: never rename them.
        var name = reason switch
        {
            SpeechWait.LocalSlot => "place",
            SpeechWait.AccountSlot => "room",
            _ => "backoff",
        };
        WaitDuration.Record(elapsed.TotalSeconds, KeyValuePair.Create(SpanAttributes.WaitReason, (object?)name));
        if (elapsed > TimeSpan.Zero && Activity.Current is { } span)
        {
            var tags = new ActivityTagsCollection { [SpanAttributes.WaitReason] = name, [SpanAttributes.WaitSeconds] = elapsed.TotalSeconds };
            span.AddEvent(new ActivityEvent("wait", tags: tags));
        }
    }

    private static TagList Of(string provider, string model) => new()
    {
        { SpanAttributes.Provider, provider },
        { SpanAttributes.Model, model },
    };
}

/// <summary>Why a request for speech waits.</summary>
internal enum SpeechWait
{
    /// <summary>For a free slot of the limiter: another request of this process must end first.</summary>
    LocalSlot,

    /// <summary>For a free slot of the account, which is at its plan's concurrency limit.</summary>
    AccountSlot,

    /// <summary>The delay before a retry.</summary>
    Backoff,
}
