using AudioFunctions.Core.Tests.Sessions;
using AudioFunctions.Core.Tests.Speech;
using AudioFunctions.Scripts;
using AudioFunctions.Scripts.Parsing;
using AudioFunctions.Sessions;
using AudioFunctions.Speech;
using AudioFunctions.Takes;
using AudioFunctions.Testing.Speech;
using AudioFunctions.Testing.Storage;
using AudioFunctions.Voices;
using Azure.Data.Tables;
using Azure.Storage.Blobs;

namespace AudioFunctions.Core.Tests.Takes;

/// <summary>Speaks takes of the beat <c>01_talk</c> of one script, with real storage.</summary>
internal sealed class TakeLab(AzuriteFixture azurite, string script) : IDisposable
{
    private static readonly ScriptContext Context = new(new HashSet<string> { "every-coon", "boomer", "fed" });

    /// <summary>The requests of all runs in this process, which a stopping host waits for.</summary>
    public RequestsUnderWay UnderWay { get; } = new();

    public BlobServiceClient Blobs { get; } = new(azurite.ConnectionString);

    public TakeFiles Files => new(Blobs);

    public static TakeKey NewKey() => new(Guid.NewGuid().ToString("N"), "01_talk", "0123456789ab");

    /// <summary>
    /// A speech service for many concurrent runs. The timeouts are longer than a response takes on a busy machine, because a run waits this long
    /// for a request that was noted but never sent.
    /// </summary>
    public static Task<SpeechLab> StartAsync(params (string Key, string Value)[] settings) => StartAsync(default, settings);

    /// <param name="answerAfter">How long the service takes to respond.</param>
    public static Task<SpeechLab> StartAsync(TimeSpan answerAfter, params (string Key, string Value)[] settings) => SpeechLab.StartAsync(
        new StandInOptions { MaximumConcurrentRequests = 1000, AnswerAfter = answerAfter },
        time: null,
        [("Speech:TimeoutSeconds", "30"), ("Speech:LostAnswerSeconds", "10"), ("ElevenLabs:MaxConcurrentRequests", "100"), .. settings]);

    /// <summary>A take of a new session with the script.</summary>
    public async Task<TakeKey> NewTakeAsync()
    {
        var take = NewKey();
        await SaveScriptAsync(take.SessionId);
        return take;
    }

    public async Task<Script> SaveScriptAsync(string sessionId)
    {
        var parsed = ScriptReader.Read(script, Context).Script!;
        await ScriptArchives.At(azurite.ConnectionString).SaveParsedAsync(sessionId, parsed, default);
        return parsed;
    }

    /// <param name="blobs">The run's connection to storage; null for <see cref="Blobs"/>.</param>
    /// <param name="killed">Kills the run's connection to the tables.</param>
    public TakeSpeaker Speaker(
        ISpeechService speech, BlobServiceClient? blobs = null, KillSwitch? killed = null, RequestsUnderWay? underWay = null) => TakeSpeakers.At(
        azurite.ConnectionString,
        new TakeFiles(blobs ?? Blobs),
        speech,
        SpendingGates.Open(azurite, killed?.Tables(azurite.ConnectionString) ?? new TableServiceClient(azurite.ConnectionString)),
        underWay ?? UnderWay);

    /// <returns>The number of segments.</returns>
    public Task<int> SpeakAsync(TakeKey take, ISpeechService speech, BlobServiceClient? blobs = null, string? failedTakeId = null) =>
        Speaker(speech, blobs).SpeakAsync(take, RegenerateSettings.None, failedTakeId, default);

    /// <summary>Speaks until the switch kills the run.</summary>
    public Task<int> SpeakAsync(TakeKey take, ISpeechService speech, KillSwitch kill, string? failedTakeId = null) =>
        Speaker(speech, kill.Client(azurite.ConnectionString), kill).SpeakAsync(take, RegenerateSettings.None, failedTakeId, default);

    /// <summary>Starts a new take, and returns it when the run has ended or was killed.</summary>
    public async Task<TakeKey> DieAsync(KillSwitch kill, ISpeechService speech)
    {
        var take = await NewTakeAsync();
        await Task.WhenAny(SpeakAsync(take, speech, kill), kill.Died);
        return take;
    }

    /// <summary>Starts a new take, and finishes it in another process after the first was killed.</summary>
    public async Task<TakeKey> DieAndGoOnAsync(KillSwitch kill, SpeechLab lab, int segments)
    {
        // Separate processes: the memory of the first dies with it.
        var take = await DieAsync(kill, lab.AnotherProcess(lostAnswerSeconds: 10));
        Assert.Equal(segments, await SpeakAsync(take, lab.AnotherProcess(lostAnswerSeconds: 10)));
        return take;
    }

    public void Dispose() => UnderWay.Dispose();
}
