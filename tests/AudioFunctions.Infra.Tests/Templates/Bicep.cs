using AudioFunctions.Testing;

namespace AudioFunctions.Infra.Tests.Templates;

/// <summary>The official compiler, from its NuGet package.</summary>
internal static class Bicep
{
    public static readonly string Folder = Path.Combine(Repository.Root, "infra");

    public static readonly string Main = Path.Combine(Folder, "main.bicep");

    public static IReadOnlyList<string> Files { get; } = [.. Directory.EnumerateFiles(Folder, "*.bicep", SearchOption.AllDirectories).Order(StringComparer.Ordinal)];

    public static Task<ToolRun> RunAsync(params string[] arguments) => ToolRun.StartAsync(BuildValue.Of("Bicep"), arguments);

    /// <summary>The ARM template that a file compiles to.</summary>
    public static async Task<string> BuildAsync(string file)
    {
        var run = await RunAsync("build", file, "--stdout");
        return run.ExitCode == 0 ? run.Output : throw new InvalidOperationException(run.Messages);
    }
}
