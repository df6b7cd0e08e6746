using System.Text.Json.Nodes;
using System.Text.RegularExpressions;

namespace AudioFunctions.Tests.Contract;

/// <param name="Path">The path after the route prefix, with parameters in braces: <c>/sessions/{id}</c>.</param>
/// <param name="Responses">Resolved responses by status.</param>
internal sealed record ContractOperation(string Id, HttpMethod Method, string Path, JsonObject Node, IReadOnlyDictionary<string, JsonObject> Responses)
{
    private readonly string[] _segments = Path.Split('/');

    /// <summary>How many segments of the path match literally; -1 if the path doesn't match.</summary>
    public int Match(string path)
    {
        var segments = path.Split('/');
        if (segments.Length != _segments.Length)
            return -1;
        var words = 0;
        foreach (var (index, segment) in _segments.Index())
        {
            if (segment.StartsWith('{'))
                continue;
            if (segment != segments[index])
                return -1;
            words++;
        }

        return words;
    }
}

/// <summary>The OpenAPI document of the app under test.</summary>
internal sealed partial class ContractDocument
{
    private static readonly string[] Verbs = ["get", "head", "post", "put", "patch", "delete"];

    private ContractDocument(string text)
    {
        Text = text;
        Root = JsonNode.Parse(text)!.AsObject();
        Schemas = new ContractSchemas(Root);
        Operations =
        [
            .. from path in Root["paths"]!.AsObject()
               from verb in path.Value!.AsObject()
               where Verbs.Contains(verb.Key)
               select new ContractOperation(
                   verb.Value!["operationId"]!.GetValue<string>(),
                   HttpMethod.Parse(verb.Key.ToUpperInvariant()),
                   path.Key,
                   verb.Value.AsObject(),
                   ResponsesOf(verb.Value)),
        ];
    }

    /// <summary>The document embedded in the assembly, which the app serves.</summary>
    public static ContractDocument Embedded { get; } = new(Read());

    public string Text { get; }

    public JsonObject Root { get; }

    public ContractSchemas Schemas { get; }

    public IReadOnlyList<ContractOperation> Operations { get; }

    /// <param name="path">The path after the route prefix, without query.</param>
    public ContractOperation? Find(HttpMethod method, string path) =>
        Operations.Where(operation => operation.Method == method && operation.Match(path) >= 0).MaxBy(operation => operation.Match(path));

    /// <summary>Resolves a <c>$ref</c>; returns anything else unchanged.</summary>
    public JsonObject Resolve(JsonNode node) => node["$ref"] is { } reference && node.AsObject().Count == 1
        ? Resolve(At(reference.GetValue<string>()))
        : node.AsObject();

    /// <summary>The codes in backticks at the end of a description: those of a response's problems, or of diagnostics.</summary>
    public static IReadOnlyList<string> Codes(JsonNode described) =>
        CodeList().Match(described["description"]!.GetValue<string>()) is { Success: true } list
            ? [.. list.Groups[1].Captures.Select(code => code.Value)]
            : [];

    public JsonNode At(string pointer) => pointer.Split('/').Skip(1).Aggregate(
        (JsonNode)Root, (node, key) => node[key] ?? throw new InvalidOperationException($"{pointer} points at nothing."));

    /// <summary>Only the description of the document mentions 304: in Kiota's clients, an operation that lists it returns nothing.</summary>
    private Dictionary<string, JsonObject> ResponsesOf(JsonNode operation)
    {
        var responses = operation["responses"]!.AsObject().ToDictionary(response => response.Key, response => Resolve(response.Value!));
        if (operation["parameters"]?.AsArray().Any(parameter => parameter!["$ref"]?.GetValue<string>() == "#/components/parameters/IfNoneMatch") == true)
            responses.Add("304", new JsonObject { ["headers"] = new JsonObject { ["ETag"] = At("#/components/headers/ETag").DeepClone() } });
        return responses;
    }

    private static string Read()
    {
        using var stream = typeof(AudioFunctions.Platform.Problem).Assembly.GetManifestResourceStream("openapi.json")!;
        using var reader = new StreamReader(stream);
        return reader.ReadToEnd();
    }

    [GeneratedRegex(@"Codes?: (?:`([a-z0-9-]+)`(?:, )?)+\.$")]
    private static partial Regex CodeList();
}
