using System.Collections.Concurrent;
using System.Diagnostics;
using AudioFunctions.Speech.Models;
using AudioFunctions.Telemetry;
using AudioFunctions.Voices;
using Microsoft.Extensions.Logging;

namespace AudioFunctions.Speech.Offline;

/// <summary>
/// Speaks with espeak-ng, without account or network. Every stretch between two places where silence may go is spoken on its own, so that
/// the times in the answer are true to the sample; safe for any number of callers.
/// </summary>
internal sealed class OfflineSpeech(EspeakProcess espeak, string? languageCode, ILogger<OfflineSpeech> logger) : ISpeechService
{
    private const string Espeak = "espeak-ng";

    /// <summary>To be raised when the same words would sound different: another voice for a character, another level.</summary>
    private const int SoundVersion = 2;

    /// <summary>
    /// No limit of its own; the tightest model's keeps one answer at a few minutes of audio. It stands in for models that have style and
    /// boost, so that these are not warned of where nothing is final yet.
    /// </summary>
    private static readonly SpeechModels Models = SpeechModels.Only(new SpeechModel(Espeak, MaxCharacters: 5_000, CreditsPerCharacter: 0)
    {
        HasSpeed = true,
        HasStyle = true,
        HasSpeakerBoost = true,
        HasNeighbouringText = true,
        HasLanguageCode = true,
        SoundVersion = SoundVersion,
    });

    /// <summary>What has been logged, to log it once.</summary>
    private readonly ConcurrentDictionary<string, bool> _warned = new(StringComparer.Ordinal);

    public string Provider => SpeechOptions.OfflineProvider;

    public string Model => Espeak;

    public Task<SpeechModels> FindModelsAsync(CancellationToken cancellationToken) => Task.FromResult(Models);

    /// <summary>Notes nothing: it costs nothing to speak again.</summary>
    public async Task<RawSpeech> SpeakAsync(SpeechSegment segment, IRequestJournal journal, CancellationToken cancellationToken)
    {
        await journal.RequireAllowedAsync(cancellationToken);
        var said = segment.AsSaid();
        var voice = EspeakVoice.For(VoiceCharacters.Normalize(segment.Character), segment.Settings, LanguageOf(segment));
        var started = Stopwatch.GetTimestamp();
        var spoken = new List<(OfflinePiece Piece, short[] Samples)>();
        foreach (var piece in OfflinePiece.Of(said))
        {
            spoken.Add((piece, await espeak.SpeakAsync(EspeakText.Plain(piece.TextOf(said)), voice, cancellationToken)));
        }

        var answer = Answer(said, spoken);
        SpeechMetrics.Requested(Provider, Model, Stopwatch.GetElapsedTime(started), failure: null);
        return new RawSpeech(answer.ToJson(), Provider, Model, BilledCharacters: 0, RequestId: null);
    }

    /// <summary>The voice is the character's, each stretch is spoken on its own, and nothing around them is looked at.</summary>
    public bool IsSameQuestion(SpeechSegment one, SpeechSegment other) =>
        one.Sent.Said == other.Sent.Said
        && VoiceCharacters.Normalize(one.Character) == VoiceCharacters.Normalize(other.Character)
        && one.Settings == other.Settings
        && LanguageOf(one) == LanguageOf(other)
        && OfflinePiece.Of(one.AsSaid()).SequenceEqual(OfflinePiece.Of(other.AsSaid()));

    /// <summary>There is no seed.</summary>
    public bool IsSameRequest(SpeechSegment one, SpeechSegment other) => IsSameQuestion(one, other);

    /// <summary>One sentence for each voice that is to read what it can't; each is also logged, once in the life of the process.</summary>
    public IReadOnlyList<string> WarningsFor(IReadOnlyList<SpeechSegment> segments)
    {
        List<string> warnings = [.. segments.Select(WarningFor).OfType<string>().Distinct()];
        foreach (var warning in warnings.Where(warning => _warned.TryAdd(warning, true)))
            SpeechLog.LanguageNotSpoken(logger, warning);
        return warnings;
    }

    /// <summary>One gain for all pieces, so that they stay as loud among themselves as they were spoken.</summary>
    private static OfflineResponse Answer(SpeechSegment said, List<(OfflinePiece Piece, short[] Samples)> spoken)
    {
        var answer = new OfflineResponse(said.Text);
        var rest = OfflineLoudness.Level([.. spoken.SelectMany(one => one.Samples)]).AsSpan();
        foreach (var (piece, samples) in spoken)
        {
            answer.Add(piece, VoicedStretch.Of(rest[..samples.Length]));
            rest = rest[samples.Length..];
        }

        return answer;
    }

    private string? WarningFor(SpeechSegment segment)
    {
        var language = LanguageOf(segment);
        if (!EspeakLanguage.IsSpoken(language))
            return $"The offline voice does not speak the language '{language}' of {segment.Character}; it reads the text as English.";

        return WritingSystem.ForeignIn(segment.Sent.Said, language) is { } foreign
            ? $"The offline voice of {segment.Character} speaks '{language}' and cannot read {foreign.Name} text; "
                + $"set language_code in its voice profile, or Speech__LanguageCode, to the text's language (for instance '{foreign.Languages[0]}')."
            : null;
    }

    private string LanguageOf(SpeechSegment segment) => segment.LanguageCode ?? languageCode ?? EspeakLanguage.Default;
}
