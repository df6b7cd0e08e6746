using AudioFunctions.Speech;

namespace AudioFunctions.Core.Tests.Speech;

internal static class SpokenResponse
{
    /// <summary>Asserts that a response has audio and a time for every character of the text.</summary>
    public static void AssertIs(string text, RawSpeech raw)
    {
        var spoken = SpeechResponse.Read(raw, text);
        Assert.True(spoken.Audio.Length > 1000);
        Assert.Equal(text.Length, spoken.Alignment!.StartSeconds.Count);
    }
}
