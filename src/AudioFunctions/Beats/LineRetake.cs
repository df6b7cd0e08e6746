using Microsoft.Azure.Functions.Worker;
using Microsoft.DurableTask;

namespace AudioFunctions.Beats;

/// <summary>
/// Adds a take to a beat in which only one line is spoken again; the others come from an earlier take. Only that line costs credits.
/// Otherwise like <see cref="RegenerateBeat"/>.
/// </summary>
public static class LineRetake
{
    /// <summary>A storage contract: don't rename.</summary>
    public const string Name = nameof(LineRetake);

    [Function(Name)]
    public static Task<RegeneratedTake> Run([OrchestrationTrigger] TaskOrchestrationContext context) => RegenerateBeat.SpeakAsync(context);
}
