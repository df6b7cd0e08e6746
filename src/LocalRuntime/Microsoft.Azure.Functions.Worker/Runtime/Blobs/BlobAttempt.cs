namespace LocalRuntime.Functions.Blobs;

/// <summary>How far the work on one version of a blob is.</summary>
/// <param name="Tries">Runs that were begun.</param>
/// <param name="DueAt">
/// When the next run may begin; <see cref="DateTimeOffset.MaxValue"/> while one is queued or runs, and when none is to come.
/// </param>
/// <param name="Failure">What the last run threw.</param>
/// <param name="HasSucceeded">Only the receipt is left to be written.</param>
internal sealed record BlobAttempt(int Tries, DateTimeOffset DueAt, Exception? Failure = null, bool HasSucceeded = false)
{
    private static readonly TimeSpan FirstDelay = TimeSpan.FromSeconds(1);

    /// <summary>Nothing was tried yet.</summary>
    public static BlobAttempt New { get; } = new(0, DateTimeOffset.MinValue);

    public BlobAttempt Taken() => this with { DueAt = DateTimeOffset.MaxValue };

    /// <summary>The official host tries again at once; here it waits 1, 2, 4, 8 s, because what fails once often passes soon.</summary>
    public BlobAttempt Again(DateTimeOffset now) => this with { DueAt = now + (FirstDelay * (1 << Math.Clamp(Tries - 1, 0, 5))) };
}
