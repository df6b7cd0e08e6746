using AudioFunctions.Sessions;
using AudioFunctions.Steps;
using Microsoft.DurableTask;

namespace AudioFunctions.Platform;

/// <summary>Reads the failures that version 1.0.0 stored, which have their code only in the text: <c>code: sentence</c>.</summary>
internal static class FailureText
{
    private static readonly string OwnType = typeof(StepFailedException).FullName + ": ";

    /// <returns>Null if it isn't a step's failure.</returns>
    public static BeatError? ErrorIn(TaskFailureDetails failure) =>
        failure.IsCausedBy<StepFailedException>() || failure.IsCausedBy<StepInterruptedException>() ? Split(failure.ErrorMessage) : null;

    /// <param name="failure">An orchestration's failure in the engine's format: <c>type: code: sentence</c>.</param>
    /// <returns>Null if it has no code of the product.</returns>
    public static BeatError? ErrorIn(string failure) =>
        failure.StartsWith(OwnType, StringComparison.Ordinal) ? Split(failure[OwnType.Length..]) : null;

    private static BeatError Split(string text)
    {
        var colon = text.IndexOf(": ", StringComparison.Ordinal);
        return colon < 0 ? new BeatError(StepFailures.Unexpected, text) : new BeatError(text[..colon], text[(colon + 2)..]);
    }
}
