using System.Collections.Concurrent;
using System.Diagnostics;
using AudioFunctions.Speech.Models;
using AudioFunctions.Voices;
using Microsoft.Extensions.Logging;

namespace AudioFunctions.Speech.Offline;

/// <summary>
/// Speaks with espeak-ng, without an account or the network. Every piece between two positions of possible silence is spoken by itself, so the
/// times in the response are exact to the sample. Safe for any number of callers.
/// </summary>
internal sealed class OfflineSpeech(EspeakProcess espeak, string? languageCode, ILogger<OfflineSpeech> logger) : ISpeechService
{
    private const string Espeak = "espeak-ng";

    /// <summary>Increment it if the same words would sound different: another voice for a character, another level.</summary>
    private const int SoundVersion = 2;

    /// <summary>
    /// It has no limit of its own; the lowest limit of the real models keeps one response at a few minutes of audio. It stands in for models with
    /// style and speaker boost, so these cause no warnings while nothing is final.
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

    /// <summary>The warnings already logged, so that each is logged once.</summary>
    private readonly ConcurrentDictionary<string, bool> _warned = new(StringComparer.Ordinal);

    public string Provider => SpeechOptions.OfflineProvider;

    public string Model => Espeak;

    public Task<SpeechModels> FindModelsAsync(CancellationToken cancellationToken) => Task.FromResult(Models);

    /// <summary>Notes nothing: speaking again is free.</summary>
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

        var response = Respond(said, spoken);
        SpeechMetrics.Requested(Provider, Model, Stopwatch.GetElapsedTime(started), failure: null);
        return new RawSpeech(response.ToJson(), Provider, Model, BilledCharacters: 0, RequestId: null);
    }

    /// <summary>The voice depends on the character, each piece is spoken by itself, and the text around them isn't used.</summary>
    public bool IsSameRequest(SpeechSegment one, SpeechSegment other) =>
        one.Sent.Said == other.Sent.Said
        && VoiceCharacters.Normalize(one.Character) == VoiceCharacters.Normalize(other.Character)
        && one.Settings == other.Settings
        && LanguageOf(one) == LanguageOf(other)
        && OfflinePiece.Of(one.AsSaid()).SequenceEqual(OfflinePiece.Of(other.AsSaid()));

    /// <summary>The offline voice has no seed.</summary>
    public bool IsIdenticalRequest(SpeechSegment one, SpeechSegment other) => IsSameRequest(one, other);

    /// <summary>One sentence per voice with text that it can't read; each is also logged, once per process.</summary>
    public IReadOnlyList<string> WarningsFor(IReadOnlyList<SpeechSegment> segments)
    {
        List<string> warnings = [.. segments.Select(WarningFor).OfType<string>().Distinct()];
        foreach (var warning in warnings.Where(warning => _warned.TryAdd(warning, true)))
            SpeechLog.LanguageNotSpoken(logger, warning);
        return warnings;
    }

    /// <summary>One gain for all pieces, which keeps their relative loudness.</summary>
    private static OfflineResponse Respond(SpeechSegment said, List<(OfflinePiece Piece, short[] Samples)> spoken)
    {
        var response = new OfflineResponse(said.Text);
        var rest = OfflineLoudness.Level([.. spoken.SelectMany(one => one.Samples)]).AsSpan();
        foreach (var (piece, samples) in spoken)
        {
            response.Add(piece, VoicedStretch.Of(rest[..samples.Length]));
            rest = rest[samples.Length..];
        }

        return response;
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
