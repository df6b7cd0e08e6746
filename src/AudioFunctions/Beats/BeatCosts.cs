using System.Globalization;
using AudioFunctions.Estimates;
using AudioFunctions.Platform;
using AudioFunctions.Sessions;
using AudioFunctions.Speech;
using AudioFunctions.Voices;
using Microsoft.AspNetCore.Http;

namespace AudioFunctions.Beats;

/// <summary>What speaking one beat of a session would take and cost.</summary>
public sealed class BeatCosts(ScriptArchive scripts, VoiceProfileStore voices, ScriptEstimator estimator)
{
    /// <param name="line">The one line that is spoken, from 0; null for all.</param>
    /// <param name="isReused">Whether the beat's take serves, so that nothing is spoken.</param>
    /// <returns>The estimate, or why there is none.</returns>
    public async Task<(ScriptEstimate? Estimate, Refusal? Refusal)> EstimateAsync(
        string sessionId, string beatId, RegenerateSettings settings, int? line, bool isReused, CancellationToken cancellationToken)
    {
        try
        {
            var script = await scripts.ReadParsedAsync(sessionId, cancellationToken);
            var (part, refusal) = SpokenPart.Of(script, beatId, line);
            if (part is null)
                return (null, refusal);
            var profiles = await voices.ByCharacterAsync(cancellationToken);
            var alone = script with { Beats = [part] };
            return (await estimator.EstimateAsync(alone, profiles, isReused ? [beatId] : [], settings, cancellationToken), null);
        }
        catch (SpeechException failure)
        {
            return (null, Refusal.Conflict(failure.Code, failure.Message));
        }
    }

    /// <summary>Known before the first request: half a beat would be of no use to anybody.</summary>
    /// <returns>Null if it costs no more than that.</returns>
    public async Task<Refusal?> RefuseAsync(
        string sessionId, string beatId, RegenerateSettings settings, int? line, int maxCredits, CancellationToken cancellationToken)
    {
        var (estimate, refusal) = await EstimateAsync(sessionId, beatId, settings, line, isReused: false, cancellationToken);
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
            $"Speaking the {what} costs about {cost} credits, and max_credits is {limit}; ask again with a higher max_credits."));
}
