using System.Text.Json.Nodes;

namespace AudioFunctions.Cli.Tests.Fake;

/// <summary>The Functions host's key file, created at the first start.</summary>
internal static class FakeSecrets
{
    public static string Ensure(string folder)
    {
        var path = Path.Combine(folder, "host.json");
        if (!File.Exists(path))
        {
            Directory.CreateDirectory(folder);
            File.WriteAllText(path, new JsonObject
            {
                ["masterKey"] = Key("master"),
                ["functionKeys"] = new JsonArray(Key("other"), Key("default")),
                ["systemKeys"] = new JsonArray(Key("durabletask_extension")),
            }.ToJsonString());
        }

        return JsonNode.Parse(File.ReadAllText(path))!["functionKeys"]![1]!["value"]!.GetValue<string>();
    }

    private static JsonObject Key(string name) => new() { ["name"] = name, ["value"] = $"{name}-{Guid.NewGuid():N}", ["encrypted"] = false };
}
