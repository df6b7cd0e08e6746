namespace AudioFunctions.Infra.Tests.Templates;

/// <summary>The choices that a team has, each with each.</summary>
internal static class Choices
{
    public const string Flex = "param compute = 'flexConsumption'";
    public const string Scheduler = "param durableProvider = 'durableTaskScheduler'";
    public const string Offline = "param speechProvider = 'offline'";
    public const string Network = "param vnetEnabled = true";
    public const string Person = "param principalId = '00000000-0000-0000-0000-000000000007'";

    private static readonly string[][] Sets =
    [
        [], [Flex], [Scheduler], [Flex, Scheduler], [Offline], [Flex, Network, Person], [Network, Person],
    ];

    public static TheoryData<string> All => [.. Sets.Select(set => string.Join('\n', set))];

    public static Task<Deployment> DeployAsync(string choice) => Deployment.OfAsync(choice.Split('\n', StringSplitOptions.RemoveEmptyEntries));

    public static async Task<IReadOnlyList<Deployment>> DeployAllAsync()
    {
        var all = new List<Deployment>();
        foreach (var set in Sets)
            all.Add(await Deployment.OfAsync(set));
        return all;
    }
}
