using AudioFunctions.Voices;

namespace AudioFunctions.Speech.Offline;

/// <summary>
/// Speaks with espeak-ng, without account or network. Every stretch between two places where silence may go is spoken on its own, so that
/// the times in the answer are true to the sample; safe for any number of callers.
/// </summary>
internal sealed class OfflineSpeech(EspeakProcess espeak) : ISpeechService
{
    public string Provider => SpeechOptions.OfflineProvider;

    public string Model => "espeak-ng";

    /// <summary>No limit of its own; the tightest model's keeps one answer at a few minutes of audio.</summary>
    public int MaxCharacters => 5_000;

    /// <summary>Notes nothing: it costs nothing to speak again.</summary>
    public async Task<RawSpeech> SpeakAsync(SpeechSegment segment, IRequestJournal journal, CancellationToken cancellationToken)
    {
        var voice = EspeakVoice.For(VoiceCharacters.Normalize(segment.Character), segment.Settings);
        var answer = new OfflineAnswer(segment.Text);
        foreach (var piece in OfflinePiece.Of(segment))
        {
            var samples = await espeak.SpeakAsync(EspeakText.Plain(piece.TextOf(segment)), voice, cancellationToken);
            answer.Add(piece, VoicedStretch.Of(samples));
        }

        return new RawSpeech(answer.ToJson(), Provider, Model, BilledCharacters: 0, RequestId: null);
    }

    /// <summary>The voice is the character's, each stretch is spoken on its own, and nothing around them is looked at.</summary>
    public bool IsSameQuestion(SpeechSegment one, SpeechSegment other) =>
        one.Text == other.Text
        && VoiceCharacters.Normalize(one.Character) == VoiceCharacters.Normalize(other.Character)
        && one.Settings == other.Settings
        && OfflinePiece.Of(one).SequenceEqual(OfflinePiece.Of(other));
}
