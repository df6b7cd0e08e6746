using AudioFunctions.Platform;
using AudioFunctions.Sessions;
using AudioFunctions.Takes;
using Microsoft.DurableTask;

namespace AudioFunctions.Production;

/// <summary>The steps of reuse, as the production runs them; without <c>reuse_from</c> it runs none of them.</summary>
internal static class ReuseSteps
{
    private static readonly Dictionary<string, TakeKey> Nothing = [];

    /// <summary>By beat id, the take of the other session that serves.</summary>
    public static async Task<IReadOnlyDictionary<string, TakeKey>> FindAsync(
        TaskOrchestrationContext context, string? reuseFrom, string? rulesOf)
    {
        if (reuseFrom is null)
            return Nothing;

        var input = new ReuseSearchInput(context.InstanceId, reuseFrom, rulesOf);
        var found = await context.CallActivityAsync<IReadOnlyList<ReusableTake>>(ReuseActivities.Find, input, StepFailures.RetryOptions);
        return found.ToDictionary(take => take.BeatId, take => take.From);
    }

    /// <summary>Copies the take that serves for the beat.</summary>
    /// <returns>
    /// The steps that are left, under way; or null if the take serves no longer, and the beat is to be spoken. A copy that fails for good
    /// is the beat's failure: what the caller wanted to have for nothing is not paid for unasked.
    /// </returns>
    public static async Task<Task<BeatOutcome>?> TryAsync(
        TaskOrchestrationContext context, CreatedSession created, NewBeat beat, TakeKey from)
    {
        // Another id than that of the take that is spoken if this one cannot be copied: parts of the copy may be left.
        var take = BeatSteps.TakeOf(context, created.TakeSeed, beat, "reuse");
        try
        {
            var likeness = await context.CallActivityAsync<ReuseLevel>(
                ReuseActivities.Reuse, new ReuseInput(take, from, created.RulesOf), StepFailures.RetryOptions);
            return likeness == ReuseLevel.None ? null : FinishAsync(context, beat, take, from, likeness);
        }
        catch (TaskFailedException failure)
        {
            return BeatSteps.FailAsync(context, beat, take, StepFailures.ErrorOf(failure));
        }
    }

    private static async Task<BeatOutcome> FinishAsync(
        TaskOrchestrationContext context, NewBeat beat, TakeKey take, TakeKey from, ReuseLevel likeness)
    {
        var outcome = await BeatSteps.FinishAsync(context, beat, take, isPadded: likeness == ReuseLevel.Recording);
        return outcome with { ReusedFrom = from };
    }
}
