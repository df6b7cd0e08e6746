using AudioFunctions.Platform;
using AudioFunctions.Sessions;
using Microsoft.Azure.Functions.Worker;
using Microsoft.DurableTask;

namespace AudioFunctions.Production;

/// <summary>
/// One production of one script: validate → parse → create session → per beat, in script order, synthesize → pad → measure →
/// persist. If a take of an earlier session can be reused for a beat, the beat gets a copy instead of being spoken. Speech requests are
/// strictly sequential; finishing a beat overlaps with speaking the next. If a beat fails, the error is recorded and the others continue.
/// A production stops if it is cancelled or would exceed its budget. When it is continued, it speaks the beats that have no take.
/// </summary>
public static class ProduceSession
{
    /// <summary>A storage contract: don't rename.</summary>
    public const string Name = nameof(ProduceSession);

    [Function(Name)]
    public static Task<ProductionOutput> Run([OrchestrationTrigger] TaskOrchestrationContext context) =>
        StepFailures.OrchestrateAsync(context, () => ProduceAsync(context));

    private static async Task<ProductionOutput> ProduceAsync(TaskOrchestrationContext context)
    {
        var input = context.GetInput<ProduceSessionInput>();
        var script = new ScriptInput(context.InstanceId, input?.ProjectName, input?.ScriptSessionId);
        context.SetCustomStatus(new ProductionProgress("preparing", 0, 0, null, 0));
        // Null in the history of a version that didn't store the parsed script.
        var parsed = await context.CallActivityAsync<string?>(ScriptActivities.Validate, script, StepFailures.RetryOptions);
        script = script with { ParsedVersion = parsed };
        var outline = await context.CallActivityAsync<ScriptOutline>(ScriptActivities.Parse, script, StepFailures.RetryOptions);
        var session = new NewSession(context.InstanceId, outline.VideoTitle, outline.ProjectName, outline.Beats)
        {
            RunId = input?.RunId,
            MaxCredits = input?.MaxCredits,
        };
        var created = await context.CallActivityAsync<CreatedSession>(SessionActivities.Create, session, StepFailures.RetryOptions);

        var reusable = await ReuseSteps.FindAsync(context, input?.ReuseFrom, created.RulesOf);
        var beats = await ProduceBeatsAsync(context, created, outline.Beats, reusable, input);

        var done = new SessionStatusInput(context.InstanceId, SessionStatus.InProgress, created.TakeSeed);
        await context.CallActivityAsync(SessionActivities.SetStatus, done, StepFailures.RetryOptions);
        context.SetCustomStatus(new ProductionProgress("done", beats.Count, beats.Count, null, beats.Count(beat => beat.Error is not null)));
        return ProductionSummary.For(session, beats, created.CreatedAt);
    }

    private static async Task<IReadOnlyList<BeatOutcome>> ProduceBeatsAsync(
        TaskOrchestrationContext context,
        CreatedSession created,
        IReadOnlyList<NewBeat> beats,
        IReadOnlyDictionary<string, TakeKey> reusable,
        ProduceSessionInput? input)
    {
        var states = created.BeatStates?.ToDictionary(beat => beat.BeatId) ?? [];
        var outcomes = new List<Task<BeatOutcome>>(beats.Count);
        var finishing = new FinishingBeat(context, created.OrdersSteps);
        var further = new FurtherTakes(context, created, finishing, beatId => Report("generating", beats.Count, beatId));
        var unfinished = new List<TakeKey>();
        var isStopped = false;
        foreach (var (index, beat) in beats.Index())
        {
            states.TryGetValue(beat.BeatId, out var earlier);
            if (earlier?.SelectedTakeId is not null)
            {
                outcomes.Add(Task.FromResult(BeatOutcome.Of(context.InstanceId, beat, earlier)));
                continue;
            }

            Report("generating", index + 1, beat.BeatId);
            if (await ReuseAsync(context, created, beat, reusable, finishing) is { } reused)
            {
                outcomes.Add(reused);
                continue;
            }

            if (input?.AssembleOnly is true)
            {
                unfinished.Add(BeatSteps.FirstTakeOf(context, created.TakeSeed, beat, earlier));
                outcomes.Add(Task.FromResult(BeatOutcome.NotSpoken(beat)));
                continue;
            }

            var (outcome, stop) = await SpeakAsync(context, created, beat, earlier, finishing);
            outcomes.Add(outcome);
            further.Add(index, beat, outcome);
            if (stop is null)
                continue;
            isStopped = true;
            await finishing.WaitAsync();
            IReadOnlyList<NewBeat> rest = [.. beats.Skip(index + 1)];
            outcomes.AddRange(await BeatSteps.SkipAsync(context, created.TakeSeed, rest, states, stop));
            break;
        }

        // Keeps responses that an interrupted run paid for usable: the next production has other take ids.
        if (unfinished.Count > 0)
        {
            await finishing.WaitAsync();
            var left = new UnfinishedTakesInput(context.InstanceId, unfinished);
            await context.CallActivityAsync(SessionActivities.KeepUnfinished, left, StepFailures.RetryOptions);
        }

        if (!isStopped)
            await further.RunAsync(input?.Takes ?? 1, input?.AutoRetakes ?? 0, outcomes);
        Report("finishing", beats.Count, null);
        return await Task.WhenAll(outcomes);

        void Report(string stage, int number, string? beatId)
        {
            var failed = outcomes.Count(outcome => outcome is { IsCompletedSuccessfully: true, Result.Error: not null });
            context.SetCustomStatus(new ProductionProgress(stage, number, beats.Count, beatId, failed));
        }
    }

    /// <returns>Null if no earlier take can be reused.</returns>
    private static async Task<Task<BeatOutcome>?> ReuseAsync(
        TaskOrchestrationContext context,
        CreatedSession created,
        NewBeat beat,
        IReadOnlyDictionary<string, TakeKey> reusable,
        FinishingBeat finishing) =>
        reusable.TryGetValue(beat.BeatId, out var from) ? await ReuseSteps.TryAsync(context, created, beat, from, finishing) : null;

    /// <param name="earlier">The beat as this run found it, or null.</param>
    /// <param name="finishing">The beat before it.</param>
    /// <returns>The task that runs the beat's remaining steps, and the error that stops the production, if any.</returns>
    private static async Task<(Task<BeatOutcome> Outcome, BeatError? Stop)> SpeakAsync(
        TaskOrchestrationContext context, CreatedSession created, NewBeat beat, BeatState? earlier, FinishingBeat finishing)
    {
        var take = BeatSteps.FirstTakeOf(context, created.TakeSeed, beat, earlier);
        var error = await BeatSteps.SpeakAsync(context, finishing, take, earlier?.FailedTakeId, created.RulesOf);
        return error is null
            ? (finishing.Follow(BeatSteps.FinishAsync(context, beat, take)), null)
            : (finishing.Follow(BeatSteps.FailAsync(context, beat, take, error)), BeatSteps.StopsProduction(error) ? error : null);
    }
}
