using System.Text.Json.Nodes;
using AudioFunctions.Composition;
using AudioFunctions.Core.Tests.Speech;
using AudioFunctions.Core.Tests.Storage;
using AudioFunctions.Scripts;
using AudioFunctions.Sessions;
using AudioFunctions.Speech.Rates;
using AudioFunctions.Takes;
using AudioFunctions.Testing.Storage;
using Azure.Data.Tables;
using Azure.Storage.Blobs;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;

namespace AudioFunctions.Core.Tests.Takes;

/// <summary>A step may run again after its following steps. Then its take must not change.</summary>
[Collection(StorageTests.Name)]
public sealed class LateRunTests(AzuriteFixture azurite)
{
    private readonly TakeKey _take = new(Guid.NewGuid().ToString("N"), "01_only", "0123456789ab");

    [Fact]
    public async Task A_late_run_of_PadBeat_does_not_change_the_measured_recording()
    {
        var blobs = new BlobServiceClient(azurite.ConnectionString);
        var files = new TakeFiles(blobs);
        await SpeakAsync(files);
        await Finisher(blobs, bitrateKbps: 128).AssembleAsync(_take, default);
        var recording = await files.AudioAsync(_take, default);
        var version = (await recording.GetPropertiesAsync()).Value.ETag;
        var metadata = await files.ReadMetadataAsync(_take, default);
        Assert.Equal(["Can't read it."], metadata.Warnings);

        // A host with other options would make another file.
        await Finisher(blobs, bitrateKbps: 64).AssembleAsync(_take, default);

        Assert.Equal(version, (await recording.GetPropertiesAsync()).Value.ETag);
        Assert.Equal(metadata.UnencodedDurationMs, (await files.ReadMetadataAsync(_take, default)).UnencodedDurationMs);
    }

    [Fact]
    public async Task MeasureTake_reads_the_length_from_PadBeat_or_measures_an_older_take_itself()
    {
        var blobs = new BlobServiceClient(azurite.ConnectionString);
        var files = new TakeFiles(blobs);
        await SpeakAsync(files);
        var finisher = Finisher(blobs, bitrateKbps: 128);
        await finisher.AssembleAsync(_take, default);
        var metadata = await files.ReadMetadataAsync(_take, default);
        var measuredMs = await finisher.MeasureAsync(_take, default);
        Assert.InRange(measuredMs, metadata.UnencodedDurationMs - 27, metadata.UnencodedDurationMs + 27);
        Assert.Equal(metadata.AudioDurationMs, measuredMs);

        var old = _take with { Id = "ba9876543210" };
        await files.TryCopyFinishedAsync(_take, old, default);
        var blob = new BlobClient(azurite.ConnectionString, TakeFiles.ContainerName, old.MetadataBlob);
        var json = JsonNode.Parse((await blob.DownloadContentAsync()).Value.Content)!.AsObject();
        Assert.True(json.Remove("audio_duration_ms"));
        await blob.UploadAsync(BinaryData.FromString(json.ToJsonString()), overwrite: true);

        Assert.Equal(measuredMs, await finisher.MeasureAsync(old, default));
    }

    [Fact]
    public async Task Of_two_concurrent_runs_of_PadBeat_the_first_recording_is_kept()
    {
        await using var proxy = await StorageProxy.StartAsync(azurite.Server);
        var blobs = new BlobServiceClient(azurite.ConnectionString);
        var files = new TakeFiles(blobs);
        await SpeakAsync(files);
        Azure.ETag? first = null;
        proxy.Before = async call =>
        {
            if (first is not null || !call.IsBlobWrite(_take.AudioBlob))
                return;
            await Finisher(blobs, bitrateKbps: 128).AssembleAsync(_take, default);
            first = (await (await files.AudioAsync(_take, default)).GetPropertiesAsync()).Value.ETag;
        };

        await Finisher(new BlobServiceClient(proxy.ConnectionString), bitrateKbps: 64).AssembleAsync(_take, default);

        Assert.Equal(first, (await (await files.AudioAsync(_take, default)).GetPropertiesAsync()).Value.ETag);
        var heard = (await files.ReadMetadataAsync(_take, default)).UnencodedDurationMs;
        Assert.InRange(await Finisher(blobs, bitrateKbps: 64).MeasureAsync(_take, default), heard - 27, heard + 27);
    }

    private async Task SpeakAsync(TakeFiles files)
    {
        await using var lab = await SpeechLab.StartAsync();
        var segment = Beats.Segment("Me say one thing.");
        await files.TryAddPlanAsync(_take, new TakePlan(PauseMode.Add, null, [segment], DateTimeOffset.UtcNow, Warnings: ["Can't read it."]), default);
        await files.SaveRawAsync(_take, 0, await lab.Speech.SpeakAsync(segment, default), isIndexed: false, default);
    }

    private TakeFinisher Finisher(BlobServiceClient blobs, int bitrateKbps)
    {
        var settings = new Dictionary<string, string?> { ["Audio:BitrateKbps"] = $"{bitrateKbps}" };
        var configuration = new ConfigurationBuilder().AddInMemoryCollection(settings).Build();
        return new ServiceCollection()
            .AddLogging()
            .AddSingleton(TimeProvider.System)
            .AddSingleton(blobs)
            .AddSingleton(new TableServiceClient(azurite.ConnectionString))
            .AddAudio<FFmpegWrapper>(configuration)
            .AddSingleton<TakeFiles>()
            .AddSingleton<SessionStore>()
            .AddSingleton<SpeechRateStore>()
            .AddSingleton<TakeFinisher>()
            .BuildServiceProvider()
            .GetRequiredService<TakeFinisher>();
    }
}
