using AudioFunctions.Pronunciations;
using AudioFunctions.Scripts;
using AudioFunctions.Speech;
using AudioFunctions.Speech.Rates;
using AudioFunctions.Voices;
using Microsoft.Extensions.Logging;

namespace AudioFunctions.Estimates;

/// <summary>
/// Estimates a production: the requests it would send, their length and price, and whether the account has enough credits. Reads the rates
/// of each model used and requests the account's credits once; speaks and stores nothing.
/// </summary>
public sealed partial class ScriptEstimator(
    SpeechRateStore rates, PronunciationStore pronunciations, ISpeechService speech, ISpeechAccount account, ILogger<ScriptEstimator> logger)
{
    /// <param name="profiles">By normalized character.</param>
    /// <param name="reusedBeats">The ids of the beats that aren't spoken, because an earlier session's take is used.</param>
    /// <exception cref="SpeechException"><c>voice-profile-missing</c>.</exception>
    public Task<ScriptEstimate> EstimateAsync(
        Script script,
        IReadOnlyDictionary<string, VoiceProfile> profiles,
        IReadOnlyCollection<string> reusedBeats,
        CancellationToken cancellationToken) =>
        EstimateAsync(script, profiles, reusedBeats, RegenerateSettings.None, takes: 1, cancellationToken);

    /// <param name="settings">Override the script's settings in every beat.</param>
    /// <param name="takes">How many takes of each beat are spoken.</param>
    /// <inheritdoc cref="EstimateAsync(Script, IReadOnlyDictionary{string, VoiceProfile}, IReadOnlyCollection{string}, CancellationToken)"/>
    public async Task<ScriptEstimate> EstimateAsync(
        Script script,
        IReadOnlyDictionary<string, VoiceProfile> profiles,
        IReadOnlyCollection<string> reusedBeats,
        RegenerateSettings settings,
        int takes,
        CancellationToken cancellationToken)
    {
        var asking = AskAsync(cancellationToken);
        var models = await speech.FindModelsAsync(cancellationToken);
        var pronounced = new PronouncedLines(await pronunciations.PronouncerAsync(script.Project, cancellationToken), models);
        var planned = script.Beats
            .Select(beat => (Beat: beat, Segments: SpeechPlan.For(beat, profiles, settings, models, pronounced.EditsOf, script.Directions)))
            .ToList();
        var expectations = await ExpectationsAsync(planned.SelectMany(beat => beat.Segments), script.PauseMode, cancellationToken);
        var beats = planned.ConvertAll(beat => new ExpectedBeat(
            beat.Beat,
            reusedBeats.Contains(beat.Beat.BeatId) ? 0 : takes,
            [.. beat.Segments.Select(segment => expectations[segment.Model!.Id].Of(segment))]));

        var (credits, unknown) = await asking;
        var spoken = beats.SelectMany(beat => beat.Spoken).ToList();
        var check = new CreditCheck(takes * spoken.Sum(segment => segment.Credits), takes * spoken.Sum(segment => segment.MinCredits), credits);
        var sufficient = account.IsFree ? true : check.IsSufficient;
        return Describe(beats, sufficient, credits, [.. check.Warnings, .. unknown]) with { CannotBePaid = check.CannotBePaid };
    }

    /// <returns>By model id.</returns>
    private async Task<IReadOnlyDictionary<string, Expectation>> ExpectationsAsync(
        IEnumerable<SpeechSegment> segments, PauseMode pauseMode, CancellationToken cancellationToken)
    {
        var expectations = new Dictionary<string, Expectation>();
        foreach (var model in segments.Select(segment => segment.Model!).DistinctBy(model => model.Id))
        {
            var past = await rates.ReadAsync(speech.Provider, model.Id, cancellationToken);
            expectations.Add(model.Id, new Expectation(past, model.Price, pauseMode));
        }

        return expectations;
    }

    private ScriptEstimate Describe(List<ExpectedBeat> beats, bool? sufficient, AccountCredits? credits, IReadOnlyList<string> warnings)
    {
        var described = beats.ConvertAll(beat => beat.Describe());
        return new ScriptEstimate(
            speech.Provider,
            speech.Model,
            new EstimateTotal(
                described.Sum(beat => beat.Characters),
                described.Sum(beat => beat.Requests),
                described.Sum(beat => beat.ExpectedDurationMs),
                described.Sum(beat => beat.ExpectedCredits)),
            described,
            VoicesOf(beats),
            BasisOf(beats),
            credits is null ? null : CreditsLeft.Of(credits),
            sufficient,
            warnings);
    }

    /// <summary>The credits, or a warning that says why they are unknown.</summary>
    private async Task<(AccountCredits? Credits, IReadOnlyList<string> Unknown)> AskAsync(CancellationToken cancellationToken)
    {
        try
        {
            return (await account.FindCreditsAsync(cancellationToken), []);
        }
        catch (SpeechException failure)
        {
            CreditsUnknown(logger, failure.Code, failure.Message);
            return (null, [$"The credits left are unknown. {failure.Message}"]);
        }
    }

    private static IReadOnlyList<VoiceEstimate> VoicesOf(List<ExpectedBeat> beats) =>
    [
        .. from beat in beats
           from expected in beat.Spoken
           group (expected.Characters, beat.Takes, Request: (beat.Beat.BeatId, expected.Request)) by (expected.Segment.Character, expected.Segment.VoiceId) into voice
           select new VoiceEstimate(
               voice.Key.Character,
               voice.Key.VoiceId,
               voice.Sum(spoken => spoken.Characters * spoken.Takes),
               voice.DistinctBy(spoken => spoken.Request).Sum(spoken => spoken.Takes)),
    ];

    private static EstimateBasis BasisOf(List<ExpectedBeat> beats)
    {
        var segments = beats.SelectMany(beat => beat.Segments).ToList();
        if (segments.TrueForAll(segment => segment.IsFromPastTakes))
            return EstimateBasis.PastTakes;
        return segments.Exists(segment => segment.IsFromPastTakes) ? EstimateBasis.Mixed : EstimateBasis.RuleOfThumb;
    }

    [LoggerMessage(220, LogLevel.Warning, "Could not get the credits left ({Code}): {Reason}")]
    private static partial void CreditsUnknown(ILogger logger, string code, string reason);

    /// <param name="Takes">How many takes are spoken; 0 if an earlier one is reused.</param>
    private sealed record ExpectedBeat(Beat Beat, int Takes, IReadOnlyList<ExpectedSegment> Segments)
    {
        /// <summary>The segments sent to the speech service for one take.</summary>
        public IReadOnlyList<ExpectedSegment> Spoken => Takes == 0 ? [] : Segments;

        public BeatEstimate Describe() => new(
            Beat.BeatId,
            Beat.BeatName,
            Takes * Spoken.Sum(segment => segment.Characters),
            Takes * Spoken.DistinctBy(segment => segment.Request).Count(),
            (int)Math.Round(Segments.Sum(segment => segment.DurationMs)),
            Takes * Spoken.Sum(segment => segment.Credits),
            Takes == 0);
    }
}
