using Microsoft.DurableTask.Client;

namespace AudioFunctions.Export;

/// <summary>Compares a running export with a request.</summary>
internal static class RunningExport
{
    /// <summary>Why a request can't join a running export: it makes something else. Null if it can.</summary>
    /// <param name="running">The instance with its inputs and outputs.</param>
    public static string? Differs(OrchestrationMetadata running, ExportSessionInput wanted)
    {
        var input = running.ReadInputAs<ExportSessionInput>();
        if ((input?.Options ?? ExportOptions.None) != wanted.Options)
            return "An export of the session with other options is under way; try again when it has ended.";

        // The plan is fixed shortly after the request; from then on the status has its selection.
        var selection = running.ReadCustomStatusAs<ExportProgress>()?.Selection ?? input?.Selection;
        return selection is null || selection == wanted.Selection
            ? null
            : "An export that began before the selection changed is under way; try again when it has ended.";
    }
}
