namespace AudioFunctions.Speech;

/// <summary>The account that pays for speech. Two implementations: ElevenLabs, and the offline voice, which is free.</summary>
public interface ISpeechAccount
{
    /// <summary>Whether nothing is charged. Otherwise each model has its price.</summary>
    bool IsFree { get; }

    /// <summary>Requests the remaining credits once, with a short timeout. Null if nothing is charged.</summary>
    /// <exception cref="SpeechException">They couldn't be read; the message says why.</exception>
    Task<AccountCredits?> FindCreditsAsync(CancellationToken cancellationToken);

    /// <summary>The voices that a profile can use. None if the service speaks without an account.</summary>
    /// <exception cref="SpeechException">They couldn't be read; the message says why.</exception>
    Task<AvailableVoices> FindVoicesAsync(VoiceSearch search, CancellationToken cancellationToken);
}

/// <summary>The credits of an account in its current period.</summary>
/// <param name="Used">More than <paramref name="Limit"/> if usage beyond the plan was billed.</param>
/// <param name="Limit">The credits that the plan includes.</param>
/// <param name="Extension">The usage-billed credits allowed beyond the limit: 0 for none, null for unlimited.</param>
/// <param name="ResetsAt">When the next period begins, if the service says so.</param>
public sealed record AccountCredits(long Used, long Limit, long? Extension, DateTimeOffset? ResetsAt)
{
    /// <summary>The unused credits of the plan.</summary>
    public long Remaining => Math.Max(0, Limit - Used);

    /// <summary>Including the credits allowed beyond the plan; null for unlimited.</summary>
    public long? Spendable => Extension is { } extension ? Math.Max(0, Limit + extension - Used) : null;

    public bool CanPay(long credits) => Spendable is not { } spendable || credits <= spendable;
}
