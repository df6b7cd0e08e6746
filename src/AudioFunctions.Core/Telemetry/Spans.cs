using System.Diagnostics;

namespace AudioFunctions.Telemetry;

/// <summary>
/// The product's own spans. They contain ids, names and numbers, never a text, a key or a header. Without a listener, no spans are
/// created, and a call costs next to nothing.
/// </summary>
public static class Spans
{
    /// <summary>The name of the <see cref="ActivitySource"/>.</summary>
    public const string SourceName = "AudioFunctions";

    private static readonly ActivitySource Source = new(SourceName);
    private static readonly string[] Subject = [SpanAttributes.SessionId, SpanAttributes.BeatId, SpanAttributes.TakeId];

    /// <summary>Tags the current span and its child spans with a session, a beat and a take.</summary>
    public static void About(string? sessionId, string? beatId = null, string? takeId = null)
    {
        var span = Activity.Current;
        Set(span, SpanAttributes.SessionId, sessionId);
        Set(span, SpanAttributes.BeatId, beatId);
        Set(span, SpanAttributes.TakeId, takeId);
    }

    /// <summary>Starts a child of the current span, with the same session, beat and take.</summary>
    internal static Activity? Start(string name, ActivityKind kind = ActivityKind.Internal)
    {
        var parent = Activity.Current;
        var span = Source.StartActivity(name, kind);
        if (span is null || parent is null)
            return span;

        foreach (var attribute in Subject)
            Set(span, attribute, parent.GetTagItem(attribute));
        return span;
    }

    /// <summary>Runs the work in a span, and marks the span as failed if the work throws.</summary>
    internal static async Task<T> RunAsync<T>(string name, Func<Activity?, Task<T>> work, ActivityKind kind = ActivityKind.Internal)
    {
        using var span = Start(name, kind);
        try
        {
            return await work(span);
        }
        catch (Exception failure)
        {
            Fail(span, CodeOf(failure));
            throw;
        }
    }

    /// <summary>Marks the span as failed. The message isn't included; logs and responses have it.</summary>
    internal static void Fail(Activity? span, string code) => span?.SetTag(SpanAttributes.ErrorType, code).SetStatus(ActivityStatusCode.Error);

    /// <summary>The failure's code, or its type if it has none.</summary>
    internal static string CodeOf(Exception failure) => failure is ICodedFailure coded ? coded.Code : failure.GetType().FullName!;

    private static void Set(Activity? span, string attribute, object? value)
    {
        if (value is not null)
            span?.SetTag(attribute, value);
    }
}
