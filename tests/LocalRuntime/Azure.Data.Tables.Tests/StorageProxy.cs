using System.Net;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.Features;
using Microsoft.Extensions.Logging;

namespace Azure.Data.Tables.Tests;

/// <summary>Stands between a client and a storage account, and fails the requests it is told to, one fault per request.</summary>
internal sealed class StorageProxy : IAsyncDisposable
{
    private readonly WebApplication _app;
    private readonly HttpClient _client = new();
    private readonly Uri _storage;
    private readonly Queue<Func<HttpContext, Task>> _faults = new();

    private StorageProxy(Uri storage)
    {
        _storage = storage;
        var builder = WebApplication.CreateSlimBuilder();
        builder.Logging.ClearProviders();
        builder.WebHost.UseUrls("http://127.0.0.1:0");
        _app = builder.Build();
        _app.Run(ServeAsync);
    }

    /// <summary>What came in, in order.</summary>
    public List<Attempt> Attempts { get; } = [];

    public Uri Endpoint => new(new Uri(_app.Urls.Single()), _storage.AbsolutePath);

    public static async Task<StorageProxy> StartAsync(Uri storage)
    {
        var proxy = new StorageProxy(storage);
        await proxy._app.StartAsync();
        return proxy;
    }

    /// <summary>Answers the next request with 503 without passing it on.</summary>
    public void Refuse(int retryAfterMilliseconds = 0, Action? meanwhile = null) => _faults.Enqueue(context =>
    {
        meanwhile?.Invoke();
        context.Response.StatusCode = StatusCodes.Status503ServiceUnavailable;
        if (retryAfterMilliseconds > 0)
            context.Response.Headers["retry-after-ms"] = $"{retryAfterMilliseconds}";
        return Task.CompletedTask;
    });

    /// <summary>Passes the next request on and breaks the connection instead of answering.</summary>
    public void LoseAnswer() => _faults.Enqueue(async context =>
    {
        using var answer = await ForwardAsync(context);
        context.Abort();
    });

    public async ValueTask DisposeAsync()
    {
        await _app.DisposeAsync();
        _client.Dispose();
    }

    private Task ServeAsync(HttpContext context)
    {
        var request = context.Request;
        var headers = request.Headers.ToDictionary(h => h.Key, h => h.Value.ToString());
        Attempts.Add(new(TimeProvider.System.GetTimestamp(), context.Connection.Id, headers));
        return _faults.TryDequeue(out var fault) ? fault(context) : PassOnAsync(context);
    }

    private async Task PassOnAsync(HttpContext context)
    {
        using var answer = await ForwardAsync(context);
        context.Response.StatusCode = (int)answer.StatusCode;
        foreach (var (name, values) in answer.Headers.Concat(answer.Content.Headers))
        {
            if (name is not ("Transfer-Encoding" or "Connection" or "Keep-Alive"))
                context.Response.Headers[name] = values.ToArray();
        }

        if (answer.StatusCode != HttpStatusCode.NoContent)
            await answer.Content.CopyToAsync(context.Response.Body);
    }

    private async Task<HttpResponseMessage> ForwardAsync(HttpContext context)
    {
        // As it was written: the signature covers the escaped path.
        var target = context.Features.GetRequiredFeature<IHttpRequestFeature>().RawTarget;
        var address = new Uri(_storage.GetLeftPart(UriPartial.Authority) + target);
        using var request = new HttpRequestMessage(new HttpMethod(context.Request.Method), address);
        using var body = new MemoryStream();
        await context.Request.Body.CopyToAsync(body);
        if (body.Length > 0)
            request.Content = new ByteArrayContent(body.ToArray());
        foreach (var (name, value) in context.Request.Headers)
        {
            if (name.StartsWith("Content-", StringComparison.Ordinal))
                request.Content?.Headers.TryAddWithoutValidation(name, value.ToString());
            else if (name is not ("Host" or "Connection"))
                request.Headers.TryAddWithoutValidation(name, value.ToString());
        }

        return await _client.SendAsync(request);
    }

    internal sealed record Attempt(long Timestamp, string Connection, Dictionary<string, string> Headers);
}
