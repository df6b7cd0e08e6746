using System.Reflection;
using System.Text.Json;
using System.Text.Json.Nodes;
using System.Text.RegularExpressions;
using AudioFunctions.Platform;
using AudioFunctions.Scripts;
using Json.Schema;
using Microsoft.Azure.Functions.Worker;
using Microsoft.OpenApi;

namespace AudioFunctions.Tests.Contract;

/// <summary>The document by itself, and compared with the app's functions.</summary>
public sealed partial class ContractDocumentTests
{
    private static readonly ContractDocument Document = ContractDocument.Embedded;

    [Fact]
    public void Document_is_valid_OpenAPI_3_1()
    {
        var read = OpenApiDocument.Parse(Document.Text, "json");

        Assert.Empty(read.Diagnostic!.Errors);
        Assert.Empty(read.Diagnostic.Warnings);
        Assert.Equal(OpenApiSpecVersion.OpenApi3_1, read.Diagnostic.SpecificationVersion);
        Assert.Equal(Document.Operations.Count, read.Document!.Paths.Sum(path => path.Value.Operations!.Count));
    }

    [Fact]
    public void Document_has_exactly_the_functions_with_their_verbs_and_keys()
    {
        var functions = (
            from method in typeof(Problem).Assembly.GetTypes().SelectMany(type => type.GetMethods())
            where method.GetCustomAttribute<FunctionAttribute>() is not null
            from trigger in method.GetParameters().Select(parameter => parameter.GetCustomAttribute<HttpTriggerAttribute>())
            where trigger is not null
            from verb in trigger.Methods!
            select $"{verb.ToUpperInvariant()} /{SnakeCase(trigger.Route!)} {(trigger.AuthLevel == AuthorizationLevel.Anonymous ? "open" : "key")}").ToList();

        var documented =
            from operation in Document.Operations
            let isOpen = operation.Node["security"] is JsonArray { Count: 0 }
            select $"{operation.Method} {operation.Path} {(isOpen ? "open" : "key")}";

        // The description says that every GET supports HEAD; the document lists only HEADs that differ.
        // The manifest is the one file of an export that is JSON; the account's voices have the path of a profile.
        string[] ofOthers = ["GET /sessions/{id}/exports/manifest.json key", "GET /voices/available key"];
        Assert.Equal(WithoutHead(functions), WithoutHead(documented.Except(ofOthers)));
        Assert.Equal(WithoutHead(functions).Where(one => one.StartsWith("GET ", StringComparison.Ordinal)), functions
            .Where(one => one.StartsWith("HEAD ", StringComparison.Ordinal)).Select(one => $"GET {one[5..]}").Order(StringComparer.Ordinal));

        static IEnumerable<string> WithoutHead(IEnumerable<string> operations) =>
            operations.Where(one => !one.StartsWith("HEAD ", StringComparison.Ordinal)).Order(StringComparer.Ordinal);
    }

    [Fact]
    public void Every_path_parameter_is_described_and_every_operation_id_is_unique()
    {
        Assert.All(Document.Operations, operation => Assert.Equal(
            BracedName().Matches(operation.Path).Select(match => match.Groups[1].Value),
            (operation.Node["parameters"]?.AsArray() ?? []).Select(parameter => Document.Resolve(parameter!))
                .Where(parameter => parameter["in"]!.GetValue<string>() == "path").Select(parameter => parameter["name"]!.GetValue<string>())));
        Assert.Equal(Document.Operations.Count, Document.Operations.Select(operation => operation.Id).Distinct().Count());
    }

    [Fact]
    public void Schemas_are_valid_and_forbid_unknown_properties()
    {
        var schemas = Document.Root["components"]!["schemas"]!.AsObject();

        Assert.All(schemas, schema => Assert.True(
            MetaSchemas.Draft202012.Evaluate(JsonSerializer.SerializeToElement(schema.Value)).IsValid, $"{schema.Key} is no JSON Schema"));
        Assert.All(
            Nodes(schemas, "").Where(node => node.Value is JsonObject value && value["properties"] is not null && value["type"] is not null),
            node => Assert.True(node.Value["additionalProperties"] is not null, $"{node.Path} allows any property"));
    }

    [Fact]
    public void Examples_match_their_schemas()
    {
        var examples = (
            from node in Nodes(Document.Root, "")
            where node.Value is JsonObject && node.Value["example"] is not null && node.Value["schema"] is not null
            select (node.Path, Problems: Document.Schemas.Check(node.Value["schema"]!, node.Value["example"]))).ToList();

        Assert.True(examples.Count > 10, "hardly any example was found");
        Assert.All(examples, example => Assert.True(example.Problems.Count == 0, $"{example.Path}: {string.Join("; ", example.Problems)}"));
    }

    [Fact]
    public void Every_reference_resolves_and_every_component_is_used()
    {
        var references = Nodes(Document.Root, "").Select(node => node.Value).OfType<JsonObject>()
            .Select(value => value["$ref"]?.GetValue<string>()).OfType<string>().ToHashSet();
        var shared =
            from kind in Document.Root["components"]!.AsObject()
            where kind.Key != "securitySchemes"
            from component in kind.Value!.AsObject()
            select $"#/components/{kind.Key}/{component.Key}";

        Assert.All(references, reference => Assert.NotNull(Document.At(reference)));
        // Outputs of orchestrations are described, but no route of the app returns them: the Durable status URL does.
        Assert.Equal(
            ["#/components/schemas/ExportOutput", "#/components/schemas/ProductionOutput", "#/components/schemas/RegeneratedTake"],
            shared.Except(references).Order(StringComparer.Ordinal));
    }

    [Fact]
    public void Lists_of_codes_and_names_match_the_product()
    {
        var codes = typeof(DiagnosticCodes).GetFields().Select(field => (string)field.GetRawConstantValue()!);

        Assert.Equal(
            codes.Order(StringComparer.Ordinal),
            ContractDocument.Codes(Document.At("#/components/schemas/Diagnostic/properties/code")).Order(StringComparer.Ordinal));
        Assert.Equal(
            Paces.All.Select(pace => pace.Name), Document.At("#/components/schemas/Pace")["enum"]!.AsArray().Select(name => name!.GetValue<string>()));
    }

    [Fact]
    public void Every_problem_uses_the_Problem_schema_and_lists_its_codes()
    {
        var problems = (
            from node in Nodes(Document.Root, "")
            where node.Value is JsonObject response && response["content"]?["application/problem+json"] is not null
            select (node.Path, Response: node.Value)).ToList();

        Assert.True(problems.Count > 30, "hardly any problem was found");
        Assert.All(problems, problem => Assert.NotEmpty(ContractDocument.Codes(problem.Response)));
        Assert.All(problems, problem => Assert.Equal(
            "{\"$ref\":\"#/components/schemas/Problem\"}", problem.Response["content"]!["application/problem+json"]!["schema"]!.ToJsonString()));
    }

    /// <summary>Client generators (NSwag, openapi-typescript, Kiota) handle these well; for anything else their output differs or is useless.</summary>
    [Fact]
    public void Schemas_give_generated_clients_types()
    {
        var nodes = Nodes(Document.Root, "").Where(node => node.Value is JsonObject).Select(node => (node.Path, Value: node.Value.AsObject())).ToList();

        Assert.Empty(nodes.Where(node => (node.Value["enum"] is JsonArray || node.Value["const"] is not null) && node.Value["type"] is null).Select(node => node.Path));
        Assert.Empty(nodes.Where(node => node.Value["anyOf"] is not null || node.Value["allOf"] is not null).Select(node => node.Path));
        Assert.Empty(nodes.Where(node => node.Value["oneOf"] is JsonArray choice && !IsReferenceOrNull(choice)).Select(node => node.Path));
        Assert.Empty(nodes.Where(node => node.Value["$ref"] is not null && node.Value.Count > 1).Select(node => node.Path));
        // Generators invent a name for a nested schema.
        Assert.Empty(nodes.Where(node =>
            node.Value["properties"] is not null && !Component().IsMatch(node.Path)).Select(node => node.Path));
        Assert.Empty(nodes.Where(node => node.Value["responses"] is not null).Where(node => HasJsonBesideOthers(node.Value)).Select(node => node.Path));
        Assert.Empty(Document.Operations.Where(operation => operation.Node["responses"]!["304"] is not null).Select(operation => operation.Id));
        Assert.Empty(nodes.Where(node => node.Value["content"] is JsonObject content && content.Any(media => media.Value!["schema"] is null)).Select(node => node.Path));

        // Kiota makes a class without members of a reference to a plain string that may be null.
        static bool IsReferenceOrNull(JsonArray choice) =>
            choice.Count == 2 && choice[0]!["$ref"] is not null && choice[1]!.ToJsonString() == "{\"type\":\"null\"}"
            && Document.Resolve(choice[0]!) is var schema && (schema["enum"] is not null || schema["type"]?.GetValue<string>() == "object");

        static bool HasJsonBesideOthers(JsonObject operation) =>
            Document.Resolve(operation["responses"]!["200"] ?? new JsonObject())["content"] is JsonObject { Count: > 1 } content && content["application/json"] is not null;
    }

    private static IEnumerable<(string Path, JsonNode Value)> Nodes(JsonNode node, string path)
    {
        IEnumerable<(string Path, JsonNode Value)> below = node switch
        {
            JsonObject members => members.Where(member => member.Value is not null && member.Key is not ("example" or "examples"))
                .SelectMany(member => Nodes(member.Value!, $"{path}/{member.Key}")),
            JsonArray items => items.Index().Where(item => item.Item is not null).SelectMany(item => Nodes(item.Item!, $"{path}/{item.Index}")),
            _ => [],
        };
        return below.Prepend((path, node));
    }

    [GeneratedRegex("^/components/schemas/[A-Za-z]+$")]
    private static partial Regex Component();

    /// <summary>Routes name their parameters as in C#, the document in snake_case.</summary>
    private static string SnakeCase(string route) => Capital().Replace(route, match => "_" + match.Value.ToLowerInvariant());

    [GeneratedRegex(@"\{(\w+)\}")]
    private static partial Regex BracedName();

    [GeneratedRegex("[A-Z]")]
    private static partial Regex Capital();
}
