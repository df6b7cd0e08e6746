namespace AudioFunctions.Speech;

/// <summary>Who pays for speech. Two implementations: the ElevenLabs account, and the offline voice's, which is free.</summary>
public interface ISpeechAccount
{
    /// <summary>Whether nothing is charged. Else each model has its price.</summary>
    bool IsFree { get; }

    /// <summary>Asks once and briefly what is left. Null if nothing is charged.</summary>
    /// <exception cref="SpeechException">It could not be learnt; the message says why.</exception>
    Task<AccountCredits?> FindCreditsAsync(CancellationToken cancellationToken);

    /// <summary>The voices that a profile can name. None if the service speaks without an account.</summary>
    /// <exception cref="SpeechException">They could not be learnt; the message says why.</exception>
    Task<AvailableVoices> FindVoicesAsync(VoiceSearch search, CancellationToken cancellationToken);
}

/// <summary>What a character costs by the published price list, in credits; the bill is what counts.</summary>
/// <param name="Listed">Of one model; 0 if nothing is charged.</param>
/// <param name="Least">No request is expected to cost less than this, whatever the plan.</param>
public readonly record struct CharacterPrice(double Listed, double Least)
{
    public bool IsFree => Listed == 0;
}

/// <summary>What an account can still spend in its current period.</summary>
/// <param name="Used">More than <paramref name="Limit"/> if usage beyond the plan was billed.</param>
/// <param name="Limit">What the plan includes.</param>
/// <param name="Extension">What may be used beyond the limit and is billed by usage: 0 for nothing, null for no end.</param>
/// <param name="ResetsAt">When the next period begins, if the service says so.</param>
public sealed record AccountCredits(long Used, long Limit, long? Extension, DateTimeOffset? ResetsAt)
{
    /// <summary>Of what the plan includes.</summary>
    public long Remaining => Math.Max(0, Limit - Used);

    /// <summary>With what may be used beyond the plan; null for no end.</summary>
    public long? Spendable => Extension is { } extension ? Math.Max(0, Limit + extension - Used) : null;

    public bool CanPay(long credits) => Spendable is not { } spendable || credits <= spendable;
}
