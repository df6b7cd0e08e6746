using Microsoft.DurableTask.Client;

namespace AudioFunctions.Export;

/// <summary>What an export that runs is making.</summary>
internal static class RunningExport
{
    /// <summary>Why a request cannot join an export that runs: it is making something else. Null if it can.</summary>
    /// <param name="running">With its inputs and outputs.</param>
    public static string? Differs(OrchestrationMetadata running, ExportSessionInput wanted)
    {
        var input = running.ReadInputAs<ExportSessionInput>();
        if ((input?.Options ?? ExportOptions.None) != wanted.Options)
            return "An export of the session with other options is under way; try again when it has ended.";

        // The plan is fixed a moment after the export was asked for; from then on the status has what it holds.
        var selection = running.ReadCustomStatusAs<ExportProgress>()?.Selection ?? input?.Selection;
        return selection is null || selection == wanted.Selection
            ? null
            : "An export that began before the selection changed is under way; try again when it has ended.";
    }
}
