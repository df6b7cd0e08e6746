using System.Collections.Concurrent;
using System.Text.Json;
using System.Text.Json.Nodes;
using Json.Schema;

namespace AudioFunctions.Tests.Contract;

/// <summary>Validates values against the schemas of the document, including formats.</summary>
internal sealed class ContractSchemas(JsonObject document)
{
    private const string InDocument = "#/components/schemas/";
    private const string InBundle = "#/$defs/";

    private static readonly EvaluationOptions Options = new() { OutputFormat = OutputFormat.List, RequireFormatValidation = true };

    private readonly ConcurrentDictionary<string, JsonSchema> _built = new();

    /// <returns>The errors with their locations; empty if the value is valid.</returns>
    public IReadOnlyList<string> Check(JsonNode schema, JsonNode? value)
    {
        var results = _built.GetOrAdd(schema.ToJsonString(), Build).Evaluate(JsonSerializer.SerializeToElement(value), Options);
        if (results.IsValid)
            return [];
        return
        [
            .. from result in results.Details ?? []
               where !result.IsValid && result.Errors is not null
               from error in result.Errors!
               select $"{result.InstanceLocation} {error.Key}: {error.Value}",
        ];
    }

    /// <summary>Schemas by component name.</summary>
    public IReadOnlyList<string> Check(string name, JsonNode? value) => Check(new JsonObject { ["$ref"] = InDocument + name }, value);

    /// <summary>The schema with the components that it may refer to.</summary>
    private JsonSchema Build(string schema)
    {
        var bundle = new JsonObject
        {
            ["$schema"] = MetaSchemas.Draft202012Id.OriginalString,
            ["$defs"] = document["components"]!["schemas"]!.DeepClone(),
            ["allOf"] = new JsonArray(JsonNode.Parse(schema)),
        };
        var text = bundle.ToJsonString().Replace(InDocument, InBundle, StringComparison.Ordinal);
        return JsonSchema.FromText(text, new BuildOptions { SchemaRegistry = new SchemaRegistry() });
    }
}
