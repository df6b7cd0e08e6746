using AudioFunctions.Storage;
using Microsoft.AspNetCore.Http;

namespace AudioFunctions.Platform;

/// <summary>Turns exceptions into refusals that are safe to show to clients.</summary>
internal static class FailureRefusals
{
    public const string ServiceStopping = "service-stopping";
    public const string Stopping = "The service is being stopped or restarted";

    /// <param name="isStopping">Whether the process is being stopped.</param>
    public static Refusal Of(Exception failure, bool isStopping) => failure switch
    {
        _ when StorageFailure.Is(failure) => StorageUnavailable(StorageFailure.Describe(failure)),
        _ when EngineFailure.IsOfStorage(failure) => StorageUnavailable(
            "The storage of the durable engine cannot be reached; check AzureWebJobsStorage, and that the account's queues are up."),
        BadHttpRequestException { StatusCode: StatusCodes.Status413PayloadTooLarge } tooLarge =>
            new Refusal(tooLarge.StatusCode, "body-too-large", "The body is larger than the service accepts."),
        BadHttpRequestException unreadable =>
            new Refusal(unreadable.StatusCode, "request-invalid", "The request body ended early; send the request again."),
        OperationCanceledException when isStopping => new Refusal(
            StatusCodes.Status503ServiceUnavailable, ServiceStopping, $"{Stopping}; send the request again."),
        _ => new Refusal(
            StatusCodes.Status500InternalServerError, StepFailures.Unexpected, "An unexpected failure occurred; the service's log has the details."),
    };

    private static Refusal StorageUnavailable(string detail) =>
        new(StatusCodes.Status503ServiceUnavailable, StepFailures.StorageUnavailable, detail);
}
