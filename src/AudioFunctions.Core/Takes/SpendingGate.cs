using System.Globalization;
using AudioFunctions.Scripts;
using AudioFunctions.Sessions;
using AudioFunctions.Speech;
using AudioFunctions.Speech.Rates;

namespace AudioFunctions.Takes;

/// <summary>
/// Stands before each request to the speech service: a production that was cancelled, would spend more than it may, or was begun with another
/// service, sends none.
/// </summary>
public sealed class SpendingGate(
    SessionStore sessions, TakeFiles files, ISpeechService speech, ISpeechAccount account, SpeechRateStore rates)
{
    /// <exception cref="SpeechException"><c>cancelled</c>, <c>budget-reached</c> or <c>speech-provider-changed</c>.</exception>
    public async Task PassAsync(string sessionId, SpeechSegment segment, CancellationToken cancellationToken)
    {
        var limits = await sessions.FindLimitsAsync(sessionId, cancellationToken);
        if (limits.IsCancelled)
        {
            throw new SpeechException(
                SpeechCodes.Cancelled, "The production was cancelled before this beat was spoken; continue the session to speak what is missing.", isRetryable: false);
        }

        if (limits.Provider is { } begun && begun != speech.Provider)
        {
            throw new SpeechException(
                SpeechCodes.ProviderChanged,
                $"The production was begun with the speech provider '{begun}', and the service has '{speech.Provider}' now; continue the session to speak what is missing with that.",
                isRetryable: false);
        }

        if (limits.CreditLimit is not { } limit || account.Price.IsFree)
            return;

        var cost = await CostOfAsync(segment, cancellationToken);
        var left = limit - await files.CreditsSpentAsync(sessionId, cancellationToken);
        if (cost > left)
        {
            throw new SpeechException(
                SpeechCodes.BudgetReached,
                string.Create(
                    CultureInfo.InvariantCulture,
                    $"The next request costs about {cost} credits, and {Math.Max(left, 0)} of max_credits are left; continue the session with a higher max_credits to speak what is missing."),
                isRetryable: false);
        }
    }

    /// <summary>What a request is expected to cost, in credits: as past ones of the voice were billed, else by the price list.</summary>
    private async Task<long> CostOfAsync(SpeechSegment segment, CancellationToken cancellationToken)
    {
        var past = await rates.ReadAsync(speech.Provider, speech.Model, cancellationToken);
        var price = past.CreditsPerCharacter(new RatedVoice(segment.Character, segment.VoiceId, PauseMode.Add)) ?? account.Price.Listed;
        return (long)Math.Round(segment.CharacterCount * price, MidpointRounding.AwayFromZero);
    }
}
