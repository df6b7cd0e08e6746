using AudioFunctions.Platform;
using AudioFunctions.Production;
using AudioFunctions.Sessions;
using Microsoft.DurableTask;

namespace AudioFunctions.Beats;

/// <summary>
/// The takes after the first of a regeneration that asked for several. The first one to fail is the last: what stopped it would stop the
/// others, and those that there are stay. The beat keeps its responses for the next attempt.
/// </summary>
internal sealed class RegeneratedTakes(TaskOrchestrationContext context, RegenerateBeatInput input)
{
    private readonly List<RegeneratedTake> _takes = [];

    /// <summary>The credits that the beat had cost before; null if they weren't counted.</summary>
    public long? SpentBefore { get; set; }

    /// <returns>The take that is selected now, or else the first; with the ids of all.</returns>
    public async Task<RegeneratedTake> AddFurtherAsync(RegeneratedTake first, int count)
    {
        _takes.Add(first);
        BeatError? error = null;
        for (var number = 2; number <= count && error is null; number++)
            error = await SpeakAsync(number, count);

        var selected = _takes.LastOrDefault(take => take.Selected) ?? first;
        return selected with { TakeIds = [.. _takes.Select(take => take.TakeId)], Error = error };
    }

    /// <returns>Null, or why there are no more takes.</returns>
    private async Task<BeatError?> SpeakAsync(int number, int count)
    {
        var take = input.TakeOf(context.InstanceId, number);
        BeatState? beat = null;
        try
        {
            // A person may have locked the beat while the take before was spoken.
            beat = await context.CallActivityAsync<BeatState>(
                SessionActivities.FindBeat, new BeatInput(input.SessionId, input.BeatId), StepFailures.RetryOptions);
            context.SetCustomStatus(new RegenerationProgress(number, count, beat.CreditsSpent - SpentBefore));
            if (beat.IsLocked)
                return new BeatError("beat-locked", "The beat was locked meanwhile; unlock it to have it spoken again.");
            await BeatSteps.SynthesizeAsync(
                context,
                new SynthesizeInput(
                    take, input.Settings, BeatSteps.ReusableFor(take, beat.FailedTakeId), SeedOffset: number - 1, Retake: input.Retake));
            var completed = await BeatSteps.CompleteAsync(context, take, rivals: [.. _takes.Select(earlier => earlier.TakeId)]);
            _takes.Add(RegeneratedTake.Of(take, completed));
            return null;
        }
        catch (TaskFailedException failure)
        {
            var error = StepFailures.BeatErrorOf(failure);
            if (beat is { RecordsFailedTakes: true })
                await BeatSteps.RecordFailureAsync(context, take, error);
            return error;
        }
    }
}

/// <summary>Custom status of a regeneration of several takes.</summary>
/// <param name="Take">The one that is being made, from 1.</param>
/// <param name="Credits">What the beat has cost since the regeneration began; null if it wasn't counted.</param>
public sealed record RegenerationProgress(int Take, int Of, long? Credits);
