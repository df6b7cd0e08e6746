using System.Text.Json;
using System.Text.Json.Nodes;
using AudioFunctions.Platform;

namespace AudioFunctions.Mcp;

/// <summary>
/// A tool's arguments by the product's names, which differ from the names of the C# parameters. Checks them before the tool runs.
/// </summary>
internal sealed class ToolArguments
{
    private readonly Dictionary<string, (string Parameter, JsonElement Schema)> _known;
    private readonly HashSet<string> _required;

    /// <param name="schema">With C# names.</param>
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
        // Refuse misspelt arguments, with which a client might pay for a call that ignores them.
        node["additionalProperties"] = false;
        Schema = JsonSerializer.SerializeToElement(node);
    }

    /// <summary>The schema with the product's names.</summary>
    public JsonElement Schema { get; }

    /// <summary>Why the arguments are invalid, or null.</summary>
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
                + $"'{Refusal.Truncate(wrong.Key)}' is unknown or of another type.");
    }

    /// <summary>The arguments with C# names.</summary>
    public Dictionary<string, JsonElement> Renamed(IEnumerable<KeyValuePair<string, JsonElement>> arguments) =>
        arguments.ToDictionary(argument => _known[argument.Key].Parameter, argument => argument.Value);

    private static string NameOf(string parameter) => JsonNamingPolicy.SnakeCaseLower.ConvertName(parameter);

    private static bool IsOf(JsonElement schema, JsonElement value) =>
        !schema.TryGetProperty("type", out var type)
        || (type.ValueKind == JsonValueKind.Array ? type.EnumerateArray().Select(one => one.GetString()) : [type.GetString()])
            .Any(name => IsOf(name, value));

    /// <summary>Whether a string is valid text. A JSON escape can be half of a surrogate pair, which isn't.</summary>
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
