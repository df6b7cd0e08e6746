using System.Text.Json;
using System.Text.Json.Nodes;
using AudioFunctions.Scripts;
using AudioFunctions.Scripts.Parsing;
using AudioFunctions.Serialization;

namespace AudioFunctions.Core.Tests.Scripts;

public sealed class SampleTests
{
    private static readonly string[] DiagnosticFields = ["severity", "code", "line", "column", "beat_id"];

    [Theory]
    [InlineData("shrinkflation")]
    [InlineData("dialogue")]
    [InlineData("broken")]
    public void Each_sample_is_read_as_expected(string name)
    {
        var reading = ScriptReader.Read(File.ReadAllBytes(PathOf($"{name}.els")), Els.Context);
        var expected = JsonNode.Parse(File.ReadAllText(PathOf($"{name}.expected.json")))!;

        var actual = new JsonObject
        {
            ["result"] = JsonSerializer.SerializeToNode(reading.Script, ProductJson.Options),
            ["diagnostics"] = new JsonArray([.. reading.Validation.Diagnostics.Select(Compared)]),
        };
        Assert.True(JsonNode.DeepEquals(expected, actual), actual.ToJsonString(ProductJson.Options));
        Assert.Equal(ToOrderedNames(expected["result"]), ToOrderedNames(actual["result"]));
    }

    private static string PathOf(string file) => Path.Combine(AppContext.BaseDirectory, "Scripts", "Samples", file);

    private static JsonObject Compared(Diagnostic diagnostic)
    {
        var json = JsonSerializer.SerializeToNode(diagnostic, ProductJson.Options)!;
        return new JsonObject(DiagnosticFields.Select(field => KeyValuePair.Create(field, json[field]?.DeepClone())));
    }

    /// <summary>The order of properties is part of the public JSON, but DeepEquals ignores it.</summary>
    private static IEnumerable<string> ToOrderedNames(JsonNode? node) => node switch
    {
        JsonObject fields => fields.SelectMany(field => ToOrderedNames(field.Value).Prepend(field.Key)),
        JsonArray items => items.SelectMany(ToOrderedNames),
        _ => [],
    };
}
