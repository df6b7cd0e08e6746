using System.Text.Json.Nodes;

namespace AudioFunctions.Tests.Contract;

/// <param name="Path">Below the route prefix, with its parameters in braces: <c>/sessions/{id}</c>.</param>
internal sealed record ContractOperation(string Id, HttpMethod Method, string Path, JsonObject Node)
{
    private readonly string[] _segments = Path.Split('/');

    /// <summary>How many segments of the path are the template's own words; -1 where it is another path.</summary>
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
internal sealed class ContractDocument
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
                   verb.Value!["operationId"]!.GetValue<string>(), HttpMethod.Parse(verb.Key.ToUpperInvariant()), path.Key, verb.Value.AsObject()),
        ];
    }

    /// <summary>The one in the assembly, which is the one that is served.</summary>
    public static ContractDocument Embedded { get; } = new(Read());

    public string Text { get; }

    public JsonObject Root { get; }

    public ContractSchemas Schemas { get; }

    public IReadOnlyList<ContractOperation> Operations { get; }

    /// <param name="path">Below the route prefix, without query.</param>
    public ContractOperation? Find(HttpMethod method, string path) =>
        Operations.Where(operation => operation.Method == method && operation.Match(path) >= 0).MaxBy(operation => operation.Match(path));

    /// <summary>What a <c>$ref</c> points at; anything else is itself.</summary>
    public JsonObject Resolve(JsonNode node) => node["$ref"] is { } reference && node.AsObject().Count == 1
        ? Resolve(At(reference.GetValue<string>()))
        : node.AsObject();

    public JsonNode At(string pointer) => pointer.Split('/').Skip(1).Aggregate(
        (JsonNode)Root, (node, key) => node[key] ?? throw new InvalidOperationException($"{pointer} points at nothing."));

    private static string Read()
    {
        using var stream = typeof(AudioFunctions.Http.Problem).Assembly.GetManifestResourceStream("openapi.json")!;
        using var reader = new StreamReader(stream);
        return reader.ReadToEnd();
    }
}
