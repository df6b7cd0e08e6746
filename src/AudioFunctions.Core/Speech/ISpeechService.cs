using AudioFunctions.Speech.Models;

namespace AudioFunctions.Speech;

/// <summary>Speaks segments. Two implementations: ElevenLabs and the offline voice.</summary>
public interface ISpeechService
{
    /// <summary>"elevenlabs" or "offline"; stored with every take.</summary>
    string Provider { get; }

    /// <summary>The id of the model for voices whose profile doesn't set one.</summary>
    string Model { get; }

    /// <summary>The models' limits and features. Requested at most once every few hours, with a short timeout; if that fails, the known data is used.</summary>
    Task<SpeechModels> FindModelsAsync(CancellationToken cancellationToken);

    /// <summary>Whether the model is known to accept phonemes in its text as <c>"/…/"</c>; sends no request.</summary>
    bool TakesIpaOf(string model) => false;

    /// <summary>
    /// Speaks one segment and returns the response unchanged, so that the caller can store it first. If the journal has an open request, its
    /// response is searched for at the service before the text is resent and billed again.
    /// </summary>
    /// <param name="cancellationToken">A running request may finish within its grace period; nothing is sent after the cancellation.</param>
    /// <exception cref="SpeechException">The service refused, or couldn't be reached within the limits of waiting.</exception>
    Task<RawSpeech> SpeakAsync(SpeechSegment segment, IRequestJournal journal, CancellationToken cancellationToken);

    /// <summary>One sentence for each setting or language of the segments that the service can't apply; empty if there is none.</summary>
    IReadOnlyList<string> WarningsFor(IReadOnlyList<SpeechSegment> segments) => [];

    /// <summary>
    /// Whether both segments would be requested with the same words and settings, so that a response to one serves the other. Silences don't
    /// count: they are inserted later and aren't requested.
    /// </summary>
    bool IsSameRequest(SpeechSegment one, SpeechSegment other);

    /// <summary>Like <see cref="IsSameRequest"/>, and with the same seed, if there is one.</summary>
    bool IsIdenticalRequest(SpeechSegment one, SpeechSegment other);
}

/// <summary>
/// The unchanged response of a speech service: the JSON of ElevenLabs' <c>with-timestamps</c> (<c>audio_base64</c>, <c>alignment</c>,
/// <c>normalized_alignment</c>), which the offline voice produces too.
/// </summary>
/// <param name="Body">UTF-8 JSON.</param>
/// <param name="BilledCharacters">From the cost header; null if the service didn't send it, 0 for the offline voice.</param>
/// <param name="RequestId">The service's id of the request, or null.</param>
/// <param name="HistoryItemId">The service's id of the response in its history, or null.</param>
public sealed record RawSpeech(
    ReadOnlyMemory<byte> Body, string Provider, string Model, int? BilledCharacters, string? RequestId, string? HistoryItemId = null)
{
    /// <summary>The service's ids of the response; empty for the offline voice.</summary>
    public IReadOnlyList<string> Ids => [.. new[] { RequestId, HistoryItemId }.OfType<string>().Distinct()];

    /// <summary>The blob of the stored response that this is a copy of, which has its cost; null if this isn't a copy.</summary>
    public string? CopyOf { get; init; }

    /// <summary>Whether it is the recording of a dialogue. If it is stored for one of the dialogue's segments, that segment is a part of it.</summary>
    public bool IsDialogue { get; init; }
}

/// <summary>A decoded response.</summary>
/// <param name="Audio">An audio file in a format FFmpeg recognises (MP3 or WAV), never empty.</param>
/// <param name="Alignment">The times of the spoken text (<see cref="SentText.Said"/>); null if the service sent none that matches it.</param>
public sealed record SpokenAudio(ReadOnlyMemory<byte> Audio, CharacterAlignment? Alignment);

/// <summary>The time of every UTF-16 code unit of a text in its audio; the arrays are as long as the text.</summary>
public sealed record CharacterAlignment(IReadOnlyList<double> StartSeconds, IReadOnlyList<double> EndSeconds);
