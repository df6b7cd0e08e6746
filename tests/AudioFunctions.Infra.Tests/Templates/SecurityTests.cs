using System.Text.Json.Nodes;

namespace AudioFunctions.Infra.Tests.Templates;

public sealed class SecurityTests
{
    private const string Vaults = "Microsoft.KeyVault/vaults";
    private const string Accounts = "Microsoft.Storage/storageAccounts";

    /// <summary>A key in an expression of a template: the parameter that brings one, or a call that fetches one.</summary>
    private static readonly string[] Keys = ["elevenLabsApiKey", "listKeys", "listSecrets", "listAccountSas", "AccountKey="];

    public static TheoryData<string> All => Choices.All;

    [Theory]
    [MemberData(nameof(All))]
    public async Task No_key_is_an_output_or_a_setting(string choice)
    {
        var deployment = await Choices.DeployAsync(choice);

        Assert.NotEmpty(deployment.Outputs);
        Assert.All(deployment.Outputs, output => Assert.DoesNotContain(Keys, key => output.Value.Contains(key, StringComparison.Ordinal)));
        Assert.All(deployment.Settings, setting => Assert.DoesNotContain(Keys, key => setting.Value.Contains(key, StringComparison.Ordinal)));
    }

    [Theory]
    [MemberData(nameof(All))]
    public async Task ElevenLabs_key_is_a_reference_to_the_vault_or_there_is_neither(string choice)
    {
        var deployment = await Choices.DeployAsync(choice);

        if (choice.Has(Choices.Offline))
        {
            Assert.DoesNotContain("ELEVENLABS_API_KEY", deployment.Settings.Keys);
            Assert.DoesNotContain(deployment.Resources, resource => Deployment.Text(resource["type"]).StartsWith("Microsoft.KeyVault/", StringComparison.Ordinal));
            return;
        }

        Assert.Contains(
            choice.Has(Choices.Flex) ? "@Microsoft.KeyVault(SecretUri=" : "secretRef:elevenlabs-api-key", deployment.Settings["ELEVENLABS_API_KEY"], StringComparison.Ordinal);
        Assert.Equal("vaults/secrets", Assert.Single(
            deployment.Resources, resource => resource.ToJsonString().Contains("elevenLabsApiKey", StringComparison.Ordinal))["type"]!.GetValue<string>().Split('/', 2)[1]);
    }

    [Fact]
    public async Task The_key_is_a_secure_parameter_wherever_it_is_passed_on()
    {
        var template = JsonNode.Parse(await Bicep.TemplateAsync())!;

        var parameters = Objects(template).Select(node => node["parameters"]?["elevenLabsApiKey"]).Where(parameter => parameter?["type"] is not null).ToList();

        Assert.Equal(2, parameters.Count);
        Assert.All(parameters, parameter => Assert.Equal("securestring", Deployment.Text(parameter!["type"])));
    }

    [Theory]
    [MemberData(nameof(All))]
    public async Task Shared_keys_and_public_blobs_are_off(string choice)
    {
        var deployment = await Choices.DeployAsync(choice);

        var accounts = deployment.OfType(Accounts).ToList();

        Assert.All(accounts, account => Assert.False(account["properties"]!["allowBlobPublicAccess"]!.GetValue<bool>()));
        // The one exception: a mount needs a key, so the programs on it have an account of their own without a single blob.
        var withKeys = accounts.Where(account => account["properties"]!["allowSharedKeyAccess"]!.GetValue<bool>()).Select(account => Deployment.Text(account["name"])).ToList();
        Assert.Equal(choice.Has(Choices.Flex) ? 1 : 0, withKeys.Count);
        Assert.All(withKeys, name => Assert.DoesNotContain(
            deployment.OfType($"{Accounts}/blobServices/containers"), container => Deployment.Text(container["name"]).StartsWith(name + "/", StringComparison.Ordinal)));
    }

    [Theory]
    [MemberData(nameof(All))]
    public async Task Nothing_takes_telemetry_or_an_image_without_an_identity(string choice)
    {
        var deployment = await Choices.DeployAsync(choice);

        Assert.All(deployment.OfType("Microsoft.Insights/components"), insights => Assert.True(insights["properties"]!["DisableLocalAuth"]!.GetValue<bool>()));
        Assert.All(deployment.OfType("Microsoft.ContainerRegistry/registries"), registry => Assert.False(registry["properties"]!["adminUserEnabled"]!.GetValue<bool>()));
        Assert.All(deployment.OfType(Vaults), vault => Assert.True(vault["properties"]!["enableRbacAuthorization"]!.GetValue<bool>()));
    }

    [Theory]
    [MemberData(nameof(All))]
    public async Task Only_with_a_network_storage_and_vault_are_reached_only_from_inside(string choice)
    {
        var deployment = await Choices.DeployAsync(choice);

        var isClosed = choice.Has(Choices.Network);
        string[] services = ["blob", "queue", "table", .. choice.Has(Choices.Offline) ? [] : new[] { "vault" }];
        var accounts = deployment.OfType(Accounts).Where(account => !account["properties"]!["allowSharedKeyAccess"]!.GetValue<bool>());
        Assert.All(deployment.OfType(Vaults).Append(accounts.Single()), resource => Assert.Equal(isClosed ? "Disabled" : "Enabled", Deployment.Text(resource["properties"]!["publicNetworkAccess"])));
        Assert.Equal(
            isClosed ? services : [],
            deployment.OfType("Microsoft.Network/privateEndpoints").Select(endpoint => Deployment.Text(endpoint["name"]).Split('-')[^1]).Order(StringComparer.Ordinal));
        Assert.Equal(isClosed, string.Concat(deployment.Resources.Where(IsCompute).Select(resource => resource.ToJsonString())).Contains("subnets/app", StringComparison.Ordinal));

        static bool IsCompute(JsonNode resource) => Deployment.Text(resource["type"]) is "Microsoft.App/managedEnvironments" or "Microsoft.Web/sites";
    }

    private static IEnumerable<JsonObject> Objects(JsonNode? node) => node switch
    {
        JsonObject members => members.SelectMany(member => Objects(member.Value)).Prepend(members),
        JsonArray items => items.SelectMany(Objects),
        _ => [],
    };
}
