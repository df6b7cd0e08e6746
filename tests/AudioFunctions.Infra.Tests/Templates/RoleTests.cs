namespace AudioFunctions.Infra.Tests.Templates;

/// <summary>Each role of the app's identity is needed by something that the same deployment makes, and each such thing has its role.</summary>
public sealed class RoleTests
{
    private static readonly IReadOnlyList<(string Id, string Name, Func<Deployment, bool> IsNeeded)> Roles =
    [
        ("b7e6dc6d-f1e8-4753-8033-0f276bb0955b", "Storage Blob Data Owner", HasSetting("AzureWebJobsStorage__blobServiceUri")),
        ("974c5e8b-45b9-4653-ba55-5f855dd0fb88", "Storage Queue Data Contributor", HasSetting("AzureWebJobsStorage__queueServiceUri")),
        ("0a9a7e1f-b9d0-4cc4-a60d-0319b160aaa3", "Storage Table Data Contributor", HasSetting("AzureWebJobsStorage__tableServiceUri")),
        ("3913510d-42f4-4e42-8a64-420c390055eb", "Monitoring Metrics Publisher", HasSetting("APPLICATIONINSIGHTS_AUTHENTICATION_STRING")),
        ("4633458b-17de-408a-b874-0445c86b69e6", "Key Vault Secrets User", HasSetting("ELEVENLABS_API_KEY")),
        ("0ad04412-c4d5-4796-b79c-f76d14c8d402", "Durable Task Data Contributor", HasSetting("DURABLE_TASK_SCHEDULER_CONNECTION_STRING")),
        ("7f951dda-4ed3-4680-a7ca-43fe172d538d", "AcrPull", deployment => deployment.OfType("Microsoft.App/containerApps").Any()),
    ];

    public static TheoryData<string> All => Choices.All;

    [Theory]
    [MemberData(nameof(All))]
    public async Task The_app_has_the_roles_it_needs_and_no_other(string choice)
    {
        var deployment = await Choices.DeployAsync(choice);

        Assert.Equal(
            Roles.Where(role => role.IsNeeded(deployment)).Select(role => role.Id).Order(StringComparer.Ordinal),
            deployment.RolesOf("ServicePrincipal").Order(StringComparer.Ordinal));
    }

    [Theory]
    [MemberData(nameof(All))]
    public async Task A_person_who_is_named_has_the_roles_for_drop_and_key(string choice)
    {
        const string BlobDataContributor = "ba92f5b4-2d11-453d-a403-e96b0029c9fe";
        const string SecretsOfficer = "b86a8fe4-44ce-4948-aee5-eccb2c155cd7";
        string[] roles = choice.Has(Choices.Offline) ? [BlobDataContributor] : [SecretsOfficer, BlobDataContributor];

        Assert.Equal(choice.Has(Choices.Person) ? roles : [], (await Choices.DeployAsync(choice)).RolesOf("User").Order(StringComparer.Ordinal));
    }

    private static Func<Deployment, bool> HasSetting(string name) => deployment => deployment.Settings.ContainsKey(name);
}
