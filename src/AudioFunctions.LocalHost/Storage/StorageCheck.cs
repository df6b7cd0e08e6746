using System.Data.Common;
using AudioFunctions.LocalHost.Hosting;

namespace AudioFunctions.LocalHost.Storage;

/// <summary>Reports early, in one sentence, that the storage account can't be reached; the extensions would do so late, in many lines.</summary>
internal static class StorageCheck
{
    public const string Setting = "AzureWebJobsStorage";

    /// <summary>How long storage may take to respond.</summary>
    public static readonly TimeSpan Timeout = TimeSpan.FromSeconds(15);

    private const string Development = "UseDevelopmentStorage=true";
    private static readonly string[] Services = ["Blob", "Queue", "Table"];
    private static readonly TimeSpan Interval = TimeSpan.FromMilliseconds(25);
    private static readonly Uri[] DevelopmentEndpoints = [new("http://127.0.0.1:10000"), new("http://127.0.0.1:10001"), new("http://127.0.0.1:10002")];

    /// <exception cref="StartupException">The settings name no storage account.</exception>
    public static void CheckSettings() => _ = Endpoints();

    /// <summary>Waits until the storage account responds.</summary>
    /// <param name="readyFile">If set, waits for this file before it accesses storage.</param>
    /// <exception cref="StartupException">No storage account is configured, or it doesn't respond.</exception>
    public static async Task WaitAsync(string? readyFile, TimeSpan maxWait, CancellationToken cancellationToken)
    {
        var endpoints = Endpoints();
        while (readyFile is not null && !File.Exists(readyFile))
            await Task.Delay(Interval, cancellationToken);

        using var client = new HttpClient { Timeout = maxWait };
        await Task.WhenAll(endpoints.Select(endpoint => AnswersAsync(client, endpoint, cancellationToken)));
    }

    /// <summary>The endpoints in the settings. A connection string without endpoints names an account in Azure, which isn't checked.</summary>
    private static IEnumerable<Uri> Endpoints()
    {
        var connection = Environment.GetEnvironmentVariable(Setting);
        if (string.IsNullOrEmpty(connection))
            return IdentityEndpoints();
        if (connection.Trim().TrimEnd(';').Equals(Development, StringComparison.OrdinalIgnoreCase))
            return DevelopmentEndpoints;
        try
        {
            var parts = new DbConnectionStringBuilder { ConnectionString = connection };
            return [.. Services.Select(name => $"{name}Endpoint").Where(parts.ContainsKey).Select(name => new Uri((string)parts[name]))];
        }
        catch (Exception e) when (e is ArgumentException or UriFormatException)
        {
            // Don't include the inner message: it may quote the connection string, which contains the key.
            throw new StartupException($"{Setting} is not a storage connection string; for Azurite use '{Development}'.");
        }
    }

    private static IEnumerable<Uri> IdentityEndpoints()
    {
        var named = Services.Select(name => SettingOf($"{name.ToLowerInvariant()}ServiceUri")).OfType<string>().ToList();
        if (named.Count == 0 && SettingOf("accountName") is null)
        {
            throw new StartupException(
                $"No storage account: set {Setting} to a connection string ('{Development}' for Azurite on this machine), or {Setting}__blobServiceUri, __queueServiceUri and __tableServiceUri to its endpoints.");
        }

        return named.Select(text => Uri.TryCreate(text, UriKind.Absolute, out var uri)
            ? uri
            : throw new StartupException($"'{text}' is not an address: correct the settings {Setting}__blobServiceUri, __queueServiceUri and __tableServiceUri."));
    }

    private static string? SettingOf(string name) =>
        Environment.GetEnvironmentVariable($"{Setting}__{name}") is { Length: > 0 } value ? value : null;

    /// <summary>Accepts any response, including errors: this only checks that something responds.</summary>
    private static async Task AnswersAsync(HttpClient client, Uri endpoint, CancellationToken cancellationToken)
    {
        using var timeout = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        timeout.CancelAfter(client.Timeout);
        while (true)
        {
            try
            {
                using var response = await client.GetAsync(endpoint, HttpCompletionOption.ResponseHeadersRead, timeout.Token);
                return;
            }
            catch (Exception e) when (e is (HttpRequestException or OperationCanceledException) && !cancellationToken.IsCancellationRequested)
            {
                if (timeout.IsCancellationRequested)
                    throw new StartupException($"The storage account doesn't respond at {endpoint.GetLeftPart(UriPartial.Authority)}: start Azurite, or correct {Setting}.", e);
                await Task.Delay(Interval, cancellationToken);
            }
        }
    }
}
