using System.Text.Json;
using AudioFunctions.LocalHost.Hosting;
using AudioFunctions.LocalHost.Keys;
using AudioFunctions.LocalHost.Tests.Running;

namespace AudioFunctions.LocalHost.Tests.Keys;

public sealed class KeyFileTests : IDisposable
{
    private const string AnyKey = "^[A-Za-z0-9_-]{54}$";
    private static readonly string[] Extensions = ["durabletask_extension", "blobs_extension"];

    private readonly TempFolder _folder = new();

    private string Secrets => Path.Combine(_folder.Path, "new", "secrets");

    private string HostFile => Path.Combine(Secrets, "host.json");

    public void Dispose() => _folder.Dispose();

    [Fact]
    public async Task The_first_start_writes_keys_in_the_official_format()
    {
        var keys = await LoadAsync();

        var (master, function) = (keys.MasterKey.Value, keys.FunctionKeys.Single().Value);
        var (durable, blobs) = (keys.SystemKeys[0].Value, keys.SystemKeys[1].Value);
        Assert.Equal(
            $$"""{"masterKey":{"name":"master","value":"{{master}}","encrypted":false},"functionKeys":[{"name":"default","value":"{{function}}","encrypted":false}],"systemKeys":[{"name":"durabletask_extension","value":"{{durable}}","encrypted":false},{"name":"blobs_extension","value":"{{blobs}}","encrypted":false}]}""",
            Compact(await File.ReadAllTextAsync(HostFile)));
        Assert.Equal(4, new[] { master, function, durable, blobs }.Distinct().Count());
        Assert.All([master, function, durable, blobs], key => Assert.Matches(AnyKey, key));
    }

    [Fact]
    public async Task Only_the_owner_can_read_the_keys()
    {
        await LoadAsync();

        Assert.Equal(UnixFileMode.UserRead | UnixFileMode.UserWrite, File.GetUnixFileMode(HostFile));
        Assert.Equal(UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.UserExecute, File.GetUnixFileMode(Secrets));
    }

    [Fact]
    public async Task A_later_start_keeps_the_file()
    {
        await LoadAsync();
        var before = await File.ReadAllTextAsync(HostFile);

        await LoadAsync();

        Assert.Equal(before, await File.ReadAllTextAsync(HostFile));
    }

    [Fact]
    public async Task Hosts_that_start_concurrently_share_one_set_of_keys()
    {
        var keys = await Task.WhenAll(Enumerable.Range(0, 8).Select(_ => Task.Run(LoadAsync)));

        Assert.Single(keys.Select(set => string.Join(' ', set.All.Select(key => key.Value))).Distinct());
        Assert.Equal([".lock", "host.json"], Directory.GetFiles(Secrets).Select(Path.GetFileName).Order(StringComparer.Ordinal));
    }

    [Fact]
    public async Task A_missing_system_key_is_added_and_the_others_are_kept()
    {
        Write("host.json", """{ "masterKey": { "name": "master", "value": "m" }, "functionKeys": [ { "name": "mine", "value": "f" } ], "systemKeys": [ { "name": "blobs_extension", "value": "b" } ] }""");

        var keys = await LoadAsync();

        Assert.Equal(["m", "f", "b"], keys.All.Take(3).Select(key => key.Value));
        Assert.Equal("durabletask_extension", keys.SystemKeys[1].Name);
        Assert.Matches(AnyKey, keys.SystemKeys[1].Value);
    }

    [Fact]
    public void A_functions_own_keys_are_found_under_its_name_in_lower_case()
    {
        Write("myfunction.json", """{ "keys": [ { "name": "default", "value": "k" } ] }""");
        Write("Other.json", """{ "keys": [ { "name": "default", "value": "k" } ] }""");
        var file = new KeyFile(Secrets);

        Assert.Equal("k", file.LoadFor("MyFunction").Single().Value);
        Assert.Empty(file.LoadFor("Other"));
    }

    [Theory]
    [InlineData("host.json", "{ nonsense", "can't be read: ")]
    [InlineData("host.json", "null", "can't be read: ")]
    [InlineData("host.json", "{}", "are incomplete; correct the file, or delete it to get new keys.")]
    [InlineData("host.json", """{ "masterKey": { "name": "master", "value": "" }, "functionKeys": [], "systemKeys": [] }""", "are incomplete")]
    [InlineData("host.json", """{ "masterKey": { "name": "master", "value": "topsecret" }, "functionKeys": [] }""", "are incomplete")]
    [InlineData("host.json", """{ "masterKey": { "name": "master", "value": "topsecret" }, "functionKeys": [ null ], "systemKeys": [] }""", "are incomplete")]
    [InlineData("host.json", """{ "masterKey": { "name": "master", "value": "topsecret", "encrypted": true }, "functionKeys": [], "systemKeys": [] }""", "are encrypted")]
    [InlineData("f.json", "{ nonsense", "can't be read: ")]
    [InlineData("f.json", """{ "keys": [ { "name": "default" } ] }""", "are incomplete")]
    [InlineData("f.json", """{ "keys": [ { "name": "default", "value": "topsecret", "encrypted": true } ] }""", "are encrypted")]
    public async Task An_invalid_file_is_explained_and_not_changed(string file, string content, string message)
    {
        Write(file, content);

        var failure = await Assert.ThrowsAsync<StartupException>(() => file == "host.json" ? LoadAsync() : Task.Run(() => new KeyFile(Secrets).LoadFor("F")));

        Assert.StartsWith($"The keys in {Path.Combine(Secrets, file)} {message}", failure.Message, StringComparison.Ordinal);
        Assert.DoesNotContain("topsecret", failure.ToString(), StringComparison.Ordinal);
        Assert.Equal(content, await File.ReadAllTextAsync(Path.Combine(Secrets, file)));
    }

    [Fact]
    public async Task A_folder_that_cannot_be_created_is_explained()
    {
        _folder.Write("new", "a file where a folder should be");

        var failure = await Assert.ThrowsAsync<StartupException>(LoadAsync);

        Assert.StartsWith($"The keys can't be written to {Secrets}: ", failure.Message, StringComparison.Ordinal);
        Assert.EndsWith("Choose a folder that this user may write to with --secrets.", failure.Message, StringComparison.Ordinal);
    }

    private static string Compact(string json) => JsonSerializer.Serialize(JsonDocument.Parse(json).RootElement);

    private Task<HostKeys> LoadAsync() => new KeyFile(Secrets).LoadOrCreateAsync(Extensions, CancellationToken.None);

    private void Write(string file, string content) => _folder.Write(Path.Combine("new", "secrets", file), content);
}
