using System.Collections.Concurrent;
using System.Net;
using System.Text.Json;
using System.Text.Json.Nodes;

namespace AudioFunctions.Tests.Contract;

/// <summary>A handler between client and app that compares every response with the document, and records what it saw.</summary>
internal sealed class ContractWitness(ContractDocument document, HttpMessageHandler app) : DelegatingHandler(app)
{
    private const string Prefix = "/api";

    private readonly ConcurrentQueue<string> _deviations = new();
    private readonly ConcurrentDictionary<string, byte> _seen = new();

    /// <summary>Deviations of responses from the document.</summary>
    public IReadOnlyCollection<string> Deviations => _deviations;

    /// <summary>Responses as <c>operation status code</c> (problems) or <c>operation status media-type</c>.</summary>
    public IReadOnlySet<string> Seen => _seen.Keys.ToHashSet();

    protected override async Task<HttpResponseMessage> SendAsync(HttpRequestMessage request, CancellationToken cancellationToken)
    {
        var sent = request.Content is null ? null : await request.Content.ReadAsStringAsync(cancellationToken);
        var answer = await base.SendAsync(request, cancellationToken);
        await CheckAsync(request, sent, answer, cancellationToken);
        return answer;
    }

    /// <summary>Compares a response with the document; ignores routes that aren't the app's own.</summary>
    public async Task CheckAsync(HttpRequestMessage request, string? sent, HttpResponseMessage answer, CancellationToken cancellationToken)
    {
        var path = request.RequestUri!.AbsolutePath;
        if (!path.StartsWith(Prefix + "/", StringComparison.Ordinal))
            return;
        var body = await answer.Content.ReadAsByteArrayAsync(cancellationToken);
        var found = document.Find(request.Method, path[Prefix.Length..]) is { } operation
            ? Check(operation, request, sent, answer, body)
            : ["no such operation"];
        foreach (var deviation in found)
            _deviations.Enqueue($"{request.Method} {path} → {(int)answer.StatusCode}: {deviation}");
    }

    private IEnumerable<string> Check(
        ContractOperation operation, HttpRequestMessage request, string? sent, HttpResponseMessage answer, byte[] body)
    {
        var status = ((int)answer.StatusCode).ToString(System.Globalization.CultureInfo.InvariantCulture);
        if (!operation.Responses.TryGetValue(status, out var response))
            return [$"the status is not in the document; the body: {System.Text.Encoding.UTF8.GetString(body.AsSpan(0, Math.Min(body.Length, 300)))}"];

        var type = answer.Content.Headers.ContentType?.MediaType;
        var json = request.Method != HttpMethod.Head && type?.EndsWith("json", StringComparison.Ordinal) == true ? Parse(body) : null;
        _seen[$"{operation.Id} {status} {json?["code"]?.ToString() ?? type}".TrimEnd()] = 0;
        return
        [
            .. CheckHeaders(response, answer),
            .. CheckBody(request.Method, response, type, json, body),
            .. type == "application/problem+json" && json is not null ? CheckProblem(response, answer.StatusCode, json) : [],
            .. answer.StatusCode < HttpStatusCode.BadRequest ? CheckRequest(operation, request, sent) : [],
        ];
    }

    private IEnumerable<string> CheckHeaders(JsonObject response, HttpResponseMessage answer)
    {
        foreach (var (name, node) in response["headers"]?.AsObject() ?? [])
        {
            var header = document.Resolve(node!);
            if (!answer.Headers.TryGetValues(name, out var values) && !answer.Content.Headers.TryGetValues(name, out values))
            {
                if (header["required"]?.GetValue<bool>() == true)
                    yield return $"the header {name} is missing";
                continue;
            }

            foreach (var problem in document.Schemas.Check(header["schema"]!, string.Join(", ", values)))
                yield return $"the header {name}: {problem}";
        }
    }

    private IEnumerable<string> CheckBody(HttpMethod method, JsonObject response, string? type, JsonNode? json, byte[] body)
    {
        if (response["content"] is not { } content)
            return body.Length == 0 ? [] : ["it has a body, and the document knows none"];
        if (type is null || content[type] is not { } media)
            return [$"the content type {type ?? "(none)"} is not in the document"];
        if (method == HttpMethod.Head)
            return body.Length == 0 ? [] : ["a HEAD has a body"];
        if (body.Length == 0)
            return ["it has no body"];
        return media["schema"] is { } schema && type.EndsWith("json", StringComparison.Ordinal) ? document.Schemas.Check(schema, json) : [];
    }

    private static IEnumerable<string> CheckProblem(JsonObject response, HttpStatusCode status, JsonNode problem)
    {
        if (problem["status"]?.ToString() != $"{(int)status}")
            yield return $"the problem says status {problem["status"]}";
        if (!ContractDocument.Codes(response).Contains(problem["code"]?.ToString()))
            yield return $"the code {problem["code"]} is not in the document";
    }

    /// <summary>Checks that the document allows what the app accepted.</summary>
    private IEnumerable<string> CheckRequest(ContractOperation operation, HttpRequestMessage request, string? sent)
    {
        var parameters = (operation.Node["parameters"]?.AsArray() ?? []).Select(parameter => document.Resolve(parameter!))
            .Select(parameter => $"{parameter["in"]} {parameter["name"]}").ToHashSet(StringComparer.OrdinalIgnoreCase);
        var query = Microsoft.AspNetCore.WebUtilities.QueryHelpers.ParseQuery(request.RequestUri!.Query).Keys.Select(name => $"query {name}");
        var headers = request.Headers.Select(header => header.Key).Where(name => name != "x-functions-key").Select(name => $"header {name}");
        foreach (var unknown in query.Concat(headers).Where(name => !parameters.Contains(name)))
            yield return $"the parameter {unknown} is not in the document";

        if (string.IsNullOrEmpty(sent))
            yield break;
        var type = request.Content!.Headers.ContentType?.MediaType;
        if (type is null || operation.Node["requestBody"] is not { } body || document.Resolve(body)["content"]![type] is not { } media)
            yield return $"the request's content type {type} is not in the document";
        else if (type.EndsWith("json", StringComparison.Ordinal))
        {
            foreach (var problem in document.Schemas.Check(media["schema"]!, JsonNode.Parse(sent)))
                yield return $"the request's body: {problem}";
        }
    }

    private static JsonNode? Parse(byte[] body)
    {
        try
        {
            return JsonNode.Parse(body);
        }
        catch (JsonException)
        {
            // Null fails every schema.
            return null;
        }
    }
}
