using AudioFunctions.Steps;
using AudioFunctions.Takes;
using Microsoft.Azure.Functions.Worker;

namespace AudioFunctions.Production;

/// <summary>The steps of a take. Audio stays in blobs: ids and numbers go in and out. Each may run again after a crash.</summary>
public sealed class TakeActivities(TakeSpeaker speaker, TakeFinisher finisher)
{
    public const string Synthesize = "SynthesizeBeat";
    public const string Pad = "PadBeat";
    public const string Measure = "MeasureTake";
    public const string Persist = "PersistTake";

    /// <returns>The number of requests the beat took.</returns>
    [Function(Synthesize)]
    public Task<int> SynthesizeBeat([ActivityTrigger] SynthesizeInput input, CancellationToken cancellationToken) =>
        StepFailures.CarryAsync(() => speaker.SpeakAsync(input.Take, input.Regenerate, input.ReuseTakeId, cancellationToken));

    /// <summary>Joins the spoken segments and the written silences into the take's MP3.</summary>
    [Function(Pad)]
    public Task PadBeat([ActivityTrigger] TakeKey take, CancellationToken cancellationToken) =>
        StepFailures.CarryAsync(() => finisher.AssembleAsync(take, cancellationToken));

    /// <returns>Milliseconds.</returns>
    [Function(Measure)]
    public Task<int> MeasureTake([ActivityTrigger] TakeKey take, CancellationToken cancellationToken) =>
        StepFailures.CarryAsync(() => finisher.MeasureAsync(take, cancellationToken));

    /// <summary>Writes the take's record and, where the beat has none selected, selects it.</summary>
    [Function(Persist)]
    public Task PersistTake([ActivityTrigger] PersistInput input, CancellationToken cancellationToken) =>
        StepFailures.CarryAsync(() => finisher.PersistAsync(input.Take, input.AudioDurationMs, cancellationToken));
}
