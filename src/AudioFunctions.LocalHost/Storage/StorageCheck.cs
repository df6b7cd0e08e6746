using System.Data.Common;
using System.Net.Sockets;
using AudioFunctions.LocalHost.Hosting;

namespace AudioFunctions.LocalHost.Storage;

/// <summary>Says early, and in one sentence, that the storage account can't be reached; the extensions would say it late, in many lines.</summary>
internal static class StorageCheck
{
    public const string Setting = "AzureWebJobsStorage";

    private static readonly string[] Services = ["BlobEndpoint", "QueueEndpoint", "TableEndpoint"];
    private static readonly string[] IdentitySettings = ["blobServiceUri", "accountName"];

    private const string Development = "UseDevelopmentStorage=true";
    private static readonly TimeSpan Timeout = TimeSpan.FromSeconds(15);
    private static readonly TimeSpan Interval = TimeSpan.FromMilliseconds(50);
    private static readonly Uri[] DevelopmentEndpoints = [new("http://127.0.0.1:10000"), new("http://127.0.0.1:10001"), new("http://127.0.0.1:10002")];

    /// <summary>Waits for the storage to listen.</summary>
    /// <param name="readyFile">If set, no storage is touched until this file exists.</param>
    /// <exception cref="StartupException">None is configured, or it isn't there.</exception>
    public static async Task WaitAsync(string? readyFile, CancellationToken cancellationToken)
    {
        while (readyFile is not null && !File.Exists(readyFile))
            await Task.Delay(Interval / 2, cancellationToken);

        foreach (var endpoint in Endpoints())
            await ListensAsync(endpoint, cancellationToken);
    }

    /// <summary>Only those that the setting names itself; an account in Azure is taken to be there.</summary>
    private static Uri[] Endpoints()
    {
        var connection = Environment.GetEnvironmentVariable(Setting);
        if (string.IsNullOrEmpty(connection))
        {
            return HasIdentity()
                ? []
                : throw new StartupException(
                    $"No storage account: set {Setting} to a connection string ('{Development}' for Azurite on this machine), or {Setting}__blobServiceUri, __queueServiceUri and __tableServiceUri to its endpoints.");
        }

        if (connection.Trim().TrimEnd(';').Equals(Development, StringComparison.OrdinalIgnoreCase))
            return DevelopmentEndpoints;
        try
        {
            var parts = new DbConnectionStringBuilder { ConnectionString = connection };
            return [.. Services.Where(parts.ContainsKey).Select(name => new Uri((string)parts[name]))];
        }
        catch (Exception e) when (e is ArgumentException or UriFormatException)
        {
            // The inner message may quote the connection string, which holds the key.
            throw new StartupException($"{Setting} is not a storage connection string; for Azurite use '{Development}'.");
        }
    }

    private static bool HasIdentity() =>
        IdentitySettings.Any(name => Environment.GetEnvironmentVariable($"{Setting}__{name}") is { Length: > 0 });

    private static async Task ListensAsync(Uri endpoint, CancellationToken cancellationToken)
    {
        using var timeout = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        timeout.CancelAfter(Timeout);
        while (true)
        {
            try
            {
                using var probe = new TcpClient();
                await probe.ConnectAsync(endpoint.Host, endpoint.Port, timeout.Token);
                return;
            }
            catch (Exception e) when (e is SocketException or OperationCanceledException && !cancellationToken.IsCancellationRequested)
            {
                if (timeout.IsCancellationRequested)
                    throw new StartupException($"The storage account doesn't answer at {endpoint.GetLeftPart(UriPartial.Authority)}: start Azurite, or correct {Setting}.", e);
                await Task.Delay(Interval, cancellationToken);
            }
        }
    }
}
