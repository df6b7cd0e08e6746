using System.Globalization;
using AudioFunctions.Estimates;
using AudioFunctions.Scripts;
using AudioFunctions.Sessions;
using AudioFunctions.Speech;
using AudioFunctions.Takes;
using AudioFunctions.Voices;
using Microsoft.AspNetCore.Http;

namespace AudioFunctions.Requests;

/// <summary>What speaking one beat of a session would take and cost.</summary>
public sealed class BeatCosts(
    ScriptArchive scripts, VoiceProfileStore voices, ScriptEstimator estimator, ISpeechService speech, SpendingGate gate)
{
    /// <param name="isReused">Whether the beat's take serves, so that nothing is spoken.</param>
    /// <returns>The estimate, or why there is none.</returns>
    public Task<(ScriptEstimate? Estimate, Refusal? Refusal)> EstimateAsync(
        string sessionId, string beatId, RegenerateSettings settings, bool isReused, CancellationToken cancellationToken) =>
        OfBeatAsync(
            sessionId,
            beatId,
            (script, profiles) => estimator.EstimateAsync(script, profiles, isReused ? [beatId] : [], settings, cancellationToken),
            cancellationToken);

    /// <summary>Known before the first request: half a beat would be of no use to anybody.</summary>
    /// <returns>Null if it costs no more than that.</returns>
    public async Task<Refusal?> RefuseAsync(
        string sessionId, string beatId, RegenerateSettings settings, int maxCredits, CancellationToken cancellationToken)
    {
        var (plan, refusal) = await OfBeatAsync(
            sessionId,
            beatId,
            (script, profiles) => Task.FromResult(SpeechPlan.For(script.Beats[0], profiles, settings, speech.MaxCharacters)),
            cancellationToken);
        if (plan is null)
            return refusal;
        var cost = plan.Sum(gate.CostOf);
        return cost <= maxCredits ? null : BudgetReached(cost, maxCredits);
    }

    /// <param name="calculate">Gets the session's script with this beat alone.</param>
    /// <returns>What was calculated, or why the beat can't be spoken.</returns>
    private async Task<(T? Result, Refusal? Refusal)> OfBeatAsync<T>(
        string sessionId,
        string beatId,
        Func<Script, IReadOnlyDictionary<string, VoiceProfile>, Task<T>> calculate,
        CancellationToken cancellationToken)
        where T : class
    {
        try
        {
            var script = await scripts.ReadParsedAsync(sessionId, cancellationToken);
            var profiles = await voices.ByCharacterAsync(cancellationToken);
            return (await calculate(script with { Beats = [script.BeatOf(beatId)] }, profiles), null);
        }
        catch (SpeechException failure)
        {
            return (null, Refusal.Conflict(failure.Code, failure.Message));
        }
    }

    private static Refusal BudgetReached(long cost, int limit) => new(
        StatusCodes.Status402PaymentRequired,
        SpeechCodes.BudgetReached,
        string.Create(
            CultureInfo.InvariantCulture,
            $"Speaking the beat costs about {cost} credits, and max_credits is {limit}; ask again with a higher max_credits."));
}
