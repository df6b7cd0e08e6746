using System.Globalization;
using System.Text;
using System.Text.Json;
using System.Text.Json.Nodes;

namespace AudioFunctions.Infra.Tests.Templates;

/// <summary>JSON-RPC 2.0 with a program that reads requests and writes responses with a <c>Content-Length</c> header, one after the other.</summary>
internal sealed class JsonRpc(Stream requests, Stream responses)
{
    private int _lastId;

    /// <summary>Call it again only when the response is there.</summary>
    /// <exception cref="InvalidOperationException">The response is an error; the message is the program's.</exception>
    public async Task<JsonNode> CallAsync(string method, object parameters, CancellationToken cancellationToken)
    {
        var request = JsonSerializer.SerializeToUtf8Bytes(new { jsonrpc = "2.0", id = ++_lastId, method, @params = parameters });
        await requests.WriteAsync(Encoding.ASCII.GetBytes($"Content-Length: {request.Length}\r\n\r\n"), cancellationToken);
        await requests.WriteAsync(request, cancellationToken);
        await requests.FlushAsync(cancellationToken);
        var response = await ReadAsync(cancellationToken);
        return response["result"] ?? throw new InvalidOperationException(response["error"]!["message"]!.GetValue<string>());
    }

    private async Task<JsonNode> ReadAsync(CancellationToken cancellationToken)
    {
        const string Length = "Content-Length: ";
        byte[] content = [];
        while (await ReadLineAsync(cancellationToken) is { Length: > 0 } header)
        {
            if (header.StartsWith(Length, StringComparison.Ordinal))
                content = new byte[int.Parse(header[Length.Length..], CultureInfo.InvariantCulture)];
        }

        await responses.ReadExactlyAsync(content, cancellationToken);
        return JsonNode.Parse(content)!;
    }

    private async Task<string> ReadLineAsync(CancellationToken cancellationToken)
    {
        var line = new StringBuilder();
        var one = new byte[1];
        do
        {
            await responses.ReadExactlyAsync(one, cancellationToken);
            line.Append((char)one[0]);
        }
        while (one[0] != '\n');
        return line.ToString().TrimEnd();
    }
}
