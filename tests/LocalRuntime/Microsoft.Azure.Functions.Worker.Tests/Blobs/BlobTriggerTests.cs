using System.Text.Json;
using AudioFunctions.Testing.Storage;
using Azure.Storage.Blobs;
using Azure.Storage.Blobs.Models;
using Microsoft.Azure.Functions.Worker.Tests.Hosting;

namespace Microsoft.Azure.Functions.Worker.Tests.Blobs;

public sealed class BlobTriggerTests : IAsyncLifetime, IDisposable
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(60);

    private readonly AppFolder _folder = new();
    private AzuriteServer _azurite = null!;

    public async Task InitializeAsync() => _azurite = await AzuriteServer.StartAsync();

    public async Task DisposeAsync() => await _azurite.DisposeAsync();

    public void Dispose() => _folder.Dispose();

    [Theory]
    [InlineData("plain")]
    [InlineData("folder/deeper/name")]
    [InlineData("with spaces, 100% und Ümläute 🦝")]
    [InlineData("a%2Fb+c?d#e&f")]
    [InlineData("twice.txt")]
    public async Task A_blob_runs_the_function_with_what_its_name_is_between_the_fixed_parts(string name)
    {
        await using var host = await StartAsync();

        await DropAsync($"in/{name}.txt", "");

        await host.Signals[$"{name} ended"].WaitAsync(Patience);
        Assert.Equal(1, host.Signals.CountOf(name));
    }

    [Fact]
    public async Task A_name_of_another_form_is_left_alone()
    {
        await using var host = await StartAsync();

        foreach (var other in new[] { "in/OTHER.TXT", "in/other.txt.bak", "IN/other.txt", "out/other.txt" })
            await DropAsync(other, "");
        await DropAsync("in/z.txt", "");

        await host.Signals["z ended"].WaitAsync(Patience);
        Assert.All(new[] { "other", "OTHER" }, name => Assert.Equal(0, host.Signals.CountOf(name)));
    }

    [Fact]
    public async Task A_new_version_of_a_blob_runs_again()
    {
        await using var host = await StartAsync();
        await DropAsync("in/a.txt", "one");
        await host.Signals["a begins 1"].WaitAsync(Patience);

        await DropAsync("in/a.txt", "one");

        await host.Signals["a begins 2"].WaitAsync(Patience);
    }

    [Fact]
    public async Task What_is_done_is_not_run_again_after_a_restart()
    {
        await using (var first = await StartAsync())
        {
            await DropAsync("in/a.txt", "");
            await DropAsync($"in/{LongName}.txt", "");
            await first.Signals["a ended"].WaitAsync(Patience);
            await first.Signals[$"{LongName} ended"].WaitAsync(Patience);
            await CompletedAsync(receipts: 2);
        }

        await using var second = await StartAsync();
        await DropAsync("in/z.txt", "");

        await second.Signals["z ended"].WaitAsync(Patience);
        Assert.All(new[] { "a", LongName }, name => Assert.Equal(0, second.Signals.CountOf(name)));
    }

    [Fact]
    public async Task What_was_put_there_while_nothing_ran_runs_after_the_start()
    {
        await using (await StartAsync())
        {
            // Made by the watch, which begins a moment after the start.
            await ContainerAsync();
        }

        await DropAsync("in/a.txt", "");
        await using var host = await StartAsync();

        await host.Signals["a ended"].WaitAsync(Patience);
    }

    [Fact]
    public async Task A_blob_that_fails_again_and_again_is_set_aside_with_the_reason_and_the_others_go_on()
    {
        await using (var host = await StartAsync("--AzureFunctionsJobHost:extensions:blobs:poisonBlobThreshold=3"))
        {
            await DropAsync("in/a bad one.txt", "fail");
            await host.Signals["a bad one begins 1"].WaitAsync(Patience);
            await DropAsync("in/z.txt", "");
            await host.Signals["z ended"].WaitAsync(Patience);

            var poison = await PoisonAsync();
            Assert.Equal(3, host.Signals.CountOf("a bad one"));
            Assert.Equal(("drops", "in/a bad one.txt"), (poison.GetProperty("ContainerName").GetString(), poison.GetProperty("BlobName").GetString()));
            Assert.Equal((3, "InvalidOperationException: a bad one failed"), (poison.GetProperty("Tries").GetInt32(), poison.GetProperty("Reason").GetString()));
            await CompletedAsync(receipts: 2);
        }

        Assert.True(await Drops.GetBlobClient("in/a bad one.txt").ExistsAsync());
        await using var next = await StartAsync();
        await DropAsync("in/zz.txt", "");
        await next.Signals["zz ended"].WaitAsync(Patience);
        Assert.Equal(0, next.Signals.CountOf("a bad one"));
    }

    [Fact]
    public async Task A_stop_cancels_what_does_not_end_and_it_runs_again_after_the_next_start()
    {
        var first = await StartAsync();
        await DropAsync("in/a.txt", "hang");
        await first.Signals["a begins 1"].WaitAsync(Patience);

        await first.DisposeAsync().AsTask().WaitAsync(Patience);

        await using var second = await StartAsync();
        await second.Signals["a begins 1"].WaitAsync(Patience);
    }

    [Fact]
    public async Task A_container_that_is_removed_is_made_again()
    {
        await using var host = await StartAsync();
        await DropAsync("in/a.txt", "");
        await host.Signals["a ended"].WaitAsync(Patience);

        await Drops.DeleteAsync();
        await DropAsync("in/b.txt", "");

        await host.Signals["b ended"].WaitAsync(Patience);
    }

    private static string LongName { get; } = new('n', 1024 - "in/.txt".Length);

    private BlobContainerClient Drops => new(_azurite.ConnectionString, "drops");

    /// <summary>Until the host has made the container.</summary>
    private async Task ContainerAsync()
    {
        using var patience = new CancellationTokenSource(Patience);
        while (!await Drops.ExistsAsync(patience.Token))
            await Task.Delay(20, patience.Token);
    }

    /// <summary>Puts a blob into the container once the host has made it.</summary>
    private async Task DropAsync(string name, string content)
    {
        await ContainerAsync();
        using var patience = new CancellationTokenSource(Patience);
        await Drops.GetBlobClient(name).UploadAsync(BinaryData.FromString(content), overwrite: true, patience.Token);
    }

    /// <summary>Until so many runs are noted as done, which they are a moment after they have ended.</summary>
    private async Task CompletedAsync(int receipts)
    {
        var hosts = new BlobContainerClient(_azurite.ConnectionString, "azure-webjobs-hosts");
        using var patience = new CancellationTokenSource(Patience);
        var completed = 0;
        while (completed < receipts)
        {
            completed = 0;
            await foreach (var receipt in hosts.GetBlobsAsync(BlobTraits.Metadata, prefix: "blobreceipts/", cancellationToken: patience.Token))
                completed += receipt.Metadata.ContainsKey("Completed") ? 1 : 0;
        }
    }

    private async Task<JsonElement> PoisonAsync()
    {
        var hosts = new BlobContainerClient(_azurite.ConnectionString, "azure-webjobs-hosts");
        using var patience = new CancellationTokenSource(Patience);
        while (true)
        {
            await foreach (var blob in hosts.GetBlobsAsync(prefix: "webjobs-blobtrigger-poison/testhubname/Drop/", cancellationToken: patience.Token))
                return (await hosts.GetBlobClient(blob.Name).DownloadContentAsync(patience.Token)).Value.Content.ToObjectFromJson<JsonElement>();
            await Task.Delay(20, patience.Token);
        }
    }

    private Task<TestHost> StartAsync(params string[] settings) => TestHost.StartAsync(_folder, _azurite.ConnectionString, settings: settings);
}
