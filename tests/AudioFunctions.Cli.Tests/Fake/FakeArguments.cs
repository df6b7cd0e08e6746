namespace AudioFunctions.Cli.Tests.Fake;

/// <summary>The local host's command line arguments.</summary>
internal sealed record FakeArguments(string AppFolder, string Port, string Secrets, string Settings, string StorageReadyFile)
{
    public static FakeArguments Read(string[] arguments) => arguments is
        [var folder, "--port", var port, "--secrets", var secrets, "--settings", var settings, "--storage-ready-file", var ready]
            ? new FakeArguments(folder, port, secrets, settings, ready)
            : throw new ArgumentException($"The local host doesn't know: {string.Join(' ', arguments)}");
}
