using System.Text.Json;

namespace AudioFunctions.Speech;

/// <summary>
/// Checks whether the recording of a dialogue can be cut into its turns. The service's times may stop advancing at some point, or belong to
/// other voices than it says; then no cut between two voices can be trusted.
/// </summary>
internal static class DialogueCheck
{
    private const double MinSecondsOfWord = 0.005;

    /// <summary>Nobody speaks faster than this: the quickest voices take three times as long.</summary>
    private const double MinSecondsOfLetter = 0.012;

    // Alignments drift, and a voice segment may include the silence around its words.
    private const double ToleranceSeconds = 0.35;

    /// <summary>What is wrong with a response, worded as the rest of a sentence about it; null if it can be cut.</summary>
    /// <param name="dialogue">A segment with turns.</param>
    public static string? DefectOf(RawSpeech raw, SpeechSegment dialogue)
    {
        var sent = dialogue.Sent;
        if (SpeechResponse.Read(raw, sent).Alignment is not { } times)
            return "came without times for its words";

        var turns = dialogue.Turns!.Select(turn => TimesOf(turn, sent, times)).ToList();
        if (turns.Contains(null))
            return "came with times that stand still";
        for (var i = 1; i < turns.Count; i++)
        {
            if (turns[i]!.Value.From < turns[i - 1]!.Value.To - ToleranceSeconds)
                return "came with times that run backwards";
        }

        return DefectOfVoices(raw, dialogue.Turns!, turns.ConvertAll(turn => turn!.Value));
    }

    /// <returns>From the first to the last spoken character; null if the times don't advance over a word.</returns>
    private static (double From, double To)? TimesOf(DialogueTurn turn, SentText sent, CharacterAlignment times)
    {
        var start = sent.SaidIndexOf(turn.Start);
        var said = sent.Said[start..sent.SaidIndexOf(turn.Start + turn.Length)];
        var words = TextWord.Of(said);
        // A turn has letters, but its replacement text may have none.
        if (words.Count == 0)
            return (times.StartSeconds[start], times.EndSeconds[start]);
        if (words.Any(word => times.EndSeconds[start + word.Last] - times.StartSeconds[start + word.First] < MinSecondsOfWord))
            return null;

        var (from, to) = (times.StartSeconds[start + words[0].First], times.EndSeconds[start + words[^1].Last]);
        return to - from < words.Sum(word => word.Letters) * MinSecondsOfLetter ? null : (from, to);
    }

    /// <summary>Whether the voice segments agree. The history has none: then only the times of the words count.</summary>
    private static string? DefectOfVoices(RawSpeech raw, IReadOnlyList<DialogueTurn> turns, List<(double From, double To)> times)
    {
        var listed = TolerantJson.Parse(raw.Body).Property("voice_segments");
        if (listed.ValueKind is JsonValueKind.Undefined or JsonValueKind.Null)
            return null;

        var voices = listed.ItemsOrNull()?.ConvertAll(VoiceSegment.Read) ?? [];
        if (voices.Contains(null))
            return "came with voice segments that can't be read";
        for (var i = 0; i < turns.Count; i++)
        {
            var own = voices.Where(voice => voice!.Turn == i).Select(voice => voice!).ToList();
            if (own.Count == 0 || own.Exists(voice => voice.VoiceId != turns[i].VoiceId || voice.CharactersTo <= voice.CharactersFrom))
                return $"names no voice segment of turn {i + 1}, or one of another voice";
            var (from, to) = (own.Min(voice => voice.From), own.Max(voice => voice.To));
            if (to - from < MinSecondsOfWord || times[i].From < from - ToleranceSeconds || times[i].To > to + ToleranceSeconds)
                return $"says in its voice segments that turn {i + 1} is elsewhere than its words are";
        }

        var inOrder = voices.OrderBy(voice => voice!.CharactersFrom).ToList();
        return inOrder.Zip(inOrder.Skip(1)).Any(pair => pair.Second!.Turn < pair.First!.Turn || pair.Second.CharactersFrom < pair.First.CharactersTo)
            ? "came with voice segments that overlap"
            : null;
    }

    /// <param name="Turn">0-based index of the turn.</param>
    private sealed record VoiceSegment(string VoiceId, int Turn, double From, double To, int CharactersFrom, int CharactersTo)
    {
        public static VoiceSegment? Read(JsonElement segment) =>
            segment.Property("voice_id").TextOrNull() is { } voiceId
            && Index(segment.Property("dialogue_input_index")) is { } turn
            && segment.Property("start_time_seconds").SecondsOrNull() is { } from
            && segment.Property("end_time_seconds").SecondsOrNull() is { } to
            && Index(segment.Property("character_start_index")) is { } charactersFrom
            && Index(segment.Property("character_end_index")) is { } charactersTo
                ? new VoiceSegment(voiceId, turn, from, to, charactersFrom, charactersTo)
                : null;

        private static int? Index(JsonElement value) =>
            value.ValueKind == JsonValueKind.Number && value.TryGetInt32(out var index) && index >= 0 ? index : null;
    }
}
