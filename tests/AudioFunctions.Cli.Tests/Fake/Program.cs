using AudioFunctions.Cli.Tests.Fake;

namespace AudioFunctions.Cli.Tests;

internal static class Program
{
    public static Task<int> Main(string[] arguments) => arguments is [FakeWorker.Argument] ? FakeWorker.RunAsync() : FakeApp.RunAsync(arguments);
}
