using Azure.Data.Tables;
using Azure.Identity;
using Azure.Storage.Blobs;
using LocalRuntime.Functions.Hosting;
using Microsoft.Extensions.Configuration;

namespace LocalRuntime.Functions.Configuration;

/// <summary>
/// The app's own storage account, from <c>AzureWebJobsStorage</c>: a connection string, or addresses used with the identity
/// at hand (<c>__accountName</c>, or <c>__blobServiceUri</c> and <c>__tableServiceUri</c>; <c>__clientId</c> for a user-assigned one).
/// </summary>
internal sealed record StorageConnection(TableServiceClient Tables, BlobServiceClient Blobs)
{
    public const string Setting = "AzureWebJobsStorage";

    public static StorageConnection From(IConfiguration configuration)
    {
        var section = configuration.GetSection(Setting);
        return section.Value is { Length: > 0 } connectionString ? WithKey(connectionString) : WithIdentity(section);
    }

    private static StorageConnection WithKey(string connectionString)
    {
        try
        {
            return new StorageConnection(new TableServiceClient(connectionString), new BlobServiceClient(connectionString));
        }
        catch (Exception e) when (e is FormatException or ArgumentException or InvalidOperationException)
        {
            // The inner message may quote the connection string, which holds the key.
            throw new StartupException($"{Setting} is not a storage connection string; for Azurite use 'UseDevelopmentStorage=true'.");
        }
    }

    private static StorageConnection WithIdentity(IConfigurationSection section)
    {
        var blobs = Address(section, "blob");
        var tables = Address(section, "table");
        var credential = Credential(section["clientId"]);
        return new StorageConnection(new TableServiceClient(tables, credential), new BlobServiceClient(blobs, credential));
    }

    private static DefaultAzureCredential Credential(string? clientId) => string.IsNullOrEmpty(clientId)
        ? new DefaultAzureCredential()
        : new DefaultAzureCredential(new DefaultAzureCredentialOptions { ManagedIdentityClientId = clientId });

    private static Uri Address(IConfigurationSection section, string service)
    {
        if (section["accountName"] is { Length: > 0 } account)
            return new Uri($"https://{account}.{service}.core.windows.net");
        return Uri.TryCreate(section[$"{service}ServiceUri"], UriKind.Absolute, out var address)
            ? address
            : throw new StartupException(
                $"No storage account: set {Setting} to a connection string ('UseDevelopmentStorage=true' for Azurite on this machine), "
                + $"or {Setting}__blobServiceUri and {Setting}__tableServiceUri to addresses.");
    }
}
