using AudioFunctions.Storage;
using Azure.Core;
using Azure.Data.Tables;
using Azure.Identity;
using Azure.Storage.Blobs;
using Microsoft.Extensions.Azure;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;

namespace AudioFunctions.Composition;

/// <summary>
/// The storage account, from the host's own setting: <c>AzureWebJobsStorage</c> as a connection string, or
/// <c>AzureWebJobsStorage__blobServiceUri</c> and <c>__tableServiceUri</c> with a managed identity (<c>__clientId</c> if it is user-assigned).
/// </summary>
internal static class StorageRegistration
{
    private const string Section = "AzureWebJobsStorage";

    public static IServiceCollection AddStorage(this IServiceCollection services, IConfiguration configuration) =>
        services.AddStorage(configuration, StorageLimits.Default);

    internal static IServiceCollection AddStorage(this IServiceCollection services, IConfiguration configuration, StorageLimits limits)
    {
        // Apply the same limits to the clients that the Functions extensions create, such as a blob trigger's.
        services.AddAzureClients(clients => clients.ConfigureDefaults(options => limits.ApplyTo(options)));

        var connection = configuration[Section];
        if (!string.IsNullOrEmpty(connection))
        {
            return services
                .AddSingleton(_ => new BlobServiceClient(connection, limits.ApplyTo(new BlobClientOptions())))
                .AddSingleton(_ => new TableServiceClient(connection, limits.ApplyTo(new TableClientOptions())));
        }

        var section = configuration.GetSection(Section);
        return services
            .AddSingleton<TokenCredential>(_ => Credential(section["clientId"]))
            .AddSingleton(provider => new BlobServiceClient(
                Endpoint(section, "blobServiceUri"), provider.GetRequiredService<TokenCredential>(), limits.ApplyTo(new BlobClientOptions())))
            .AddSingleton(provider => new TableServiceClient(
                Endpoint(section, "tableServiceUri"), provider.GetRequiredService<TokenCredential>(), limits.ApplyTo(new TableClientOptions())));
    }

    private static DefaultAzureCredential Credential(string? clientId) => new(new DefaultAzureCredentialOptions { ManagedIdentityClientId = clientId });

    private static Uri Endpoint(IConfigurationSection section, string name) =>
        Uri.TryCreate(section[name], UriKind.Absolute, out var endpoint)
            ? endpoint
            : throw new InvalidOperationException(
                $"No storage account is configured: set {Section} to a connection string, or {Section}__{name} to the account's endpoint.");
}
