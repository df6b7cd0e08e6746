using AudioFunctions.Core.Tests.Sessions;
using AudioFunctions.Pronunciations;
using AudioFunctions.Sessions;
using AudioFunctions.Speech;
using AudioFunctions.Takes;
using AudioFunctions.Voices;
using Azure.Data.Tables;
using Microsoft.Extensions.Logging.Abstractions;

namespace AudioFunctions.Core.Tests.Takes;

internal static class TakeSpeakers
{
    /// <param name="connection">The storage of scripts, voices and pronunciations.</param>
    public static TakeSpeaker At(
        string connection, TakeFiles files, ISpeechService speech, SpendingGate gate, RequestsUnderWay? underWay = null, TimeProvider? clock = null)
    {
        var tables = new TableServiceClient(connection);
        var scripts = ScriptArchives.At(connection);
        return new TakeSpeaker(
            scripts,
            new VoiceProfileStore(tables),
            new SessionPronunciations(new PronunciationStore(tables), scripts),
            files,
            new FailedTakeFinder(files, new SessionStore(tables, TimeProvider.System), speech),
            speech,
            gate,
            underWay ?? new RequestsUnderWay(),
            clock ?? TimeProvider.System,
            NullLogger<TakeSpeaker>.Instance);
    }

    /// <summary>Speaks all lines, with the current pronunciation rules.</summary>
    public static Task<int> SpeakAsync(
        this TakeSpeaker speaker, TakeKey take, RegenerateSettings regenerate, string? reuseTakeId, CancellationToken cancellationToken) =>
        speaker.SpeakAsync(take, regenerate, reuseTakeId, seedOffset: null, rulesOf: null, retake: null, instanceId: null, cancellationToken);
}
