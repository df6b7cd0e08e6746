using Microsoft.Azure.Functions.Worker;
using Microsoft.DurableTask;

namespace AudioFunctions.Beats;

/// <summary>
/// Adds a take to a beat in which one line is spoken again; every other line is that of an earlier take. Only the line is paid for. Else as
/// <see cref="RegenerateBeat"/>.
/// </summary>
public static class LineRetake
{
    /// <summary>A storage contract: never renamed.</summary>
    public const string Name = nameof(LineRetake);

    [Function(Name)]
    public static Task<RegeneratedTake> Run([OrchestrationTrigger] TaskOrchestrationContext context) => RegenerateBeat.SpeakAsync(context);
}
