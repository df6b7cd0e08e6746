using System.Text.Json.Nodes;
using AudioFunctions.LocalHost.Configuration;
using AudioFunctions.LocalHost.Hosting;
using AudioFunctions.LocalHost.Tests.Running;

namespace AudioFunctions.LocalHost.Tests.Configuration;

public sealed class AppFolderTests : IDisposable
{
    private readonly TempFolder _folder = new();

    private string App => Path.Combine(_folder.Path, "app");

    public void Dispose() => _folder.Dispose();

    [Fact]
    public void A_published_app_is_read()
    {
        var app = AppFolder.Read(TestApp.Folder);

        var metadata = JsonNode.Parse(File.ReadAllText(Path.Combine(TestApp.Folder, "functions.metadata")))!.AsArray();
        Assert.Equal(metadata.Select(function => (string?)function!["name"]), app.Functions.Select(function => function.Name));
        Assert.Equal(["A_Number", "B_Name", "C_Exact", "D_Optional", "E_Rest"], app.Functions.Select(function => function.Name).Where(name => name[1] == '_'));
        Assert.Equal(new WorkerProgram("dotnet", Path.Combine(TestApp.Folder, "AudioFunctions.LocalHost.TestApp.dll")), app.Worker);
        // The loader of function metadata needs the official host.
        Assert.DoesNotContain(app.StartupTypes, name => name.Contains("Script", StringComparison.Ordinal));
        Assert.Contains(app.StartupTypes, name => name.Contains("DurableTask", StringComparison.Ordinal));
    }

    [Fact]
    public void A_missing_folder_is_explained()
    {
        var failure = Assert.Throws<StartupException>(() => AppFolder.Read(App));

        Assert.Equal($"There is no folder {App}: publish the app first (dotnet publish), and pass its output folder.", failure.Message);
    }

    [Theory]
    [InlineData("worker.config.json")]
    [InlineData("host.json")]
    [InlineData("functions.metadata")]
    [InlineData("extensions.json")]
    public void A_missing_file_is_reported(string file)
    {
        TestApp.CopyTo(App);
        File.Delete(Path.Combine(App, file));

        var failure = Assert.Throws<StartupException>(() => AppFolder.Read(App));

        Assert.StartsWith($"{App} is not a published isolated app: ", failure.Message, StringComparison.Ordinal);
        Assert.Contains(file, failure.Message, StringComparison.Ordinal);
        Assert.EndsWith("Publish the app, and pass its output folder.", failure.Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("worker.config.json", "{ nonsense", "{0} is not JSON: ")]
    [InlineData("worker.config.json", "{}", "{1} is incomplete: {1}, the app's program, is missing. Publish the app again.")]
    [InlineData("host.json", "[]", "{0} has unexpected content. Publish the app again.")]
    [InlineData("host.json", "", "{0} is not JSON: ")]
    [InlineData("functions.metadata", "{}", "{0} has unexpected content. Publish the app again.")]
    [InlineData("functions.metadata", """[ { "name": "F", "bindings": [] } ]""", "Function F has no trigger. Publish the app again.")]
    [InlineData("functions.metadata", """[ {} ]""", "{0} has unexpected content: A function or binding has no 'name'. Publish the app again.")]
    [InlineData("functions.metadata", """[ { "name": "F", "bindings": [ {} ] } ]""", "{0} has unexpected content: A function or binding has no 'name'. Publish the app again.")]
    [InlineData("functions.metadata", """[ { "name": "F", "bindings": [ { "name": "t", "type": "queueTrigger", "direction": "In" } ] } ]""", "Function F has a queueTrigger, which this host doesn't run; it runs HTTP, Durable, blob and timer triggers. Use Azure Functions Core Tools (func start).")]
    [InlineData("functions.metadata", """[ { "name": "F", "bindings": [ { "name": "t", "type": "httpTrigger", "direction": "In" }, { "name": "o", "type": "queue", "direction": "Out" } ] } ]""", "Function F has a queue, which this host doesn't run")]
    public void A_broken_file_is_explained(string file, string content, string message)
    {
        TestApp.CopyTo(App);
        TestApp.Replace(App, file, content);

        var failure = Assert.Throws<StartupException>(() => AppFolder.Read(App));

        var expected = message.Replace("{0}", Path.Combine(App, file), StringComparison.Ordinal).Replace("{1}", App, StringComparison.Ordinal);
        Assert.StartsWith(expected, failure.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void A_missing_program_is_reported()
    {
        TestApp.CopyTo(App);
        var program = Path.Combine(App, "AudioFunctions.LocalHost.TestApp.dll");
        File.Delete(program);

        var failure = Assert.Throws<StartupException>(() => AppFolder.Read(App));

        Assert.Equal($"{App} is incomplete: {program}, the app's program, is missing. Publish the app again.", failure.Message);
    }
}
