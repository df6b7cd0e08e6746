using AudioFunctions.Steps;
using AudioFunctions.Takes;
using AudioFunctions.Voices;
using Microsoft.Azure.Functions.Worker;
using Microsoft.DurableTask;

namespace AudioFunctions.Production;

/// <summary>Input of <c>RegenerateBeat</c>.</summary>
/// <param name="ReuseTakeId">A failed take of the beat, whose answers are used where the same would be asked again; or null.</param>
/// <param name="Select">Whether the new take becomes the selected one; else the selection stays.</param>
public sealed record RegenerateBeatInput(string SessionId, string BeatId, RegenerateSettings Settings, string? ReuseTakeId, bool Select)
{
    /// <summary>Whether both come of the same request. The take to reuse is none of its: that is what the beat had when it came.</summary>
    public bool AsksTheSameAs(RegenerateBeatInput other) => this with { ReuseTakeId = other.ReuseTakeId } == other;
}

/// <summary>Output of <c>RegenerateBeat</c>: the new take.</summary>
public sealed record RegeneratedTake(string TakeId, string BeatId, string AudioPath, int AudioDurationMs, bool Selected);

/// <summary>Adds a take to a beat, spoken with other settings. Older takes stay. A failure fails the instance and changes nothing.</summary>
public static class RegenerateBeat
{
    /// <summary>A storage contract: never renamed.</summary>
    public const string Name = nameof(RegenerateBeat);

    [Function(Name)]
    public static async Task<RegeneratedTake> Run([OrchestrationTrigger] TaskOrchestrationContext context)
    {
        var input = context.GetInput<RegenerateBeatInput>() ?? throw new InvalidOperationException("RegenerateBeat needs an input.");
        var take = new TakeKey(input.SessionId, input.BeatId, TakeKey.IdFrom(context.NewGuid()));
        try
        {
            await BeatSteps.SynthesizeAsync(context, new SynthesizeInput(take, input.Settings, input.ReuseTakeId));
            var durationMs = await BeatSteps.CompleteAsync(context, take);
            var selected = await context.CallActivityAsync<string?>(
                SessionActivities.Select, new SelectTakeInput(take, input.Select), StepFailures.RetryOptions);
            return new RegeneratedTake(take.Id, take.BeatId, take.AudioPath, durationMs, selected == take.Id);
        }
        catch (TaskFailedException failure)
        {
            throw StepFailures.Refuse(failure);
        }
    }
}
