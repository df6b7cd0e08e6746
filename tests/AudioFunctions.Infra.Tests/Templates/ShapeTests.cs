using System.Text.Json.Nodes;
using System.Text.RegularExpressions;
using AudioFunctions.Testing;

namespace AudioFunctions.Infra.Tests.Templates;

/// <summary>What each choice makes.</summary>
public sealed partial class ShapeTests
{
    public static TheoryData<string> All => Choices.All;

    [Theory]
    [MemberData(nameof(All))]
    public async Task Every_resource_has_the_environments_tag_and_the_app_its_services(string choice)
    {
        var deployment = await Choices.DeployAsync(choice);

        var tagged = deployment.Resources.Where(resource => resource["tags"] is not null).ToList();
        // Children, roles and the log's destination have none of their own.
        Assert.All(deployment.Resources.Except(tagged), resource => Assert.True(
            Deployment.Text(resource["type"]).Count(character => character == '/') > 1
            || Deployment.Text(resource["type"]) is "Microsoft.Authorization/roleAssignments" or "Microsoft.Insights/diagnosticSettings"));
        Assert.All(tagged, resource => Assert.Equal("test", Deployment.Text(resource["tags"]!["azd-env-name"])));
        Assert.Same(deployment.App, Assert.Single(tagged, resource => resource["tags"]!["azd-service-name"] is not null));
        Assert.Contains(
            $"\n  {Deployment.Text(deployment.App["tags"]!["azd-service-name"])}:\n",
            await File.ReadAllTextAsync(Path.Combine(Repository.Root, "azure.yaml")),
            StringComparison.Ordinal);
    }

    public static TheoryData<string> Refused => Choices.Refused;

    [Theory]
    [MemberData(nameof(Refused))]
    public async Task Flex_Consumption_without_ElevenLabs_is_refused(string choice)
    {
        var refusal = await Assert.ThrowsAsync<InvalidOperationException>(() => Choices.DeployAsync(choice));

        Assert.Contains(
            "Flex Consumption has no offline voice: set speechProvider to elevenlabs, or compute to containerApps", refusal.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_container_is_a_functions_app_with_at_least_one_replica()
    {
        var app = (await Deployment.OfAsync()).App;

        Assert.Equal("functionapp", Deployment.Text(app["kind"]));
        Assert.Equal(1, app["properties"]!["template"]!["scale"]!["minReplicas"]!.GetValue<int>());
    }

    /// <summary>Else each provisioning would take the app down until the next image is deployed.</summary>
    [Fact]
    public async Task A_later_provisioning_keeps_the_image_that_runs()
    {
        var app = (await Deployment.OfAsync("param appExists = true")).App;

        // The one that runs, or the placeholder if that is empty.
        Assert.Matches(
            $@"^\[if\(empty\(reference\('[^']+/containerApps/{Deployment.Text(app["name"])}', '[^']+'\)\.template\.containers\[0\]\.image\), ",
            Deployment.Text(app["properties"]!["template"]!["containers"]![0]!["image"]));
    }

    [Fact]
    public async Task Flex_Consumption_finds_FFmpeg_on_its_mount()
    {
        var deployment = await Deployment.OfAsync(Choices.Flex);

        var mount = deployment.OfType("Microsoft.Web/sites/config").Single()["properties"]!["tools"]!;
        Assert.Equal(deployment.Settings["Audio__FFmpegFolder"], Deployment.Text(mount["mountPath"]));
        Assert.Empty(deployment.OfType("Microsoft.ContainerRegistry/registries"));
    }

    [Fact]
    public async Task Each_Durable_provider_comes_with_what_it_needs()
    {
        foreach (var compute in new[] { "", Choices.Flex })
        {
            var onStorage = await Choices.DeployAsync(compute);
            var onScheduler = await Choices.DeployAsync($"{compute}\n{Choices.Scheduler}");

            Assert.Empty(onStorage.OfType("Microsoft.DurableTask/schedulers"));
            Assert.Single(onScheduler.OfType("Microsoft.DurableTask/schedulers"));
            var name = onScheduler.Settings["AzureFunctionsJobHost__extensions__durableTask__storageProvider__connectionStringName"];
            Assert.Contains("Authentication=ManagedIdentity", onScheduler.Settings[name], StringComparison.Ordinal);
            Assert.Equal(
                onStorage.Settings.Keys.Order(StringComparer.Ordinal),
                onScheduler.Settings.Keys.Where(key => key != name && !key.Contains("storageProvider", StringComparison.Ordinal)).Order(StringComparer.Ordinal));
        }
    }

    /// <summary>The template and its documentation say that the app can't run on the scheduler yet. This fails when it can.</summary>
    [Fact]
    public async Task The_published_app_does_not_carry_the_schedulers_extension()
    {
        Repository.RequireApp();

        Assert.Empty(Directory.EnumerateFiles(Repository.PublishedApp, "*DurableTask.AzureManaged*.dll", SearchOption.AllDirectories));
        Assert.Contains("is not in the published folder", await File.ReadAllTextAsync(Bicep.Main), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Days_of_zero_switch_a_rule_off_and_others_on()
    {
        var rules = Rules(await Deployment.OfAsync("param exportsDeleteAfterDays = 30"));

        Assert.Equal([("takes-to-cool", false), ("old-exports", false)], Switches(Rules(await Deployment.OfAsync())));
        Assert.Equal([("takes-to-cool", false), ("old-exports", true)], Switches(rules));
        Assert.Equal(["exports/"], rules[1]!["definition"]!["filters"]!["prefixMatch"]!.AsArray().Select(Deployment.Text));
        Assert.Equal(30, rules[1]!["definition"]!["actions"]!["baseBlob"]!["delete"]!["daysAfterModificationGreaterThan"]!.GetValue<int>());

        static JsonArray Rules(Deployment deployment) =>
            deployment.OfType("Microsoft.Storage/storageAccounts/managementPolicies").Single()["properties"]!["policy"]!["rules"]!.AsArray();

        static IEnumerable<(string Name, bool IsOn)> Switches(JsonArray rules) =>
            rules.Select(rule => (Deployment.Text(rule!["name"]), rule["enabled"]!.GetValue<bool>()));
    }

    [Fact]
    public async Task Every_container_that_the_code_names_is_made()
    {
        var made = (await Deployment.OfAsync()).OfType("Microsoft.Storage/storageAccounts/blobServices/containers")
            .Select(container => Deployment.Text(container["name"]).Split('/')[^1]).Where(name => name != "app-package");
        var named =
            from project in new[] { "AudioFunctions", "AudioFunctions.Core" }
            from file in Directory.EnumerateFiles(Path.Combine(Repository.Root, "src", project), "*.cs", SearchOption.AllDirectories)
            from Match name in ContainerName().Matches(File.ReadAllText(file))
            select name.Groups["name"].Value;

        Assert.Equal(named.Distinct().Order(StringComparer.Ordinal), made.Order(StringComparer.Ordinal));
    }

    [GeneratedRegex("""(?:\bContainerName = |BlobFolder \w+ = new\(blobs, )"(?<name>[a-z-]+)"|new BlobFolder\(blobs, "(?<name>[a-z-]+)"\)""")]
    private static partial Regex ContainerName();
}
