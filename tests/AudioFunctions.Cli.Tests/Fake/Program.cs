using AudioFunctions.Cli.Tests.Fake;

namespace AudioFunctions.Cli.Tests;

internal static class Program
{
    public static Task<int> Main() => FakeApp.RunAsync();
}
