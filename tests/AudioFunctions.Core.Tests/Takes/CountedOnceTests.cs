using AudioFunctions.Audio;
using AudioFunctions.Composition;
using AudioFunctions.Core.Tests.Speech;
using AudioFunctions.Core.Tests.Storage;
using AudioFunctions.Scripts;
using AudioFunctions.Sessions;
using AudioFunctions.Speech;
using AudioFunctions.Speech.Rates;
using AudioFunctions.Takes;
using AudioFunctions.Testing.Storage;
using AudioFunctions.Voices;
using Azure.Data.Tables;
using Azure.Storage.Blobs;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;

namespace AudioFunctions.Core.Tests.Takes;

/// <summary>The last step of a take and the rates that it updates, with the product's registration.</summary>
[Collection(StorageTests.Name)]
public sealed class CountedOnceTests(AzuriteFixture azurite)
{
    private static readonly RatedVoice Voice = new("every-coon", "BRruTxiLM2nszrcCIpz1", PauseMode.Add);

    private readonly TakeKey _take = new(Guid.NewGuid().ToString("N"), "01_talk", "0123456789ab");
    private readonly string _model = Guid.NewGuid().ToString("N");
    private readonly string _line = new('x', 80);

    [Fact]
    public async Task A_take_that_is_persisted_again_after_a_crash_counts_once()
    {
        await using var services = Services(azurite.ConnectionString);
        await SpokenAsync(services);
        var finisher = services.GetRequiredService<TakeFinisher>();

        await finisher.PersistAsync(_take, 4150, select: false, rivals: [], default);
        await finisher.PersistAsync(_take, 4150, select: false, rivals: [], default);

        Assert.Equal(50, (await RatesAsync(services)).MsPerCharacter(Voice));
        var table = new TableServiceClient(azurite.ConnectionString).GetTableClient(SpeechRateStore.TableName);
        Assert.Equal(80, (await table.GetEntityAsync<TableEntity>($"elevenlabs {_model}", $"{Voice.Character} {Voice.VoiceId} Add")).Value.GetDouble("Characters"));
    }

    [Fact]
    public async Task A_take_is_kept_even_if_its_rates_cannot_be_written()
    {
        await using var proxy = await StorageProxy.StartAsync(azurite.Server);
        await using var services = Services(proxy.ConnectionString);
        await SpokenAsync(services);
        proxy.Before = call => call.Path.Contains(SpeechRateStore.TableName, StringComparison.Ordinal) && call.Method != "POST"
            ? Task.FromException(new InvalidOperationException("The table is out of order."))
            : Task.CompletedTask;

        await services.GetRequiredService<TakeFinisher>().PersistAsync(_take, 4150, select: false, rivals: [], default);

        Assert.NotNull(await services.GetRequiredService<SessionStore>().FindTakeAsync(_take.SessionId, _take.Id, default));
        proxy.Before = _ => Task.CompletedTask;
        Assert.Null((await RatesAsync(services)).MsPerCharacter(Voice));
    }

    private Task<SpeechRates> RatesAsync(ServiceProvider services) =>
        services.GetRequiredService<SpeechRateStore>().ReadAsync("elevenlabs", _model, default);

    private async Task SpokenAsync(ServiceProvider services)
    {
        var files = services.GetRequiredService<TakeFiles>();
        var segments = SpeechPlan.For(Beats.Of(Beats.Line(_line)), Beats.Profiles, RegenerateSettings.None, SomeModels.Taking(5000, _model));
        await files.TryAddPlanAsync(_take, new TakePlan(PauseMode.Add, null, segments, DateTimeOffset.UnixEpoch), default);
        await files.AddMetadataAsync(_take, new TakeMetadata("elevenlabs", _model, 40, 4150, [new LineTiming(0, 0, 4000)], []), default);
        await services.GetRequiredService<SessionStore>().CreateAsync(
            new NewSession(_take.SessionId, "t", "p", [new NewBeat(_take.BeatId, "Talk", "every-coon")]), default);
    }

    private static ServiceProvider Services(string connection)
    {
        var options = new TableClientOptions();
        // The client gives up on an unavailable table soon; a closed connection alone is not a failure.
        options.Retry.MaxRetries = 2;
        options.Retry.Delay = options.Retry.MaxDelay = TimeSpan.FromMilliseconds(10);
        return new ServiceCollection()
            .AddLogging()
            .AddSingleton(TimeProvider.System)
            .AddSingleton(new BlobServiceClient(connection))
            .AddSingleton(new TableServiceClient(connection, options))
            .AddAudio<FFmpegWrapper>(new ConfigurationBuilder().Build())
            .AddSingleton<TakeFiles>()
            .AddSingleton<SessionStore>()
            .AddSingleton<SpeechRateStore>()
            .AddSingleton<TakeFinisher>()
            .BuildServiceProvider();
    }
}
