using System.Globalization;
using System.Net;
using System.Net.Sockets;
using System.Text;

namespace AudioFunctions.Tests.Contract;

/// <summary>What goes wrong in the same way in every operation, asked of every operation.</summary>
internal static class FailureCalls
{
    private static readonly ContractDocument Document = ContractDocument.Embedded;
    private static readonly string[] ProductStorage = ["/Sessions", "/VoiceProfiles", "/scripts", "/exports", "/audio-production"];

    public static async Task WithoutKeyAsync(ContractTour tour)
    {
        foreach (var operation in Documented("401"))
        {
            using var request = new HttpRequestMessage(operation.Method, Path(operation));
            using var answer = await tour.Stranger.SendAsync(request);
        }
    }

    /// <summary>A body that claims to come in pieces, and does not.</summary>
    public static async Task WithBrokenBodyAsync(ContractTour tour)
    {
        foreach (var operation in Document.Operations.Where(operation => operation.Node["requestBody"] is not null))
        {
            using var request = new HttpRequestMessage(operation.Method, new Uri(tour.Client.BaseAddress!, Path(operation)));
            using var answer = await BreakAsync(request, tour.App.Process.FunctionKey());
            await tour.Witness.CheckAsync(request, null, answer, CancellationToken.None);
        }
    }

    /// <summary>The product's own tables and blobs fail; those of the durable engine, which waits for them, do not.</summary>
    public static async Task WithoutStorageAsync(ContractTour tour)
    {
        tour.Storage.Before = call => Array.Exists(ProductStorage, call.Path.Contains)
            ? throw new IOException("The storage is down.")
            : Task.CompletedTask;
        await Task.WhenAll(Documented("503").Select(async operation =>
        {
            using var request = new HttpRequestMessage(operation.Method, Path(operation)) { Content = Example(operation) };
            using var answer = await tour.Client.SendAsync(request);
        }));
        tour.Storage.Before = _ => Task.CompletedTask;
    }

    private static IEnumerable<ContractOperation> Documented(string status) =>
        Document.Operations.Where(operation => operation.Node["responses"]![status] is not null);

    private static string Path(ContractOperation operation) => operation.Path[1..]
        .Replace("{id}", "none", StringComparison.Ordinal)
        .Replace("{beat_id}", "01_apples", StringComparison.Ordinal)
        .Replace("{take_id}", "0123456789ab", StringComparison.Ordinal)
        .Replace("{file}", "01_apples.mp3", StringComparison.Ordinal)
        .Replace("{character}", "fed", StringComparison.Ordinal);

    private static StringContent? Example(ContractOperation operation) => operation.Node["requestBody"] is { } body
        ? ContractTour.Json(Document.Resolve(body)["content"]!["application/json"]!["example"]!.ToJsonString())
        : null;

    private static async Task<HttpResponseMessage> BreakAsync(HttpRequestMessage request, string key)
    {
        using var client = new TcpClient();
        await client.ConnectAsync(IPAddress.Loopback, request.RequestUri!.Port);
        var stream = client.GetStream();
        await stream.WriteAsync(Encoding.ASCII.GetBytes(
            $"{request.Method} {request.RequestUri.PathAndQuery} HTTP/1.1\r\nHost: {request.RequestUri.Authority}\r\nx-functions-key: {key}\r\n"
            + "Content-Type: application/json\r\nTransfer-Encoding: chunked\r\nConnection: close\r\n\r\nno chunk\r\n"));
        using var reader = new StreamReader(stream);
        var text = await reader.ReadToEndAsync();
        // The answer's JSON stands between the sizes of its own pieces.
        var json = text.Contains('{', StringComparison.Ordinal) ? text[text.IndexOf('{', StringComparison.Ordinal)..(text.LastIndexOf('}') + 1)] : "";
        var type = text.Split("\r\n").FirstOrDefault(line => line.StartsWith("Content-Type: ", StringComparison.Ordinal))?["Content-Type: ".Length..];
        return new HttpResponseMessage((HttpStatusCode)int.Parse(text.AsSpan(9, 3), CultureInfo.InvariantCulture))
        {
            Content = new StringContent(json, Encoding.UTF8, type ?? "text/plain"),
        };
    }
}
