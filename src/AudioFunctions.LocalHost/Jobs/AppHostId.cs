using System.Security.Cryptography;
using System.Text;
using Microsoft.Azure.WebJobs.Host.Executors;

namespace AudioFunctions.LocalHost.Jobs;

/// <summary>
/// The id in the names of the host's own queues and blobs. Hosts of the same app folder share them. As on the official host, the setting
/// <c>AzureFunctionsWebHost__hostid</c> overrides it.
/// </summary>
internal sealed class AppHostId(string appFolder) : IHostIdProvider
{
    private const int Length = 24;

    public Task<string> GetHostIdAsync(CancellationToken cancellationToken) => Task.FromResult(
        Environment.GetEnvironmentVariable("AzureFunctionsWebHost__hostid") is { Length: > 0 } named
            ? named
            : "local-" + Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(appFolder)))[..Length]);
}
