using Azure.Core;

namespace AudioFunctions.Storage;

/// <summary>
/// How long the storage clients wait and how often they retry. By default, a request fails after 6 s if the storage account refuses
/// connections, and after 21 s if it accepts them and never responds. (With the SDK's own defaults the latter takes up to 10 minutes.) That is
/// long enough for a restart of the storage; the orchestrator's retry policy and the clients of HTTP functions deal with longer outages.
/// </summary>
/// <param name="AttemptTimeout">
/// For a request without a body up to the response's headers, and for each read of a response's body. A request with a body gets more time,
/// see <see cref="UploadTimePolicy"/>.
/// </param>
/// <param name="FirstDelay">Before the first retry; doubles with each retry.</param>
public sealed record StorageLimits(TimeSpan AttemptTimeout, TimeSpan FirstDelay)
{
    private const int MaxRetries = 3;

    /// <summary>The table service responds within 5 s, if necessary with a continuation token; twice that allows for a busy machine.</summary>
    public static StorageLimits Default { get; } = new(TimeSpan.FromSeconds(10), TimeSpan.FromSeconds(0.8));

    /// <returns>The same options.</returns>
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
