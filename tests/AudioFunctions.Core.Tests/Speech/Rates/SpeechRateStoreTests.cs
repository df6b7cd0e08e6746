using AudioFunctions.Core.Tests.Storage;
using AudioFunctions.Scripts;
using AudioFunctions.Speech.Rates;
using AudioFunctions.Testing.Storage;
using Azure.Data.Tables;
using Microsoft.Extensions.Logging;

namespace AudioFunctions.Core.Tests.Speech.Rates;

/// <summary>Each test has its own model, because there is one table per account.</summary>
[Collection(StorageTests.Name)]
public sealed class SpeechRateStoreTests(AzuriteFixture azurite)
{
    private static readonly RatedVoice Fed = new("fed", "BRru_-x", PauseMode.Add);
    private static readonly RatedVoice Chad = new("chad", "BRru_-x", PauseMode.Exact);

    private readonly string _model = Guid.NewGuid().ToString("N");

    [Fact]
    public async Task Samples_of_takes_are_added_up_for_each_voice_and_model()
    {
        var store = Store(azurite.ConnectionString);
        await store.AddAsync("elevenlabs", [Sample(Fed, 6000, 100), Sample(Chad, 5000, 100)], default);
        await store.AddAsync("elevenlabs", [Sample(Fed, 8000, 100)], default);
        await store.AddAsync("offline", [Sample(Fed, 1, 100)], default);

        var rates = await Store(azurite.ConnectionString).ReadAsync("elevenlabs", _model, default);

        Assert.Equal(70, rates.MsPerCharacter(Fed));
        Assert.Equal(50, rates.MsPerCharacter(Chad));
        Assert.Equal(0.5, rates.CreditsPerCharacter(Fed));
        Assert.Null((await store.ReadAsync("elevenlabs", _model + "x", default)).MsPerCharacter(Fed));
    }

    [Fact]
    public async Task Concurrent_writers_count_every_sample_exactly_once()
    {
        const int writers = 6;
        const int takes = 5;
        await Task.WhenAll(Enumerable.Range(0, writers).Select(async writer =>
        {
            var store = Store(azurite.ConnectionString);
            for (var take = 0; take < takes; take++)
                await store.AddAsync("elevenlabs", [Sample(Fed, 1000 * writer, 10), Sample(Chad, 500, 10)], default);
        }));

        var table = new TableServiceClient(azurite.ConnectionString).GetTableClient(SpeechRateStore.TableName);
        var row = (await table.GetEntityAsync<TableEntity>($"elevenlabs {_model}", "fed BRru_-x Add")).Value;
        Assert.Equal(10.0 * writers * takes, row.GetDouble("Characters"));
        Assert.Equal(1000.0 * takes * (0 + 1 + 2 + 3 + 4 + 5), row.GetDouble("SpeechMs"));
        Assert.Equal(5.0 * writers * takes, row.GetDouble("Credits"));
    }

    [Fact]
    public async Task A_writer_that_loses_every_race_gives_up_with_a_warning()
    {
        await using var proxy = await StorageProxy.StartAsync(azurite.Server);
        var rival = Store(azurite.ConnectionString);
        await rival.AddAsync("elevenlabs", [Sample(Fed, 1, 1)], default);
        proxy.Before = call => call.Method is "PUT" or "MERGE" or "PATCH" && call.Path.Contains("SpeechRates", StringComparison.Ordinal)
            ? rival.AddAsync("elevenlabs", [Sample(Fed, 1, 1)], default)
            : Task.CompletedTask;
        using var logs = new LogCapture();

        await Store(proxy.ConnectionString, logs).AddAsync("elevenlabs", [Sample(Fed, 1, 1)], default);

        Assert.Contains(logs.Entries, entry => entry.StartsWith("Warning", StringComparison.Ordinal) && entry.Contains("Could not store", StringComparison.Ordinal));
    }

    [Fact]
    public async Task If_storage_is_down_only_the_sample_is_lost_and_not_the_take()
    {
        await using var own = await AzuriteServer.StartAsync();
        await own.StopAsync();
        using var logs = new LogCapture();

        await Store(own.ConnectionString, logs).AddAsync("elevenlabs", [Sample(Fed, 1, 1)], default);

        Assert.Contains(logs.Entries, entry => entry.StartsWith("Warning", StringComparison.Ordinal) && entry.Contains("Could not store", StringComparison.Ordinal));
    }

    private SpeechSample Sample(RatedVoice voice, double ms, double characters) =>
        new(voice, _model, new SpeechTotals(ms, characters, characters / 2, characters));

    private static SpeechRateStore Store(string connection, LogCapture? logs = null)
    {
        var options = new TableClientOptions();
        if (logs is not null)
            options.Retry.MaxRetries = 0;
        var factory = LoggerFactory.Create(logging => logging.AddProvider(logs ?? new LogCapture()));
        return new SpeechRateStore(new TableServiceClient(connection, options), factory.CreateLogger<SpeechRateStore>());
    }
}
