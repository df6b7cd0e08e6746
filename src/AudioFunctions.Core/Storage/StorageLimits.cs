using Azure.Core;

namespace AudioFunctions.Storage;

/// <summary>
/// How long the storage clients wait and how often they retry. By default storage that refuses connections is a failure after 6 s, storage
/// that accepts them and never answers after 21 s. (With the SDK's own defaults the latter takes up to 10 minutes.) A restart of the storage
/// passes unnoticed; a longer outage is for the caller of an HTTP function and for the orchestrator's retry policy to deal with.
/// </summary>
/// <param name="AttemptTimeout">
/// For one request without a body up to the answer's headers, and for each read of an answer's body. A request with a body has more time,
/// see <see cref="UploadTimePolicy"/>.
/// </param>
/// <param name="FirstDelay">Before the first retry; doubles with each.</param>
public sealed record StorageLimits(TimeSpan AttemptTimeout, TimeSpan FirstDelay)
{
    private const int MaxRetries = 3;

    /// <summary>The table service answers within 5 s, with a continuation if need be; twice that allows for a busy machine.</summary>
    public static StorageLimits Default { get; } = new(TimeSpan.FromSeconds(10), TimeSpan.FromSeconds(0.8));

    /// <returns>The options, changed.</returns>
    public T ApplyTo<T>(T options)
        where T : ClientOptions
    {
        ArgumentNullException.ThrowIfNull(options);
        options.Retry.NetworkTimeout = AttemptTimeout;
        options.RetryPolicy = new StorageRetryPolicy(MaxRetries, FirstDelay);
        options.AddPolicy(new UploadTimePolicy(AttemptTimeout), HttpPipelinePosition.PerCall);
        return options;
    }
}
