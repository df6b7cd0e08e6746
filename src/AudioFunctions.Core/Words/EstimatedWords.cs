using AudioFunctions.Audio;
using AudioFunctions.Speech;

namespace AudioFunctions.Words;

/// <summary>Whether somebody who reads word times should know that they are estimated.</summary>
public static class EstimatedWords
{
    /// <summary>
    /// Whether at least one word has no time from the speech service: all words of the offline voice, which share the time between two pauses by
    /// their letters, and those of speech that came without usable times.
    /// </summary>
    public static bool AreIn(IReadOnlyList<WordTiming> words, string provider) =>
        words.Count > 0 && (provider == SpeechOptions.OfflineProvider || words.Any(word => word.Confidence is not null));
}
