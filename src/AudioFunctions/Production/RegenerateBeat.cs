using AudioFunctions.Steps;
using AudioFunctions.Takes;
using AudioFunctions.Voices;
using Microsoft.Azure.Functions.Worker;
using Microsoft.DurableTask;

namespace AudioFunctions.Production;

/// <summary>Input of <c>RegenerateBeat</c>.</summary>
/// <param name="ReuseTakeId">A failed take of the beat, whose answers are used where the same would be asked again; or null.</param>
/// <param name="Select">Whether the new take becomes the selected one; else the selection stays.</param>
/// <param name="TakeSeed">
/// What the new take's id is made of; another with each request. An input is committed before the instance begins, so the id is the same in
/// every replay, and where the instance is run once more: then the take is found instead of being spoken again.
/// </param>
public sealed record RegenerateBeatInput(
    string SessionId, string BeatId, RegenerateSettings Settings, string? ReuseTakeId, bool Select, string? TakeSeed = null)
{
    /// <summary>
    /// Whether both come of the same request. The take to reuse is not part of it: that is what the beat had when it came. Nor is the seed.
    /// </summary>
    public bool AsksTheSameAs(RegenerateBeatInput other) => this with { ReuseTakeId = other.ReuseTakeId, TakeSeed = other.TakeSeed } == other;
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
        var id = TakeKey.IdFrom(context.InstanceId, input.TakeSeed ?? "", input.BeatId, "regenerate");
        var take = new TakeKey(input.SessionId, input.BeatId, id);
        try
        {
            await BeatSteps.SynthesizeAsync(context, new SynthesizeInput(take, input.Settings, input.ReuseTakeId));
            var completed = await BeatSteps.CompleteAsync(context, take, input.Select);
            return new RegeneratedTake(
                take.Id, take.BeatId, take.AudioPath, completed.AudioDurationMs, completed.SelectedTakeId == take.Id);
        }
        catch (TaskFailedException failure)
        {
            throw StepFailures.Refuse(failure);
        }
    }
}
