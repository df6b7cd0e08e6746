using System.Runtime.CompilerServices;
using AudioFunctions.Audio;
using AudioFunctions.Sessions;
using AudioFunctions.Speech;
using AudioFunctions.Steps;
using AudioFunctions.Storage;
using AudioFunctions.Telemetry;
using Microsoft.DurableTask;

namespace AudioFunctions.Platform;

/// <summary>Carries failures from the boundaries (speech, audio, storage) through the activities to the orchestrators.</summary>
public static class StepFailures
{
    public const string Unexpected = "unexpected-failure";
    public const string StorageUnavailable = "storage-unavailable";

    private static readonly string OwnType = typeof(StepFailedException).FullName + ": ";

    /// <summary>
    /// Waits 1, 2 and 4 s between attempts, but not if the failure says that trying again would not help. The storage clients try
    /// again by themselves within an attempt, so an outage of half a minute passes unnoticed.
    /// </summary>
    public static TaskOptions RetryOptions { get; } = TaskOptions.FromRetryPolicy(
        new RetryPolicy(maxNumberOfAttempts: 4, firstRetryInterval: TimeSpan.FromSeconds(1), backoffCoefficient: 2.0)
        {
            HandleFailure = failure => !failure.IsCausedBy<StepFailedException>(),
        });

    /// <summary>
    /// Runs an activity's work; what a boundary throws leaves as a failure with a code. No middleware can do that: the Durable extension
    /// turns what an activity throws into text before any middleware sees it.
    /// </summary>
    /// <param name="subject">What the step is about, for its span.</param>
    /// <param name="step">The activity's name, under which its failures are counted.</param>
    public static async Task<T> CarryAsync<T>(StepSubject subject, Func<Task<T>> work, [CallerMemberName] string step = "")
    {
        Spans.About(subject.SessionId, subject.BeatId, subject.TakeId);
        try
        {
            return await TranslateAsync(work);
        }
        catch (Exception failure) when (failure is not OperationCanceledException)
        {
            ProductionMetrics.StepFailed(step, CodeOf(failure));
            throw;
        }
    }

    /// <inheritdoc cref="CarryAsync{T}"/>
    public static async Task CarryAsync(StepSubject subject, Func<Task> work, [CallerMemberName] string step = "") => _ = await CarryAsync(
        subject,
        async () =>
        {
            await work();
            return true;
        },
        step);

    private static async Task<T> TranslateAsync<T>(Func<Task<T>> work)
    {
        try
        {
            return await work();
        }
        catch (SpeechException failure)
        {
            // The speech client has already waited and tried again where that could help: retry lives in one layer.
            throw new StepFailedException(failure.Code, failure.Message, failure);
        }
        catch (AudioException failure) when (failure.IsRetryable)
        {
            throw new StepInterruptedException(failure.Code, failure.Message, failure);
        }
        catch (AudioException failure)
        {
            throw new StepFailedException(failure.Code, failure.Message, failure);
        }
        catch (Exception failure) when (StorageFailure.Is(failure))
        {
            throw new StepInterruptedException(StorageUnavailable, StorageFailure.Describe(failure), failure);
        }
    }

    /// <summary>A failure of the product's own rules that trying again would not help.</summary>
    public static StepFailedException Refuse(string code, string message) => new(code, message);

    /// <summary>A task's failure as that of its orchestration, without the engine's words around it: callers are shown why an instance failed.</summary>
    public static StepFailedException Refuse(TaskFailedException failure)
    {
        var error = ErrorOf(failure);
        return Refuse(error.Code, error.Message);
    }

    /// <summary>What a beat's record says of a failed task.</summary>
    public static BeatError ErrorOf(TaskFailedException failure)
    {
        if (!HasCode(failure))
            return new BeatError(Unexpected, "An unexpected failure stopped this beat; the log of the service has the details. Regenerate the beat to try again.");

        return Split(failure.FailureDetails.ErrorMessage);
    }

    /// <summary>Whether a failed task says why in words of the product's own.</summary>
    public static bool HasCode(TaskFailedException failure) =>
        failure.FailureDetails.IsCausedBy<StepFailedException>() || failure.FailureDetails.IsCausedBy<StepInterruptedException>();

    /// <summary>What a failed orchestration says in words of the product's own.</summary>
    /// <param name="failure">The exception's type and message, as the engines show them: <c>type: code: sentence</c>.</param>
    /// <returns>Null if it says nothing of the kind.</returns>
    public static BeatError? ErrorIn(string failure) =>
        failure.StartsWith(OwnType, StringComparison.Ordinal) ? Split(failure[OwnType.Length..]) : null;

    private static string CodeOf(Exception failure) => failure switch
    {
        StepFailedException failed => failed.Code,
        StepInterruptedException interrupted => interrupted.Code,
        _ => Unexpected,
    };

    private static BeatError Split(string text)
    {
        var colon = text.IndexOf(": ", StringComparison.Ordinal);
        return colon < 0 ? new BeatError(Unexpected, text) : new BeatError(text[..colon], text[(colon + 2)..]);
    }
}
