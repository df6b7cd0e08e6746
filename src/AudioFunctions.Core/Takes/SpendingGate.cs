using System.Globalization;
using AudioFunctions.Scripts;
using AudioFunctions.Sessions;
using AudioFunctions.Speech;
using AudioFunctions.Speech.Rates;
using AudioFunctions.Unicode;

namespace AudioFunctions.Takes;

/// <summary>
/// Checked before each request, and while a take waits for another: refuses if the production or the regeneration is cancelled. A request is also
/// refused if the production is over budget or was started with another provider.
/// </summary>
public sealed class SpendingGate(
    SessionStore sessions, TakeFiles files, ISpeechService speech, ISpeechAccount account, SpeechRateStore rates)
{
    /// <inheritdoc cref="PassAsync(TakeKey, SpeechSegment, ProductionLimits, CancellationToken)"/>
    public async Task PassAsync(TakeKey take, SpeechSegment segment, CancellationToken cancellationToken) =>
        await PassAsync(take, segment, await ReadLimitsAsync(take.SessionId, cancellationToken), cancellationToken);

    public Task<ProductionLimits> ReadLimitsAsync(string sessionId, CancellationToken cancellationToken) =>
        sessions.FindLimitsAsync(sessionId, cancellationToken);

    /// <summary>Returns if neither the production nor the regeneration of the take is cancelled.</summary>
    /// <exception cref="SpeechException"><c>cancelled</c>.</exception>
    public async Task RequireNotCancelledAsync(TakeKey take, CancellationToken cancellationToken) =>
        RequireNotCancelled(take, await ReadLimitsAsync(take.SessionId, cancellationToken));

    /// <param name="limits">Read just before.</param>
    /// <exception cref="SpeechException"><c>cancelled</c>, <c>budget-reached</c> or <c>speech-provider-changed</c>.</exception>
    public async Task PassAsync(TakeKey take, SpeechSegment segment, ProductionLimits limits, CancellationToken cancellationToken)
    {
        RequireNotCancelled(take, limits);
        if (limits.Provider is { } started && started != speech.Provider)
        {
            throw new SpeechException(
                SpeechCodes.ProviderChanged,
                $"The production was started with the speech provider '{started}', but the service uses '{speech.Provider}' now; continue the session to speak the missing beats with it.",
                isRetryable: false);
        }

        if (limits.CreditLimit is not { } limit || account.IsFree)
            return;

        var cost = await CostOfAsync(segment, cancellationToken);
        var left = limit - await SpentAsync(take, limits.Tally, cancellationToken);
        if (cost > left)
        {
            throw new SpeechException(
                SpeechCodes.BudgetReached,
                string.Create(
                    CultureInfo.InvariantCulture,
                    $"The next request costs about {cost} credits, and {Math.Max(left, 0)} of max_credits are left; continue the session with a higher max_credits to speak the missing beats."),
                isRetryable: false);
        }
    }

    private static void RequireNotCancelled(TakeKey take, ProductionLimits limits)
    {
        if (limits.IsCancelled)
        {
            throw new SpeechException(
                SpeechCodes.Cancelled, "The production was cancelled before this beat was spoken; continue the session to speak the missing beats.", isRetryable: false);
        }

        if (limits.IsTakeCancelled(take.Id))
        {
            throw new SpeechException(
                SpeechCodes.Cancelled,
                "The regeneration was cancelled before this take was spoken; regenerate the beat to speak it. What was paid for is used.",
                isRetryable: false);
        }
    }

    /// <summary>The credits that the session has spent. Beats are spoken one after the other, so only the blobs of two beats are listed.</summary>
    private async Task<long> SpentAsync(TakeKey take, SpendingTally? tally, CancellationToken cancellationToken)
    {
        var ofBeat = await files.CreditsSpentAsync(take.SessionId, take.BeatId, cancellationToken);
        if (tally?.BeatId == take.BeatId)
            return tally.SpentBefore + ofBeat - tally.BeatCostBefore;

        // The first request of a run counts everything.
        var spent = tally is null
            ? await files.CreditsSpentAsync(take.SessionId, cancellationToken)
            : tally.SpentBefore - tally.BeatCostBefore + await files.CreditsSpentAsync(take.SessionId, tally.BeatId, cancellationToken);
        return await sessions.TrySetTallyAsync(take.SessionId, tally, new SpendingTally(take.BeatId, spent, ofBeat), cancellationToken)
            ? spent
            // A concurrent run of the step updated the tally first: count everything.
            : await files.CreditsSpentAsync(take.SessionId, cancellationToken);
    }

    /// <summary>The expected cost of a request, in credits: from past bills for the voice, else from the price list.</summary>
    private async Task<long> CostOfAsync(SpeechSegment segment, CancellationToken cancellationToken)
    {
        var model = segment.Model ?? (await speech.FindModelsAsync(cancellationToken)).Default;
        var past = await rates.ReadAsync(speech.Provider, model.Id, cancellationToken);
        var cost = segment.Turns is not { } turns
            ? segment.CharacterCount * PriceOf(segment.Character, segment.VoiceId)
            : turns.Sum(turn => CodePoints.CountIn(segment.SentOf(turn).Text) * PriceOf(turn.Character, turn.VoiceId));
        return (long)Math.Round(cost, MidpointRounding.AwayFromZero);

        double PriceOf(string character, string voiceId) =>
            past.CreditsPerCharacter(new RatedVoice(character, voiceId, PauseMode.Add)) ?? model.Price.Listed;
    }
}
