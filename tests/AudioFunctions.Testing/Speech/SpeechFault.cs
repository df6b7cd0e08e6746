namespace AudioFunctions.Testing.Speech;

/// <summary>What goes wrong with one request.</summary>
public sealed record SpeechFault
{
    private SpeechFault(FaultKind kind) => Kind = kind;

    /// <summary>Nothing goes wrong: holds a place in the order of faults.</summary>
    public static SpeechFault None { get; } = new(FaultKind.None);

    /// <summary>The connection breaks before anything is spoken.</summary>
    public static SpeechFault CutBeforeBilling { get; } = new(FaultKind.CutBeforeBilling);

    /// <summary>The text is spoken, billed and in the history, and then the connection breaks.</summary>
    public static SpeechFault CutAfterBilling { get; } = new(FaultKind.CutAfterBilling);

    /// <summary>The connection breaks at once, and the text is spoken and billed this much later all the same.</summary>
    public static SpeechFault CutThenBilled(TimeSpan delay) => new(FaultKind.CutThenBilled) { Delay = delay };

    /// <summary>Billed; the connection breaks in the middle of the answer.</summary>
    public static SpeechFault CutInsideBody { get; } = new(FaultKind.CutInsideBody);

    /// <summary>Billed; half of the JSON arrives as if it were all.</summary>
    public static SpeechFault TruncatedBody { get; } = new(FaultKind.TruncatedBody);

    /// <summary>Billed; no answer for as long as the caller waits.</summary>
    public static SpeechFault HangAfterBilling { get; } = new(FaultKind.HangAfterBilling);

    /// <summary>The text is spoken and billed, and the answer is an error all the same.</summary>
    /// <param name="code">Null answers with an HTML page, as a gateway does.</param>
    public static SpeechFault ErrorAfterBilling(int status, string? code = null) =>
        new(FaultKind.ErrorAfterBilling) { Status = status, Code = code };

    /// <summary>200 with a proxy's page; not billed.</summary>
    public static SpeechFault HtmlPage { get; } = new(FaultKind.HtmlPage);

    public static SpeechFault NullAlignment { get; } = new(FaultKind.NullAlignment);

    /// <summary>Billed; from the middle of the text on, all times are the same, in the history as well.</summary>
    public static SpeechFault StuckTimes { get; } = new(FaultKind.StuckTimes);

    /// <summary>Billed; the voice segments of a dialogue name each other's voices.</summary>
    public static SpeechFault OtherVoices { get; } = new(FaultKind.OtherVoices);

    /// <summary>Billed, and no audio in the answer.</summary>
    public static SpeechFault EmptyAudio { get; } = new(FaultKind.EmptyAudio);

    /// <summary>Billed; the first third of the audio arrives, with the whole alignment. The history has all of it.</summary>
    public static SpeechFault TruncatedAudio { get; } = new(FaultKind.TruncatedAudio);

    /// <summary>Billed; a sentence in place of the audio. The history has the audio.</summary>
    public static SpeechFault NotAudio { get; } = new(FaultKind.NotAudio);

    /// <summary>Billed; what begins as FLAC and goes on as something else. Only decoding tells.</summary>
    public static SpeechFault BrokenFlac { get; } = new(FaultKind.BrokenFlac);

    /// <summary>Billed; far too loud, so that its peaks are cut off flat.</summary>
    public static SpeechFault ClippedAudio { get; } = new(FaultKind.ClippedAudio);

    public static SpeechFault QuotaExceeded { get; } = Error(401, "quota_exceeded");

    /// <summary>The history lists the request, and has no audio of it.</summary>
    public SpeechFault WithoutCopy => this with { HasCopy = false };

    /// <summary>The history's copy has the same damage.</summary>
    public SpeechFault DamagedCopy => this with { IsCopyDamaged = true };

    internal bool HasCopy { get; private init; } = true;

    internal bool IsCopyDamaged { get; private init; }

    internal FaultKind Kind { get; private init; }

    internal int Status { get; private init; }

    internal string? Code { get; private init; }

    internal string? RetryAfter { get; private init; }

    internal TimeSpan Delay { get; private init; }

    internal Task Release { get; private init; } = Task.CompletedTask;

    internal TimeSpan ListedDelay { get; private init; }

    /// <param name="retryAfter">The header's value: seconds or an HTTP date.</param>
    public static SpeechFault TooManyRequests(string? retryAfter = null, string code = "rate_limit_exceeded") =>
        new(FaultKind.Error) { Status = 429, Code = code, RetryAfter = retryAfter };

    /// <param name="code">Null answers with an HTML page, as a gateway does.</param>
    public static SpeechFault Error(int status, string? code = null) => new(FaultKind.Error) { Status = status, Code = code };

    /// <summary>The answer is right, and leaves exactly this long after the request came in.</summary>
    public static SpeechFault Slow(TimeSpan delay) => new(FaultKind.None) { Delay = delay };

    /// <summary>The answer is right, and leaves when <paramref name="release"/> completes.</summary>
    public static SpeechFault HeldUntil(Task release) => new(FaultKind.None) { Release = release };

    /// <summary>The same, and the history lists the item only this long after it was billed.</summary>
    public SpeechFault ListedAfter(TimeSpan delay) => this with { ListedDelay = delay };

    /// <summary>The same, and it happens when <paramref name="release"/> completes.</summary>
    public SpeechFault When(Task release) => this with { Release = release };

    public override string ToString() => $"{Kind} {Status} {Code}".Replace(" 0", "", StringComparison.Ordinal).Trim();
}

internal enum FaultKind
{
    None,
    Error,
    CutBeforeBilling,
    CutAfterBilling,
    CutThenBilled,
    CutInsideBody,
    TruncatedBody,
    HangAfterBilling,
    ErrorAfterBilling,
    HtmlPage,
    NullAlignment,
    StuckTimes,
    OtherVoices,
    EmptyAudio,
    TruncatedAudio,
    NotAudio,
    BrokenFlac,
    ClippedAudio,
}
