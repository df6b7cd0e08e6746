using System.Net;
using System.Net.Http.Headers;
using System.Text;
using System.Text.Json;
using AudioFunctions.Testing.Storage;
using Microsoft.Azure.Functions.Worker.Tests.Hosting;

namespace Microsoft.Azure.Functions.Worker.Tests.Management;

/// <summary>The test app on a real storage account, and a client with the management key.</summary>
public sealed class DurableHost : IAsyncLifetime
{
    public const string Root = "/runtime/webhooks/durabletask";

    private readonly AzuriteFixture _azurite = new();
    private TestHost _host = null!;

    public string HubName { get; } = $"Hub{Guid.NewGuid():N}";

    public string Storage => _azurite.ConnectionString;

    public string Origin => _host.Origin;

    public string Key => _host.Folder.DurableTaskKey;

    internal TestHost Host => _host;

    public static string NewId() => $"id-{Guid.NewGuid():N}";

    public async Task InitializeAsync()
    {
        await _azurite.InitializeAsync();
        _host = await TestHost.StartAsync(storage: Storage, settings: $"--AzureFunctionsJobHost:extensions:durableTask:hubName={HubName}");
        // On a busy machine the task hub may take longer than a request waits for it.
        using var patience = new CancellationTokenSource(TimeSpan.FromSeconds(60));
        while ((await GetAsync("/instances/none")).StatusCode == HttpStatusCode.ServiceUnavailable)
            patience.Token.ThrowIfCancellationRequested();
    }

    public async Task DisposeAsync()
    {
        await _host.DisposeAsync();
        await _azurite.DisposeAsync();
    }

    public Task<HttpResponseMessage> GetAsync(string path) => SendAsync(HttpMethod.Get, path);

    public Task<HttpResponseMessage> PostAsync(string path, string? json = null, string mediaType = "application/json") =>
        SendAsync(HttpMethod.Post, path, json, mediaType);

    public Task<HttpResponseMessage> DeleteAsync(string path) => SendAsync(HttpMethod.Delete, path);

    public Task<HttpResponseMessage> SendAsync(HttpMethod method, string path, string? json = null, string mediaType = "application/json")
    {
        var request = new HttpRequestMessage(method, Root + path) { Headers = { { "x-functions-key", Key } } };
        if (json is not null)
            request.Content = new StringContent(json, Encoding.UTF8, new MediaTypeHeaderValue(mediaType));
        return _host.Client.SendAsync(request);
    }

    /// <summary>Starts an instance and returns its id.</summary>
    public async Task<string> StartAsync(string orchestrator, string? json = null, string? id = null)
    {
        id ??= NewId();
        using var response = await PostAsync($"/orchestrators/{orchestrator}/{id}", json);
        Assert.Equal(HttpStatusCode.Accepted, response.StatusCode);
        return id;
    }

    /// <summary>The status once it is the one given.</summary>
    public async Task<JsonElement> UntilAsync(string id, string status)
    {
        using var patience = new CancellationTokenSource(TimeSpan.FromSeconds(60));
        while (true)
        {
            var instance = JsonDocument.Parse(await (await GetAsync($"/instances/{id}")).Content.ReadAsStringAsync(patience.Token)).RootElement;
            if (instance.GetProperty("runtimeStatus").GetString() == status)
                return instance;
            await Task.Delay(20, patience.Token);
        }
    }
}

[CollectionDefinition(nameof(DurableHost))]
public sealed class DurableHostDefinition : ICollectionFixture<DurableHost>;
