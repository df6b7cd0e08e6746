using System.Text.Json;

namespace Microsoft.Azure.Functions.Worker.Tests.Hosting;

/// <summary>A folder with an app's host.json, settings and keys; it goes with the test.</summary>
internal sealed class AppFolder : IDisposable
{
    public AppFolder() => Write("host.json", """{"version": "2.0", "logging": {"logLevel": {"default": "Warning"}}}""");

    public string Path { get; } = Directory.CreateTempSubdirectory("af-host-").FullName;

    public string Secrets => System.IO.Path.Combine(Path, "secrets");

    public string KeyFile => System.IO.Path.Combine(Secrets, "host.json");

    public string MasterKey => Keys().GetProperty("masterKey").GetProperty("value").GetString()!;

    public string FunctionKey => Keys().GetProperty("functionKeys")[0].GetProperty("value").GetString()!;

    public string DurableTaskKey => Keys().GetProperty("systemKeys")[0].GetProperty("value").GetString()!;

    public void Write(string file, string text) => File.WriteAllText(System.IO.Path.Combine(Path, file), text);

    public void Dispose() => Directory.Delete(Path, recursive: true);

    private JsonElement Keys() => JsonDocument.Parse(File.ReadAllText(KeyFile)).RootElement;
}
