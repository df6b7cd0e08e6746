using System.Globalization;
using AudioFunctions.Sessions;
using AudioFunctions.Speech;

namespace AudioFunctions.Takes;

/// <summary>Stands before each request that costs something: a production that was cancelled, or would spend more than it may, sends none.</summary>
public sealed class SpendingGate(SessionStore sessions, TakeFiles files, ISpeechAccount account)
{
    /// <exception cref="SpeechException"><c>cancelled</c> or <c>budget-reached</c>.</exception>
    public async Task PassAsync(string sessionId, SpeechSegment segment, CancellationToken cancellationToken)
    {
        var limits = await sessions.FindLimitsAsync(sessionId, cancellationToken);
        if (limits.IsCancelled)
        {
            throw new SpeechException(
                SpeechCodes.Cancelled, "The production was cancelled before this beat was spoken; continue the session to speak what is missing.", isRetryable: false);
        }

        if (limits.CreditLimit is not { } limit || account.Price.IsFree)
            return;

        var cost = CostOf(segment);
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

    /// <summary>What a request costs by the price list, in credits; 0 where nothing is charged.</summary>
    public long CostOf(SpeechSegment segment) => (long)Math.Ceiling(segment.CharacterCount * account.Price.Listed);
}
