using AudioFunctions.Speech.Models;

namespace AudioFunctions.Speech;

/// <summary>Speaks segments. Two implementations: ElevenLabs and the offline voice.</summary>
public interface ISpeechService
{
    /// <summary>"elevenlabs" or "offline"; kept with every take.</summary>
    string Provider { get; }

    /// <summary>The id of the model that speaks for voices whose profile names none.</summary>
    string Model { get; }

    /// <summary>What the models take. The service is asked at most once every few hours, briefly; if it can't say, what is known counts.</summary>
    Task<SpeechModels> FindModelsAsync(CancellationToken cancellationToken);

    /// <summary>Whether phonemes may stand in the text that the model is sent, as <c>"/…/"</c>, as far as is known; nobody is asked.</summary>
    bool TakesIpaOf(string model) => false;

    /// <summary>
    /// Speaks one segment and returns the answer untouched, so that the caller can store it before anything else happens to it. An answer
    /// to a request that the journal left open is looked for at the service before the text is sent, and paid for, again.
    /// </summary>
    /// <param name="cancellationToken">Lets a request under way finish within its grace; nothing is sent after it is cancelled.</param>
    /// <exception cref="SpeechException">The service refused or could not be reached, after bounded waiting.</exception>
    Task<RawSpeech> SpeakAsync(SpeechSegment segment, IRequestJournal journal, CancellationToken cancellationToken);

    /// <summary>Sentences about what the segments ask for and will not be heard as; none if all is well.</summary>
    IReadOnlyList<string> WarningsFor(IReadOnlyList<SpeechSegment> segments) => [];

    /// <summary>
    /// Whether an answer to one segment answers the other too, because everything that is heard of them would be asked in the same
    /// words. Silences are heard, and not asked for.
    /// </summary>
    bool IsSameQuestion(SpeechSegment one, SpeechSegment other);

    /// <summary>As <see cref="IsSameQuestion"/>, and with the same seed, if there is one: the service would be sent the same twice.</summary>
    bool IsSameRequest(SpeechSegment one, SpeechSegment other);
}

/// <summary>
/// A speech service's answer as it came: the JSON of ElevenLabs' <c>with-timestamps</c> (<c>audio_base64</c>, <c>alignment</c>,
/// <c>normalized_alignment</c>), which the offline voice speaks too.
/// </summary>
/// <param name="Body">UTF-8 JSON.</param>
/// <param name="BilledCharacters">From the cost header; null if the service did not say, 0 for the offline voice.</param>
/// <param name="RequestId">The service's id of the request, or null.</param>
/// <param name="HistoryItemId">The service's id of the answer in its history, or null.</param>
public sealed record RawSpeech(
    ReadOnlyMemory<byte> Body, string Provider, string Model, int? BilledCharacters, string? RequestId, string? HistoryItemId = null)
{
    /// <summary>What the answer is called at the service; empty for the offline voice.</summary>
    public IReadOnlyList<string> Ids => [.. new[] { RequestId, HistoryItemId }.OfType<string>().Distinct()];

    /// <summary>The blob of the stored answer that this is a copy of, and that its cost is counted with; null for one that is no copy.</summary>
    public string? CopyOf { get; init; }

    /// <summary>Whether it is the recording of a dialogue. Stored for one of its segments, that segment is a part of it.</summary>
    public bool IsDialogue { get; init; }
}

/// <summary>A raw answer, decoded.</summary>
/// <param name="Audio">An audio file in a format FFmpeg recognises (MP3 or WAV), never empty.</param>
/// <param name="Alignment">Of what is said (<see cref="SentText.Said"/>); null if the service gave none that fits it.</param>
public sealed record SpokenAudio(ReadOnlyMemory<byte> Audio, CharacterAlignment? Alignment);

/// <summary>The place of every UTF-16 code unit of a text in its audio; the arrays are as long as the text.</summary>
public sealed record CharacterAlignment(IReadOnlyList<double> StartSeconds, IReadOnlyList<double> EndSeconds);
