namespace AudioFunctions.Telemetry;

/// <summary>
/// The names of span attributes and metric labels: OpenTelemetry's own if its semantic conventions define one. Ids are for spans only; a
/// label must have few values.
/// </summary>
internal static class SpanAttributes
{
    public const string SessionId = "audiofunctions.session.id";
    public const string BeatId = "audiofunctions.beat.id";
    public const string TakeId = "audiofunctions.take.id";

    public const string Provider = "audiofunctions.speech.provider";
    public const string Model = "audiofunctions.speech.model";
    public const string Segment = "audiofunctions.speech.segment";
    public const string Characters = "audiofunctions.speech.characters";
    public const string Credits = "audiofunctions.speech.credits";
    public const string IsPaidBefore = "audiofunctions.speech.paid_before";
    public const string RequestId = "audiofunctions.speech.request_id";

    public const string Step = "audiofunctions.step";
    public const string Operation = "audiofunctions.audio.operation";
    public const string TakeOrigin = "audiofunctions.take.origin";
    public const string TakeVerdict = "audiofunctions.take.verdict";
    public const string HousekeepingKind = "audiofunctions.housekeeping.kind";
    public const string WaitReason = "audiofunctions.wait.reason";
    public const string WaitSeconds = "audiofunctions.wait.seconds";

    public const string ErrorType = "error.type";
    public const string HttpMethod = "http.request.method";
    public const string HttpStatus = "http.response.status_code";
    public const string UrlTemplate = "url.template";
    public const string ServerAddress = "server.address";
    public const string ServerPort = "server.port";
    public const string Program = "process.executable.name";
    public const string ExitCode = "process.exit.code";
}
