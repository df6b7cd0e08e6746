using System.Net;
using System.Runtime.Versioning;
using System.Text.Json;
using LocalRuntime.Functions.Hosting;
using Microsoft.Azure.Functions.Worker.Tests.Hosting;

namespace Microsoft.Azure.Functions.Worker.Tests.Keys;

public sealed class KeyFileTests : IDisposable
{
    private readonly AppFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Fact]
    public async Task The_first_start_writes_keys_in_the_host_s_own_shape()
    {
        await using var host = await TestHost.StartAsync(_folder);

        var (master, function, system) = (_folder.MasterKey, _folder.FunctionKey, _folder.DurableTaskKey);
        Assert.Equal(
            $$"""{"masterKey":{"name":"master","value":"{{master}}","encrypted":false},"functionKeys":[{"name":"default","value":"{{function}}","encrypted":false}],"systemKeys":[{"name":"durabletask_extension","value":"{{system}}","encrypted":false}]}""",
            Compact(File.ReadAllText(_folder.KeyFile)));
        Assert.Equal(3, new[] { master, function, system }.Distinct().Count());
        Assert.All([master, function, system], key => Assert.Matches("^[A-Za-z0-9_-]{54}$", key));
    }

    [Fact]
    [UnsupportedOSPlatform("windows")]
    public async Task Only_the_owner_may_read_the_keys()
    {
        await using var host = await TestHost.StartAsync(_folder);

        Assert.Equal(UnixFileMode.UserRead | UnixFileMode.UserWrite, File.GetUnixFileMode(_folder.KeyFile));
        Assert.Equal(UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.UserExecute, File.GetUnixFileMode(_folder.Secrets));
    }

    [Fact]
    public async Task A_later_start_keeps_the_keys()
    {
        await (await TestHost.StartAsync(_folder)).DisposeAsync();
        var before = File.ReadAllText(_folder.KeyFile);

        await (await TestHost.StartAsync(_folder)).DisposeAsync();

        Assert.Equal(before, File.ReadAllText(_folder.KeyFile));
    }

    [Fact]
    public async Task Hosts_that_start_at_once_share_one_set_of_keys()
    {
        var hosts = await Task.WhenAll(Enumerable.Range(0, 8).Select(_ => Task.Run(() => TestHost.StartAsync(_folder))));

        foreach (var host in hosts)
        {
            Assert.Equal(HttpStatusCode.OK, (await host.Client.GetAsync($"/api/keyed?code={_folder.FunctionKey}")).StatusCode);
            await host.DisposeAsync();
        }

        Assert.Equal([".lock", "host.json"], Directory.GetFiles(_folder.Secrets).Select(Path.GetFileName).Order(StringComparer.Ordinal));
    }

    [Fact]
    public async Task A_missing_management_key_is_added_and_the_others_stay()
    {
        WriteKeys("""{ "masterKey": { "name": "master", "value": "m", "encrypted": false }, "functionKeys": [ { "name": "mine", "value": "f", "encrypted": false } ], "systemKeys": [] }""");

        await using var host = await TestHost.StartAsync(_folder);

        Assert.Equal(("m", "f"), (_folder.MasterKey, _folder.FunctionKey));
        Assert.Matches("^[A-Za-z0-9_-]{54}$", _folder.DurableTaskKey);
        Assert.Equal(HttpStatusCode.OK, (await host.Client.GetAsync("/api/keyed?code=f")).StatusCode);
    }

    [Theory]
    [InlineData("{ nonsense", "cannot be read")]
    [InlineData("{}", "are incomplete; mend the file, or delete it to get new keys.")]
    [InlineData("""{ "masterKey": { "name": "master", "value": "" }, "functionKeys": [], "systemKeys": [] }""", "are incomplete")]
    [InlineData("""{ "masterKey": { "name": "master", "value": "m" }, "functionKeys": [] }""", "are incomplete")]
    [InlineData("""{ "masterKey": { "name": "master", "value": "m" }, "functionKeys": [ null ], "systemKeys": [] }""", "are incomplete")]
    [InlineData("""{ "masterKey": { "name": "master", "value": "topsecret", "encrypted": true }, "functionKeys": [], "systemKeys": [] }""", "are encrypted")]
    public async Task A_file_that_cannot_be_used_stops_the_start_and_stays_as_it_is(string content, string message)
    {
        WriteKeys(content);

        var fault = await Assert.ThrowsAsync<StartupException>(() => TestHost.StartAsync(_folder));

        Assert.StartsWith($"The keys in {_folder.KeyFile} ", fault.Message, StringComparison.Ordinal);
        Assert.Contains(message, fault.Message, StringComparison.Ordinal);
        Assert.DoesNotContain("topsecret", fault.Message, StringComparison.Ordinal);
        Assert.Equal(content, File.ReadAllText(_folder.KeyFile));
    }

    [Fact]
    public async Task A_folder_that_cannot_be_made_stops_the_start()
    {
        _folder.Write("secrets", "a file where the folder should be");

        var fault = await Assert.ThrowsAsync<StartupException>(() => TestHost.StartAsync(_folder));

        Assert.StartsWith($"The keys cannot be written to {_folder.Secrets}: ", fault.Message, StringComparison.Ordinal);
    }

    private static string Compact(string json) => JsonSerializer.Serialize(JsonDocument.Parse(json).RootElement);

    private void WriteKeys(string content)
    {
        Directory.CreateDirectory(_folder.Secrets);
        File.WriteAllText(_folder.KeyFile, content);
    }
}
