using System.Globalization;
using AudioFunctions.Cli.Api;

namespace AudioFunctions.Cli.Production;

/// <summary>One line with the expected cost of a production, and one with the actual cost.</summary>
public static class CostLines
{
    public static string Expected(ScriptEstimate estimate)
    {
        var (characters, duration, credits) = estimate.Total;
        if (characters == 0)
            return "Estimate: nothing to speak.";

        var text = string.Create(CultureInfo.InvariantCulture, $"Estimate: {characters:N0} characters to speak, {duration / 1000.0:0} s of audio");
        if (credits > 0)
            text += string.Create(CultureInfo.InvariantCulture, $"; about {credits:N0} credits");
        if (estimate.Credits is { } left)
            text += string.Create(CultureInfo.InvariantCulture, $", {left.Remaining:N0} are left");
        return text + ".";
    }

    /// <param name="session">Its reused takes don't count.</param>
    public static string Billed(Session session)
    {
        var takes = session.Beats.SelectMany(beat => beat.Takes ?? []).Where(take => take.ReusedFrom is null).ToList();
        var text = string.Create(CultureInfo.InvariantCulture, $"Billed for the takes: {takes.Sum(take => (long?)take.BilledCharacters ?? 0):N0} credits");
        if (takes.Count(take => take.BilledCharacters is null) is > 0 and var untold)
            text += $", without {untold} {(untold == 1 ? "take" : "takes")} whose cost the service did not return";
        return session.Beats.All(beat => beat.IsMade) ? $"{text}." : $"{text}. A beat without a take counts once it has one.";
    }
}
