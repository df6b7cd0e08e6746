using System.Net;
using System.Text;
using System.Text.Json.Nodes;

namespace AudioFunctions.LocalHost.Tests.Running;

/// <summary>The Durable extension's management API, with its key.</summary>
internal sealed class DurableApi(HostProcess host)
{
    public const string Root = "/runtime/webhooks/durabletask";

    private static readonly TimeSpan Timeout = TimeSpan.FromSeconds(120);

    public static string NewId() => Guid.NewGuid().ToString("N");

    public async Task<HttpResponseMessage> SendAsync(HttpMethod method, string path, string? body = null, string mediaType = "application/json")
    {
        var separator = path.Contains('?', StringComparison.Ordinal) ? '&' : '?';
        using var content = body is null ? null : new StringContent(body, Encoding.UTF8, mediaType);
        using var request = new HttpRequestMessage(method, $"{Root}{path}{separator}code={host.DurableKey}") { Content = content };
        return await host.Client.SendAsync(request);
    }

    public Task<HttpResponseMessage> GetAsync(string path) => SendAsync(HttpMethod.Get, path);

    public Task<HttpResponseMessage> PostAsync(string path, string? body = null) => SendAsync(HttpMethod.Post, path, body);

    /// <returns>The instance's id.</returns>
    public async Task<string> StartAsync(string orchestrator, string input = "null", string? id = null)
    {
        id ??= NewId();
        using var response = await PostAsync($"/orchestrators/{orchestrator}/{id}", input);
        Assert.True(response.StatusCode == HttpStatusCode.Accepted, $"{response.StatusCode}: {await response.Content.ReadAsStringAsync()}");
        return id;
    }

    /// <summary>Waits until the instance has this status, and returns it.</summary>
    public async Task<JsonObject> UntilAsync(string id, string status)
    {
        using var timeout = new CancellationTokenSource(Timeout);
        var last = "";
        while (!timeout.IsCancellationRequested)
        {
            // A killed host refuses connections; one without a worker still responds to this.
            using var response = await GetAsync($"/instances/{id}");
            last = await response.Content.ReadAsStringAsync(timeout.Token);
            if (last.Length > 0 && JsonNode.Parse(last)!.AsObject() is var instance && instance["runtimeStatus"]!.GetValue<string>() == status)
                return instance;
            await Task.Delay(50, CancellationToken.None);
        }

        throw new TimeoutException($"Instance {id} is not {status}: {last}\n{host.Log}");
    }

    public async Task<int> ResultAsync(string id) => (await UntilAsync(id, "Completed"))["output"]!.GetValue<int>();
}
