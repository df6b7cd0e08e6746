using System.Text.Json;
using System.Text.Json.Nodes;
using AudioFunctions.Platform;

namespace AudioFunctions.Mcp;

/// <summary>
/// The arguments of a tool, by the product's names: C# names its parameters otherwise. What is wrong with them is a sentence, before the tool
/// sees them.
/// </summary>
internal sealed class ToolArguments
{
    private readonly Dictionary<string, (string Parameter, JsonElement Schema)> _known;
    private readonly HashSet<string> _required;

    /// <param name="schema">By C# names.</param>
    public ToolArguments(JsonElement schema)
    {
        var node = JsonNode.Parse(schema.GetRawText())!.AsObject();
        var properties = node["properties"]?.AsObject() ?? [];
        _known = properties.ToDictionary(
            property => NameOf(property.Key), property => (property.Key, JsonSerializer.SerializeToElement(property.Value)));
        _required = [.. (node["required"]?.AsArray() ?? []).Select(name => NameOf(name!.GetValue<string>()))];
        node["properties"] = new JsonObject(
            properties.Select(property => KeyValuePair.Create(NameOf(property.Key), property.Value?.DeepClone())));
        node["required"] = new JsonArray([.. _required.Select(name => JsonValue.Create(name))]);
        // A misspelt argument would change nothing, and might be paid for.
        node["additionalProperties"] = false;
        Schema = JsonSerializer.SerializeToElement(node);
    }

    /// <summary>By the product's names.</summary>
    public JsonElement Schema { get; }

    /// <summary>Why they can't be used, or null.</summary>
    public Refusal? Check(IEnumerable<KeyValuePair<string, JsonElement>> arguments)
    {
        var given = arguments.ToDictionary();
        if (_required.FirstOrDefault(name => !given.TryGetValue(name, out var value) || value.ValueKind == JsonValueKind.Null) is { } missing)
            return Refusal.Invalid($"{missing.Replace('_', '-')}-missing", $"The argument \"{missing}\" is missing.");

        var wrong = given.FirstOrDefault(argument => !_known.TryGetValue(argument.Key, out var known) || !IsOf(known.Schema, argument.Value));
        return wrong.Key is null
            ? null
            : Refusal.Invalid(
                "json-invalid",
                $"The arguments are not of the form {{{string.Join(", ", _known.Keys.Select(name => $"\"{name}\""))}}}: "
                + $"'{Refusal.Shown(wrong.Key)}' is none of them or of another type.");
    }

    /// <summary>The same by C# names.</summary>
    public Dictionary<string, JsonElement> Renamed(IEnumerable<KeyValuePair<string, JsonElement>> arguments) =>
        arguments.ToDictionary(argument => _known[argument.Key].Parameter, argument => argument.Value);

    private static string NameOf(string parameter) => JsonNamingPolicy.SnakeCaseLower.ConvertName(parameter);

    private static bool IsOf(JsonElement schema, JsonElement value) =>
        !schema.TryGetProperty("type", out var type)
        || (type.ValueKind == JsonValueKind.Array ? type.EnumerateArray().Select(one => one.GetString()) : [type.GetString()])
            .Any(name => IsOf(name, value));

    /// <summary>JSON can write half of a character as an escape; there is no text in it.</summary>
    public static bool IsText(JsonElement value)
    {
        try
        {
            return value.GetString() is not null;
        }
        catch (InvalidOperationException)
        {
            return false;
        }
    }

    private static bool IsOf(string? type, JsonElement value) => type switch
    {
        "string" => value.ValueKind == JsonValueKind.String && IsText(value),
        "boolean" => value.ValueKind is JsonValueKind.True or JsonValueKind.False,
        "number" => value.ValueKind == JsonValueKind.Number,
        "integer" => value.ValueKind == JsonValueKind.Number && value.TryGetInt32(out _),
        "null" => value.ValueKind == JsonValueKind.Null,
        _ => true,
    };
}
