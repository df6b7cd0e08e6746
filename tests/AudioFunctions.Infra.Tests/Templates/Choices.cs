namespace AudioFunctions.Infra.Tests.Templates;

/// <summary>The choices that a team has, each with each.</summary>
internal static class Choices
{
    public const string Flex = "param compute = 'flexConsumption'";
    public const string Scheduler = "param durableProvider = 'durableTaskScheduler'";
    public const string Offline = "param speechProvider = 'offline'";
    public const string Network = "param vnetEnabled = true";
    public const string Person = "param principalId = '00000000-0000-0000-0000-000000000007'";

    private static readonly string[] Switches = [Flex, Scheduler, Offline, Network, Person];

    private static readonly IReadOnlyList<string> Combinations =
    [
        .. from bits in Enumerable.Range(0, 1 << Switches.Length)
           select string.Join('\n', Switches.Where((_, i) => (bits & (1 << i)) != 0)),
    ];

    /// <summary>All that the template accepts, each as lines of a .bicepparam file.</summary>
    public static TheoryData<string> All => [.. Combinations.Where(set => !IsRefused(set))];

    /// <summary>The offline voice is in the image only.</summary>
    public static TheoryData<string> Refused => [.. Combinations.Where(IsRefused)];

    public static bool Has(this string choice, string one) => choice.Contains(one, StringComparison.Ordinal);

    public static Task<Deployment> DeployAsync(string choice) => Deployment.OfAsync(choice.Split('\n', StringSplitOptions.RemoveEmptyEntries));

    public static async Task<IReadOnlyList<Deployment>> DeployAllAsync() =>
        await Task.WhenAll(Combinations.Where(set => !IsRefused(set)).Select(DeployAsync));

    private static bool IsRefused(string choice) => choice.Has(Flex) && choice.Has(Offline);
}
