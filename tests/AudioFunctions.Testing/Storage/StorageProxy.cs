using System.Globalization;
using System.Text;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.Features;
using Microsoft.Extensions.Logging;

namespace AudioFunctions.Testing.Storage;

/// <summary>
/// Stands between a process and Azurite and sees every storage request: a test can count them, and do something exactly before a
/// request reaches the storage or exactly after it took effect and before its answer is heard.
/// </summary>
public sealed class StorageProxy : IAsyncDisposable
{
    private static readonly HashSet<string> HopByHop = new(StringComparer.OrdinalIgnoreCase)
    {
        "Connection", "Keep-Alive", "Transfer-Encoding", "Host", "Content-Length",
    };

    private readonly WebApplication[] _fronts;
    private readonly HttpClient _client = new(new SocketsHttpHandler
    {
        UseCookies = false,
        AllowAutoRedirect = false,
        // Azurite closes a connection that was idle for 5 s; a request sent at that moment would look like an outage. No shorter idle time
        // is safe on a busy machine, so each request has a connection of its own.
        PooledConnectionLifetime = TimeSpan.Zero,
    });

    private StorageProxy(AzuriteServer server)
    {
        _fronts =
        [
            Front(StorageService.Blob, server.BlobEndpoint), Front(StorageService.Queue, server.QueueEndpoint), Front(StorageService.Table, server.TableEndpoint),
        ];
    }

    /// <summary>Runs before a request goes on to the storage.</summary>
    public Func<StorageCall, Task> Before { get; set; } = _ => Task.CompletedTask;

    /// <summary>Runs when the storage has done what was asked, before the answer goes back.</summary>
    public Func<StorageCall, Task> After { get; set; } = _ => Task.CompletedTask;

    public string ConnectionString =>
        $"DefaultEndpointsProtocol=http;AccountName={AzuriteServer.AccountName};AccountKey={AzuriteServer.AccountKey};"
        + string.Create(CultureInfo.InvariantCulture, $"BlobEndpoint={Address(0)};QueueEndpoint={Address(1)};TableEndpoint={Address(2)};");

    public static async Task<StorageProxy> StartAsync(AzuriteServer server)
    {
        var proxy = new StorageProxy(server);
        foreach (var front in proxy._fronts)
            await front.StartAsync();
        return proxy;
    }

    /// <summary>
    /// Starts work whose first request of a kind waits until this proxy's hooks are set: however busy the machine, the work passes no
    /// boundary unseen. The request that waited goes through <see cref="After"/>, no more through <see cref="Before"/>.
    /// </summary>
    public async Task<T> StartHookedAsync<T>(Func<Task<T>> start, Func<StorageCall, bool> first, Action hook)
    {
        var hooked = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        Before = call => first(call) ? hooked.Task : Task.CompletedTask;
        try
        {
            return await start();
        }
        finally
        {
            Before = _ => Task.CompletedTask;
            hook();
            hooked.SetResult();
        }
    }

    /// <summary>Takes the hooks away.</summary>
    public void Unhook() => Before = After = _ => Task.CompletedTask;

    public async ValueTask DisposeAsync()
    {
        foreach (var front in _fronts)
            await front.DisposeAsync();
        _client.Dispose();
    }

    private string Address(int front) => $"{_fronts[front].Urls.Single()}/{AzuriteServer.AccountName}";

    private WebApplication Front(StorageService service, Uri target)
    {
        var builder = WebApplication.CreateSlimBuilder();
        builder.Logging.ClearProviders();
        builder.WebHost.UseUrls("http://127.0.0.1:0").ConfigureKestrel(options => options.Limits.MaxRequestBodySize = null);
        var app = builder.Build();
        app.Run(context => ForwardAsync(context, service, target));
        return app;
    }

    private async Task ForwardAsync(HttpContext context, StorageService service, Uri target)
    {
        using var buffer = new MemoryStream();
        await context.Request.Body.CopyToAsync(buffer);
        var call = new StorageCall(service, context.Request.Method, context.Request.Path, buffer.ToArray());

        await Before(call);
        using var answer = await _client.SendAsync(Copy(context.Request, call.Body, target), HttpCompletionOption.ResponseHeadersRead);
        var body = await answer.Content.ReadAsByteArrayAsync();
        await After(call);

        context.Response.StatusCode = (int)answer.StatusCode;
        foreach (var (name, values) in answer.Headers.Concat(answer.Content.Headers).Where(header => !HopByHop.Contains(header.Key)))
            context.Response.Headers[name] = values.ToArray();
        if (HttpMethods.IsHead(context.Request.Method))
            context.Response.ContentLength = answer.Content.Headers.ContentLength;
        else
            await context.Response.Body.WriteAsync(body);
    }

    private static HttpRequestMessage Copy(HttpRequest request, byte[] body, Uri target)
    {
        // The raw target keeps the escaping that the request's signature was made of.
        var rawTarget = request.HttpContext.Features.Get<IHttpRequestFeature>()!.RawTarget;
        var copy = new HttpRequestMessage(new HttpMethod(request.Method), new Uri(target.GetLeftPart(UriPartial.Authority) + rawTarget));
        if (body.Length > 0 || request.ContentLength is not null)
            copy.Content = new ByteArrayContent(body);
        foreach (var (name, values) in request.Headers.Where(header => !HopByHop.Contains(header.Key)))
        {
            if (!copy.Headers.TryAddWithoutValidation(name, values.ToArray()))
                copy.Content?.Headers.TryAddWithoutValidation(name, values.ToArray());
        }

        return copy;
    }
}

public enum StorageService
{
    Blob,
    Queue,
    Table,
}

/// <summary>One request to the storage.</summary>
public sealed record StorageCall(StorageService Service, string Method, string Path, byte[] Body)
{
    /// <summary>Whether it is a transaction whose rows hold this text.</summary>
    public bool IsTransactionWith(string text) =>
        Path.EndsWith("$batch", StringComparison.Ordinal) && Encoding.UTF8.GetString(Body).Contains(text, StringComparison.Ordinal);

    /// <summary>Whether it writes a blob whose name contains this.</summary>
    public bool IsBlobWrite(string namePart) => Method == HttpMethods.Put && Path.Contains(namePart, StringComparison.Ordinal);
}
