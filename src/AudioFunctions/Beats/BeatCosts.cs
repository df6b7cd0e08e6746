using System.Globalization;
using AudioFunctions.Estimates;
using AudioFunctions.Platform;
using AudioFunctions.Sessions;
using AudioFunctions.Speech;
using AudioFunctions.Voices;
using Microsoft.AspNetCore.Http;

namespace AudioFunctions.Beats;

/// <summary>Estimates the requests and credits for speaking one beat of a session.</summary>
public sealed class BeatCosts(ScriptArchive scripts, VoiceProfileStore voices, ScriptEstimator estimator)
{
    /// <param name="line">0-based index of the one line to speak; null for all.</param>
    /// <param name="takes">How many takes to speak; 0 if the beat's take is reused.</param>
    /// <returns>The estimate, or the refusal.</returns>
    public async Task<(ScriptEstimate? Estimate, Refusal? Refusal)> EstimateAsync(
        string sessionId, string beatId, RegenerateSettings settings, int? line, int takes, CancellationToken cancellationToken)
    {
        try
        {
            var script = await scripts.ReadParsedAsync(sessionId, cancellationToken);
            var (part, refusal) = SpokenPart.Of(script, beatId, line);
            if (part is null)
                return (null, refusal);
            var profiles = await voices.ByCharacterAsync(cancellationToken);
            var alone = script with { Beats = [part] };
            return (await estimator.EstimateAsync(alone, profiles, takes == 0 ? [beatId] : [], settings, takes, cancellationToken), null);
        }
        catch (SpeechException failure)
        {
            return (null, Refusal.Conflict(failure.Code, failure.Message));
        }
    }

    /// <summary>Checks the budget before the first request, because half a beat is useless.</summary>
    /// <returns>Null if the beat costs at most <paramref name="maxCredits"/>.</returns>
    public async Task<Refusal?> RefuseAsync(
        string sessionId, string beatId, RegenerateSettings settings, int? line, int maxCredits, CancellationToken cancellationToken)
    {
        var (estimate, refusal) = await EstimateAsync(sessionId, beatId, settings, line, takes: 1, cancellationToken);
        if (estimate is null)
            return refusal;
        var cost = estimate.Total.ExpectedCredits;
        return cost <= maxCredits ? null : BudgetReached(line is null ? "beat" : "line", cost, maxCredits);
    }

    private static Refusal BudgetReached(string what, long cost, int limit) => new(
        StatusCodes.Status402PaymentRequired,
        SpeechCodes.BudgetReached,
        string.Create(
            CultureInfo.InvariantCulture,
            $"Speaking the {what} costs about {cost} credits, and max_credits is {limit}; repeat the request with a higher max_credits."));
}
