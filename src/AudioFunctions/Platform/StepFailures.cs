using System.Runtime.CompilerServices;
using AudioFunctions.Audio;
using AudioFunctions.Sessions;
using AudioFunctions.Speech;
using AudioFunctions.Steps;
using AudioFunctions.Storage;
using AudioFunctions.Telemetry;
using Microsoft.DurableTask;

namespace AudioFunctions.Platform;

/// <summary>Turns failures of the boundaries (speech, audio, storage) in activities into failures that orchestrators understand.</summary>
public static class StepFailures
{
    public const string Unexpected = "unexpected-failure";
    public const string StorageUnavailable = "storage-unavailable";

    /// <summary>
    /// Waits 1, 2 and 4 s between attempts. Doesn't retry if the failure says that a retry can't help. The storage clients also retry within
    /// each attempt, so steps survive an outage of half a minute.
    /// </summary>
    public static TaskOptions RetryOptions { get; } = TaskOptions.FromRetryPolicy(
        new RetryPolicy(maxNumberOfAttempts: 4, firstRetryInterval: TimeSpan.FromSeconds(1), backoffCoefficient: 2.0)
        {
            HandleFailure = CanBeRetried,
        });

    public static bool CanBeRetried(TaskFailureDetails failure) => !failure.IsCausedBy<StepFailedException>();

    /// <summary>
    /// Runs an activity's work, and turns a boundary's exception into a failure with a code. A middleware can't do that, because the Durable
    /// extension turns an activity's exception into text before any middleware sees it.
    /// </summary>
    /// <param name="subject">The session, beat or take of the step, for its span.</param>
    /// <param name="step">The activity's name, for the metric of failures.</param>
    public static async Task<T> RunAsync<T>(StepSubject subject, Func<Task<T>> work, [CallerMemberName] string step = "")
    {
        Spans.About(subject.SessionId, subject.BeatId, subject.TakeId);
        try
        {
            return await TranslateAsync(work);
        }
        catch (Exception failure) when (failure is not OperationCanceledException)
        {
            ProductionMetrics.StepFailed(step, ErrorOf(failure)?.Code ?? Unexpected);
            throw;
        }
    }

    /// <inheritdoc cref="RunAsync{T}"/>
    public static async Task RunAsync(StepSubject subject, Func<Task> work, [CallerMemberName] string step = "") => _ = await RunAsync(
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
            // The speech client has already retried if that could help: only one layer retries.
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

    /// <summary>A failure because of the product's rules, which a retry can't fix.</summary>
    public static StepFailedException Refuse(string code, string message) => new(code, message);

    public static StepFailedException Refuse(BeatError error) => new(error.Code, error.Message);

    /// <summary>
    /// Runs an orchestrator. If it fails with a code, its custom status has the error, and its failure is without the engine's text around it,
    /// because clients see it.
    /// </summary>
    public static async Task<T> OrchestrateAsync<T>(TaskOrchestrationContext context, Func<Task<T>> work)
    {
        try
        {
            return await work();
        }
        catch (Exception failure) when (ErrorOf(failure) is { } error)
        {
            context.SetCustomStatus(FailedStatus.Of(error));
            throw Refuse(error);
        }
    }

    /// <summary>The error of a failed task for a beat's record.</summary>
    public static BeatError BeatErrorOf(TaskFailedException failure) => ErrorOf(failure) ?? new BeatError(
        Unexpected, "An unexpected failure stopped this beat; the service's log has the details. Regenerate the beat to try again.");

    /// <summary>The error of a step, or of a task that failed because of one; null if the failure has no code of the product.</summary>
    public static BeatError? ErrorOf(Exception failure) => failure switch
    {
        StepFailedException failed => failed.Error,
        StepInterruptedException interrupted => interrupted.Error,
        TaskFailedException task => StepErrorProperties.Read(task.FailureDetails) ?? FailureText.ErrorIn(task.FailureDetails),
        _ => null,
    };
}
