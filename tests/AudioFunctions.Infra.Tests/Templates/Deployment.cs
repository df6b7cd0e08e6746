using System.Text.Json.Nodes;

namespace AudioFunctions.Infra.Tests.Templates;

/// <summary>
/// What a deployment of main.bicep with some parameters would make: the compiler's own evaluation of the template, in which only what
/// nobody can know beforehand (ids, endpoints) is left as an expression.
/// </summary>
internal sealed class Deployment
{
    private const string Subscription = "00000000-0000-0000-0000-000000000001";
    private const string Tenant = "00000000-0000-0000-0000-000000000002";

    private static readonly Dictionary<string, Task<Deployment>> Made = [];

    private readonly JsonNode _snapshot;

    private Deployment(JsonNode snapshot) => _snapshot = snapshot;

    public IEnumerable<JsonNode> Resources => _snapshot["predictedResources"]!.AsArray().Select(resource => resource!);

    public IReadOnlyDictionary<string, string> Outputs =>
        _snapshot["outputs"]!.AsObject().ToDictionary(output => output.Key, output => output.Value!.ToJsonString());

    /// <summary>The app's settings; a reference to a secret has the value <c>secretRef:NAME</c>.</summary>
    public IReadOnlyDictionary<string, string> Settings => SettingNodes.ToDictionary(
        setting => Text(setting["name"]), setting => setting["secretRef"] is { } secret ? $"secretRef:{Text(secret)}" : Text(setting["value"]));

    /// <summary>The app itself: a container app or a site.</summary>
    public JsonNode App => OfType("Microsoft.App/containerApps").Concat(OfType("Microsoft.Web/sites")).Single();

    private IEnumerable<JsonNode> SettingNodes =>
        (App["properties"]!["template"]?["containers"]![0]!["env"] ?? App["properties"]!["siteConfig"]!["appSettings"])!.AsArray().Select(setting => setting!);

    /// <param name="parameters">Lines of a .bicepparam file, beside the name of the environment and the region.</param>
    public static Task<Deployment> OfAsync(params string[] parameters)
    {
        lock (Made)
        {
            var key = string.Join('\n', parameters);
            return Made.TryGetValue(key, out var made) ? made : Made[key] = PredictAsync(parameters);
        }
    }

    public static string Text(JsonNode? node) => node!.GetValue<string>();

    public IEnumerable<JsonNode> OfType(string type) => Resources.Where(resource => Text(resource["type"]) == type);

    /// <summary>The ids of the built-in roles given to the app's identity, or to a person.</summary>
    public IEnumerable<string> RolesOf(string principalType) =>
        from assignment in OfType("Microsoft.Authorization/roleAssignments")
        where Text(assignment["properties"]!["principalType"]) == principalType
        select Text(assignment["properties"]!["roleDefinitionId"]).Split('/')[^1];

    private static async Task<Deployment> PredictAsync(string[] parameters)
    {
        var folder = Directory.CreateTempSubdirectory("af-infra-");
        try
        {
            // The compiled template: main.bicep would be compiled again for each file.
            await File.WriteAllTextAsync(Path.Combine(folder.FullName, "main.json"), await Bicep.TemplateAsync());
            var file = Path.Combine(folder.FullName, "main.bicepparam");
            await File.WriteAllLinesAsync(file, ["using 'main.json'", "param environmentName = 'test'", "param location = 'westeurope'", .. parameters]);
            return new Deployment(await Bicep.SnapshotAsync(file, new { tenantId = Tenant, subscriptionId = Subscription, location = "westeurope" }));
        }
        finally
        {
            folder.Delete(recursive: true);
        }
    }
}
