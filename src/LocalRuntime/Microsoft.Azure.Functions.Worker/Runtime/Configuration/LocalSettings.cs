using System.Text.Json;
using LocalRuntime.Functions.Hosting;
using Microsoft.Extensions.Configuration;

namespace LocalRuntime.Functions.Configuration;

/// <summary>local.settings.json: its <c>Values</c> stand in for environment variables, which are stronger.</summary>
internal static class LocalSettings
{
    private static readonly JsonDocumentOptions Lenient = new() { AllowTrailingCommas = true, CommentHandling = JsonCommentHandling.Skip };

    public static IReadOnlyDictionary<string, string?> Read(IConfiguration configuration) =>
        AppFiles.Find("local.settings.json", configuration) is { } path
            ? Parse(path, File.ReadAllText(path))
            : new Dictionary<string, string?>();

    private static Dictionary<string, string?> Parse(string path, string json)
    {
        try
        {
            using var document = JsonDocument.Parse(json, Lenient);
            return Settings(path, document.RootElement);
        }
        catch (JsonException e)
        {
            throw new StartupException($"{path} is not valid JSON: {e.Message}", e);
        }
    }

    private static Dictionary<string, string?> Settings(string path, JsonElement root)
    {
        var settings = new Dictionary<string, string?>(StringComparer.OrdinalIgnoreCase);
        if (root.ValueKind is not JsonValueKind.Object)
            throw new StartupException($"{path} must hold a JSON object.");
        if (root.TryGetProperty("IsEncrypted", out var encrypted) && encrypted.ValueKind is JsonValueKind.True)
            throw new StartupException($"{path} is encrypted; run 'func settings decrypt' where it was made, or write its values again.");
        if (!root.TryGetProperty("Values", out var values))
            return settings;
        if (values.ValueKind is not JsonValueKind.Object)
            throw new StartupException($"'Values' in {path} must be an object of names and strings.");

        foreach (var value in values.EnumerateObject())
        {
            if (value.Value.ValueKind is JsonValueKind.Object or JsonValueKind.Array)
                throw new StartupException(
                    $"'{value.Name}' in {path} must be a string; write nested names with '__', as in 'Speech__Provider'.");
            settings[value.Name.Replace("__", ConfigurationPath.KeyDelimiter, StringComparison.Ordinal)] = value.Value.ToString();
        }

        return settings;
    }
}
