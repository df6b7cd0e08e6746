using System.Diagnostics;
using System.Text.Json.Nodes;
using AudioFunctions.Testing;

namespace AudioFunctions.Infra.Tests.Templates;

/// <summary>The official compiler, from its NuGet package: one process for all tests, because each start and each compilation takes seconds.</summary>
internal static class Bicep
{
    public static readonly string Folder = Path.Combine(Repository.Root, "infra");

    public static readonly string Main = Path.Combine(Folder, "main.bicep");

    private static readonly TimeSpan Timeout = TimeSpan.FromMinutes(3);

    private static readonly SemaphoreSlim Turn = new(1);

    // Ends when this process does, at the end of its input.
    private static readonly Lazy<JsonRpc> Compiler = new(() =>
    {
        var start = new ProcessStartInfo(BuildValue.Of("Bicep"), ["jsonrpc", "--stdio"]) { RedirectStandardInput = true, RedirectStandardOutput = true };
        var process = Process.Start(start) ?? throw new InvalidOperationException("Bicep did not start.");
        return new JsonRpc(process.StandardInput.BaseStream, process.StandardOutput.BaseStream);
    });

    private static readonly Lazy<Task<JsonNode>> Compilation = new(() => CallAsync("bicep/compile", new { path = Main }));

    public static IReadOnlyList<string> Files { get; } = [.. Directory.EnumerateFiles(Folder, "*.bicep", SearchOption.AllDirectories).Order(StringComparer.Ordinal)];

    /// <summary>The ARM template that main.bicep and its modules compile to.</summary>
    public static async Task<string> TemplateAsync()
    {
        var compilation = await Compilation.Value;
        return compilation["contents"]?.GetValue<string>() ?? throw new InvalidOperationException(string.Join('\n', await DiagnosticsAsync()));
    }

    /// <summary>What compiler and linter say of main.bicep and its modules.</summary>
    public static async Task<IEnumerable<string>> DiagnosticsAsync() =>
        (await Compilation.Value)["diagnostics"]!.AsArray().Select(one => $"{one!["source"]}({one["range"]!["start"]!["line"]!.GetValue<int>() + 1}): {one["code"]}: {one["message"]}");

    /// <summary>The file as the formatter writes it.</summary>
    public static async Task<string> FormatAsync(string file) => (await CallAsync("bicep/format", new { path = file }))["contents"]!.GetValue<string>();

    /// <summary>The compiler's prediction of what a deployment makes.</summary>
    /// <param name="parameters">A .bicepparam file.</param>
    /// <param name="metadata">The subscription and so on.</param>
    /// <exception cref="InvalidOperationException">The template refuses the parameters.</exception>
    public static async Task<JsonNode> SnapshotAsync(string parameters, object metadata) =>
        JsonNode.Parse((await CallAsync("bicep/getSnapshot", new { path = parameters, metadata }))["snapshot"]!.GetValue<string>())!;

    private static async Task<JsonNode> CallAsync(string method, object parameters)
    {
        using var timeout = new CancellationTokenSource(Timeout);
        await Turn.WaitAsync(timeout.Token);
        try
        {
            return await Compiler.Value.CallAsync(method, parameters, timeout.Token);
        }
        finally
        {
            Turn.Release();
        }
    }
}
