using AudioFunctions.Sessions;
using AudioFunctions.Speech;
using AudioFunctions.Speech.Rates;
using AudioFunctions.Takes;
using AudioFunctions.Testing.Storage;
using Azure.Data.Tables;
using Azure.Storage.Blobs;
using Microsoft.Extensions.Logging.Abstractions;
using Moq;

namespace AudioFunctions.Core.Tests.Takes;

internal static class SpendingGates
{
    /// <summary>Allows every request: its sessions are neither cancelled nor limited.</summary>
    public static SpendingGate Open(AzuriteFixture azurite) => Open(azurite, new TableServiceClient(azurite.ConnectionString));

    /// <param name="sessions">The store of the sessions.</param>
    public static SpendingGate Open(AzuriteFixture azurite, TableServiceClient sessions) => new(
        new SessionStore(sessions, TimeProvider.System),
        new TakeFiles(new BlobServiceClient(azurite.ConnectionString)),
        Mock.Of<ISpeechService>(),
        Mock.Of<ISpeechAccount>(),
        new SpeechRateStore(new TableServiceClient(azurite.ConnectionString), NullLogger<SpeechRateStore>.Instance));
}
