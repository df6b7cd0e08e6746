using System.Collections.Concurrent;
using System.Reflection;
using AudioFunctions.LocalHost.Keys;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.Extensions;
using Microsoft.Azure.WebJobs;
using Microsoft.Azure.WebJobs.Description;
using Microsoft.Azure.WebJobs.Host.Config;

namespace AudioFunctions.LocalHost.Http;

/// <summary>The webhooks of extensions: each is below <see cref="Root"/>, under the extension's name, with its own system key.</summary>
#pragma warning disable CS0618 // Extensions can get their address only from IWebHookProvider.
internal sealed class Webhooks(Uri publicAddress) : IWebHookProvider
{
    public const string Root = "/runtime/webhooks";

    private readonly ConcurrentDictionary<string, IAsyncConverter<HttpRequestMessage, HttpResponseMessage>> _extensions =
        new(StringComparer.OrdinalIgnoreCase);

    private KeyRing? _keys;

    /// <summary>Call it before the extensions start.</summary>
    public void Use(KeyRing keys) => _keys = keys;

    /// <summary>The keys that the webhooks of these extensions need.</summary>
    public static IReadOnlyList<string> KeyNamesOf(IEnumerable<IExtensionConfigProvider> extensions) =>
        [.. extensions.Where(extension => extension is IAsyncConverter<HttpRequestMessage, HttpResponseMessage>).Select(NameOf).Select(KeyNameOf)];

    /// <summary>Registers an extension's webhook. The extension calls this.</summary>
    public Uri GetUrl(IExtensionConfigProvider extension)
    {
        var name = NameOf(extension);
        if (extension is IAsyncConverter<HttpRequestMessage, HttpResponseMessage> converter)
            _extensions[name] = converter;
        return new Uri(publicAddress, $"{Root}/{name}?code={Uri.EscapeDataString(_keys!.SystemKey(KeyNameOf(name)))}");
    }

    public async Task RunAsync(HttpContext http, PathString path)
    {
        var name = path.Value!.Trim('/').Split('/')[0].ToLowerInvariant();
        if (_keys!.RefusalOfSystem(http.Request, KeyNameOf(name)) is { } refusal)
            http.Response.StatusCode = refusal;
        else if (!_extensions.TryGetValue(name, out var extension))
            http.Response.StatusCode = StatusCodes.Status404NotFound;
        else
            await CopyAsync(await extension.ConvertAsync(await ReadAsync(http), http.RequestAborted), http);
    }

    /// <summary>Sends an internal request to an extension.</summary>
    public Task<HttpResponseMessage> SendAsync(string name, HttpRequestMessage request, CancellationToken cancellationToken) =>
        _extensions.TryGetValue(name, out var extension)
            ? extension.ConvertAsync(request, cancellationToken)
            : throw new InvalidOperationException($"The app has no extension '{name}' with a webhook.");

    private static string KeyNameOf(string extension) => $"{extension}_extension";

    private static string NameOf(IExtensionConfigProvider extension)
    {
        var attribute = extension.GetType().GetCustomAttribute<ExtensionAttribute>();
        return (attribute?.ConfigurationSection ?? attribute?.Name ?? extension.GetType().Name).ToLowerInvariant();
    }

    private static async Task<HttpRequestMessage> ReadAsync(HttpContext http)
    {
        var body = new MemoryStream();
        await http.Request.Body.CopyToAsync(body, http.RequestAborted);
        body.Position = 0;
        var request = new HttpRequestMessage(new HttpMethod(http.Request.Method), http.Request.GetEncodedUrl()) { Content = new StreamContent(body) };
        foreach (var (name, values) in http.Request.Headers)
        {
            if (!request.Headers.TryAddWithoutValidation(name, values.AsEnumerable()))
                request.Content.Headers.TryAddWithoutValidation(name, values.AsEnumerable());
        }

        return request;
    }

    private static async Task CopyAsync(HttpResponseMessage response, HttpContext http)
    {
        using (response)
        {
            http.Response.StatusCode = (int)response.StatusCode;
            foreach (var (name, values) in response.Headers.Concat(response.Content.Headers))
            {
                if (name is not ("Transfer-Encoding" or "Connection"))
                    http.Response.Headers[name] = values.ToArray();
            }

            await response.Content.CopyToAsync(http.Response.Body, http.RequestAborted);
        }
    }
}
#pragma warning restore CS0618
