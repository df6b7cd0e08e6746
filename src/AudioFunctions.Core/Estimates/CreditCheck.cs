using System.Globalization;
using AudioFunctions.Speech;

namespace AudioFunctions.Estimates;

/// <summary>
/// Compares the credits left with the price of a production. The expected price decides about warnings; only the lowest possible price
/// decides about a refusal, so that a rough estimate never stops a production that could be paid for.
/// </summary>
/// <param name="Credits">Null if they are unknown, or nothing is charged.</param>
internal sealed record CreditCheck(int Expected, int Min, AccountCredits? Credits)
{
    private const string Remedy = "Top up the account, shorten the script, or start it anyway with ignore_quota=true.";

    public bool? IsSufficient => Credits?.CanPay(Expected);

    public string? CannotBePaid => Credits is { } credits && !credits.CanPay(Min)
        ? Sentence($"This production needs at least {Min:N0} ElevenLabs credits, {Left(credits)}. ") + Remedy
        : null;

    public IEnumerable<string> Warnings
    {
        get
        {
            if (Credits is not { } credits)
                yield break;
            if (!credits.CanPay(Expected))
                yield return Sentence($"Not enough credits: about {Expected:N0} ElevenLabs credits are needed, {Left(credits)}.");
            else if (Expected > credits.Remaining)
            {
                yield return Sentence(
                    $"About {Expected - credits.Remaining:N0} credits go beyond what the ElevenLabs plan includes and are billed by usage.");
            }
        }
    }

    private static FormattableString Left(AccountCredits credits)
    {
        var until = credits.ResetsAt is { } reset ? $" until {reset.UtcDateTime:yyyy-MM-dd}" : "";
        return $"and {credits.Spendable:N0} are left{until}";
    }

    private static string Sentence(FormattableString sentence) => sentence.ToString(CultureInfo.InvariantCulture);
}
