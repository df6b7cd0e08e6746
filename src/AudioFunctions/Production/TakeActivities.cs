using AudioFunctions.Platform;
using AudioFunctions.Sessions;
using AudioFunctions.Takes;
using Microsoft.Azure.Functions.Worker;

namespace AudioFunctions.Production;

/// <summary>The steps of a take. Inputs and outputs are ids and numbers; audio stays in blobs. Each may run again after a crash.</summary>
public sealed class TakeActivities(TakeSpeaker speaker, TakeFinisher finisher, SessionStore sessions)
{
    public const string Synthesize = "SynthesizeBeat";
    public const string Pad = "PadBeat";
    public const string Measure = "MeasureTake";
    public const string Persist = "PersistTake";

    /// <returns>The number of requests for the take.</returns>
    [Function(Synthesize)]
    public Task<int> SynthesizeBeat([ActivityTrigger] SynthesizeInput input, CancellationToken cancellationToken) =>
        StepFailures.RunAsync(input.Take, () => speaker.SpeakAsync(
            input.Take, input.Regenerate, input.ReuseTakeId, input.SeedOffset, input.RulesOf, input.Retake, input.InstanceId, cancellationToken));

    /// <summary>Joins segments and pauses into the take's MP3.</summary>
    [Function(Pad)]
    public Task PadBeat([ActivityTrigger] TakeKey take, CancellationToken cancellationToken) =>
        StepFailures.RunAsync(take, () => finisher.AssembleAsync(take, cancellationToken));

    /// <returns>The length in milliseconds.</returns>
    [Function(Measure)]
    public Task<int> MeasureTake([ActivityTrigger] TakeKey take, CancellationToken cancellationToken) =>
        StepFailures.RunAsync(take, () => finisher.MeasureAsync(take, cancellationToken));

    /// <summary>
    /// Writes the take's record and selects it if the beat has no selected take or the input says so. It is one write, so a late run
    /// doesn't undo what a person has selected since.
    /// </summary>
    /// <returns>The selected take after that.</returns>
    [Function(Persist)]
    public Task<string?> PersistTake([ActivityTrigger] PersistInput input, CancellationToken cancellationToken) =>
        StepFailures.RunAsync(input.Take, async () =>
        {
            await finisher.PersistAsync(input.Take, input.AudioDurationMs, input.Select, input.Rivals ?? [], cancellationToken);
            return await sessions.FindSelectedAsync(input.Take.SessionId, input.Take.BeatId, cancellationToken);
        });
}
