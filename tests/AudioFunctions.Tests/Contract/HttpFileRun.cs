using System.Globalization;
using System.Net;
using System.Net.Http.Headers;
using System.Text;
using System.Text.Json.Nodes;
using System.Text.RegularExpressions;

namespace AudioFunctions.Tests.Contract;

/// <summary>Sends the requests of a file in order, as editors do: with variables, and values from earlier responses.</summary>
/// <param name="settings">Variables that override the file's.</param>
internal sealed partial class HttpFileRun(HttpFile file, HttpClient client, IReadOnlyDictionary<string, string> settings)
{
    private static readonly TimeSpan PollInterval = TimeSpan.FromMilliseconds(100);
    private static readonly TimeSpan Timeout = TimeSpan.FromSeconds(120);

    private readonly Dictionary<string, (JsonNode? Body, HttpResponseHeaders Headers)> _answers = [];

    /// <summary>Repeats a <c>GET</c> while it returns 202, as the file says.</summary>
    public async Task<HttpStatusCode> SendAsync(HttpFileRequest request)
    {
        using var timeout = new CancellationTokenSource(Timeout);
        while (true)
        {
            using var message = Message(request);
            using var answer = await client.SendAsync(message, timeout.Token);
            if (message.Method == HttpMethod.Get && answer.StatusCode == HttpStatusCode.Accepted)
            {
                await Task.Delay(PollInterval, timeout.Token);
                continue;
            }

            if (request.Name is { } name)
                _answers[name] = (JsonNode.Parse(await answer.Content.ReadAsStringAsync(timeout.Token)), answer.Headers);
            return answer.StatusCode;
        }
    }

    public string Fill(string text) => Placeholder().Replace(text, match => Fill(ValueOf(match.Groups[1].Value)));

    private HttpRequestMessage Message(HttpFileRequest request)
    {
        var headers = request.Headers.Select(header => KeyValuePair.Create(header.Key, Fill(header.Value))).ToList();
        var message = new HttpRequestMessage(new HttpMethod(request.Method), Fill(request.Url));
        if (request.Body is { } body)
        {
            message.Content = new StringContent(Fill(body), Encoding.UTF8);
            message.Content.Headers.ContentType = MediaTypeHeaderValue.Parse(headers.Single(header => header.Key == "Content-Type").Value);
        }

        foreach (var (name, value) in headers.Where(header => header.Key != "Content-Type"))
            message.Headers.Add(name, value);
        return message;
    }

    private string ValueOf(string name)
    {
        if (settings.TryGetValue(name, out var value) || file.Variables.TryGetValue(name, out value))
            return value;
        var parts = name.Split('.', 4);
        var (body, headers) = _answers.GetValueOrDefault(parts[0]) is { Headers: not null } answer
            ? answer
            : throw new FormatException($"requests.http: nothing before is named '{parts[0]}'.");
        return parts is [_, "response", "headers", var header] ? headers.GetValues(header).Single() : At(body, name[name.IndexOf('$', StringComparison.Ordinal)..]);
    }

    /// <summary>A JSONPath of members and indexes: <c>$.beats[0].selected_take_id</c>.</summary>
    private static string At(JsonNode? body, string path)
    {
        foreach (Match step in Step().Matches(path))
            body = step.Groups[1].Success ? body?[step.Groups[1].Value] : body?[int.Parse(step.Groups[2].Value, CultureInfo.InvariantCulture)];
        return body?.GetValue<string>() ?? throw new FormatException($"requests.http: the answer has no {path}.");
    }

    [GeneratedRegex(@"\{\{([^{}]+)\}\}")]
    private static partial Regex Placeholder();

    [GeneratedRegex(@"\.(\w+)|\[(\d+)\]")]
    private static partial Regex Step();
}
