using AudioFunctions.Core.Tests.Audio;
using AudioFunctions.Sessions;
using AudioFunctions.Speech.Rates;
using AudioFunctions.Takes;
using AudioFunctions.Testing.Storage;
using Azure.Data.Tables;
using Azure.Storage.Blobs;
using Microsoft.Extensions.Logging.Abstractions;

namespace AudioFunctions.Core.Tests.Takes;

internal static class TakeFinishers
{
    /// <summary>Assembles a spoken take with the real FFmpeg.</summary>
    public static async Task<TakeMetadata> FinishAsync(AzuriteFixture azurite, TakeKey take)
    {
        using var workplace = new AudioWorkplace();
        var tables = new TableServiceClient(azurite.ConnectionString);
        var files = new TakeFiles(new BlobServiceClient(azurite.ConnectionString));
        var finisher = new TakeFinisher(
            files,
            workplace.Assembler,
            workplace.Meter,
            workplace.Scratch,
            new SessionStore(tables, TimeProvider.System),
            new SpeechRateStore(tables, NullLogger<SpeechRateStore>.Instance),
            TimeProvider.System);
        await finisher.AssembleAsync(take, default);
        return await files.ReadMetadataAsync(take, default);
    }
}
