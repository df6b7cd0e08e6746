using AudioFunctions.Audio;
using AudioFunctions.Sessions;
using AudioFunctions.Testing.Storage;
using AudioFunctions.Voices;
using Azure.Data.Tables;

namespace AudioFunctions.Core.Tests.Sessions;

/// <summary>The store with one session to test it with.</summary>
internal sealed class StoredSession(AzuriteFixture azurite)
{
    public SessionStore Store { get; } = new(new TableServiceClient(azurite.ConnectionString), TimeProvider.System);

    public string Id { get; } = Guid.NewGuid().ToString("N");

    public Task<CreatedSession> CreateAsync(params string[] beatIds) => Store.CreateAsync(Session(beatIds), default);

    public NewSession Session(params string[] beatIds) =>
        new(Id, "Title", "project", [.. beatIds.Select(id => new NewBeat(id, $"Name of {id}", "every-coon"))]);

    public TakeRecord Take(string id, string beatId, int durationMs = 1234) => new(
        id,
        beatId,
        $"audio-production/{Id}/{beatId}_{id}.mp3",
        durationMs,
        "offline",
        "espeak-ng",
        42,
        "Deadpan",
        [new SegmentRecord("every-coon", "voice", new VoiceSettings(0.35, 0.78, 0.45, 1.0), "Me say.")],
        [new LineTiming(0, 10, 900)],
        [],
        new DateTimeOffset(2026, 1, 2, 3, 4, 5, 678, TimeSpan.Zero));
}
