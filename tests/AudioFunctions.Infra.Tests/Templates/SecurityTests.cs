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
    [InlineData("", "secretRef:elevenlabs-api-key")]
    [InlineData(Choices.Flex, "@Microsoft.KeyVault(SecretUri=")]
    public async Task ElevenLabs_key_is_a_reference_to_the_vault(string choice, string reference)
    {
        var deployment = await Choices.DeployAsync(choice);

        Assert.Contains(reference, deployment.Settings["ELEVENLABS_API_KEY"], StringComparison.Ordinal);
        Assert.Equal("vaults/secrets", Assert.Single(
            deployment.Resources, resource => resource.ToJsonString().Contains("elevenLabsApiKey", StringComparison.Ordinal))["type"]!.GetValue<string>().Split('/', 2)[1]);
    }

    [Fact]
    public async Task The_key_is_a_secure_parameter_wherever_it_is_passed_on()
    {
        var template = JsonNode.Parse(await Bicep.BuildAsync(Bicep.Main))!;

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
        Assert.Equal(choice.Contains(Choices.Flex, StringComparison.Ordinal) ? 1 : 0, withKeys.Count);
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
    [InlineData("")]
    [InlineData(Choices.Flex)]
    public async Task With_a_network_storage_and_vault_are_reached_only_from_inside(string compute)
    {
        var deployment = await Choices.DeployAsync($"{compute}\n{Choices.Network}\n{Choices.Person}");

        var closed = deployment.OfType(Vaults).Concat(deployment.OfType(Accounts).Where(account => !account["properties"]!["allowSharedKeyAccess"]!.GetValue<bool>())).ToList();
        Assert.Equal(2, closed.Count);
        Assert.All(closed, resource => Assert.Equal("Disabled", Deployment.Text(resource["properties"]!["publicNetworkAccess"])));
        Assert.Equal(
            ["blob", "queue", "table", "vault"],
            deployment.OfType("Microsoft.Network/privateEndpoints").Select(endpoint => Deployment.Text(endpoint["name"]).Split('-')[^1]).Order(StringComparer.Ordinal));
        Assert.Contains("subnets/app", string.Concat(deployment.Resources.Where(IsCompute).Select(resource => resource.ToJsonString())), StringComparison.Ordinal);

        static bool IsCompute(JsonNode resource) => Deployment.Text(resource["type"]) is "Microsoft.App/managedEnvironments" or "Microsoft.Web/sites";
    }

    private static IEnumerable<JsonObject> Objects(JsonNode? node) => node switch
    {
        JsonObject members => members.SelectMany(member => Objects(member.Value)).Prepend(members),
        JsonArray items => items.SelectMany(Objects),
        _ => [],
    };
}
