using AudioFunctions.Audio;
using AudioFunctions.Audio.Cutting;
using AudioFunctions.Speech;
using AudioFunctions.Speech.Rates;

namespace AudioFunctions.Takes;

/// <summary>Samples of how fast the voices of a finished take speak, and at what price.</summary>
internal static class TakeSamples
{
    public static IReadOnlyList<SpeechSample> Of(TakePlan plan, TakeMetadata metadata, int audioDurationMs)
    {
        var timings = metadata.Lines.ToLookup(timing => timing.Line);
        var lengths = plan.Segments.SelectMany(segment => segment.Lines).GroupBy(line => line.Line)
            .ToDictionary(line => line.Key, line => line.Sum(part => part.Length));
        var segments = plan.Segments.Select(segment => Measure(segment, timings, lengths)).ToList();
        var characters = segments.Sum(segment => segment.Characters);
        var heardMs = segments.Sum(segment => segment.HeardMs);

        // A take with warnings may lack some of its plan's silences, so its length says nothing about its speech.
        var speechMs = metadata.Warnings.Any(warning => !EffectWarnings.Is(warning) && !PlacementWarnings.IsOfWordsOnly(warning)) ? 0 : audioDurationMs - plan.Segments.Sum(segment => segment.Silences.Sum(silence => silence.Ms));
        // A bill for only some of the words isn't a price.
        var credits = metadata.IsPartlyFree ? 0 : metadata.BilledCharacters ?? 0;
        var prices = segments.Sum(PriceOf);
        return
        [
            .. from segment in segments
               let model = segment.Spoken.Model?.Id ?? metadata.Model
               group segment by (Voice: new RatedVoice(segment.Spoken.Character, segment.Spoken.VoiceId, plan.PauseMode), Model: model) into voice
               let spoken = voice.Sum(segment => segment.Characters)
               let share = heardMs > 0 ? (double)voice.Sum(segment => segment.HeardMs) / heardMs : (double)spoken / characters
               select new SpeechSample(voice.Key.Voice, voice.Key.Model, new SpeechTotals(
                   speechMs > 0 ? speechMs * share : 0,
                   speechMs > 0 ? voice.Sum(segment => segment.Characters / segment.Spoken.Settings.Speed) : 0,
                   credits > 0 ? credits * voice.Sum(PriceOf) / prices : 0,
                   credits > 0 ? spoken : 0)),
        ];
    }

    /// <summary>A segment's share of the bill, which is one bill for all models of a take.</summary>
    private static double PriceOf((SpeechSegment Spoken, int Characters, int HeardMs) segment) =>
        segment.Characters * (segment.Spoken.Model is { CreditsPerCharacter: > 0 and var price } ? price : 1);

    /// <summary>
    /// The time from the beginning to the end of each line, without the silences inside. A line in two segments is divided in proportion to length.
    /// </summary>
    private static (SpeechSegment Spoken, int Characters, int HeardMs) Measure(
        SpeechSegment segment, ILookup<int, LineTiming> timings, Dictionary<int, int> lengths)
    {
        var heardMs = segment.Lines.Sum(line => timings[line.Line].Sum(timing => (timing.EndMs - timing.StartMs) * line.Length / lengths[line.Line])
            - segment.Silences.Where(silence => silence.At > line.Start && silence.At < line.Start + line.Length).Sum(silence => silence.Ms));
        return (segment, segment.CharacterCount, Math.Max(0, heardMs));
    }
}
