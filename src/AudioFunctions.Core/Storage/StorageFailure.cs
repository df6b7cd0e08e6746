using Azure;
using Azure.Identity;

namespace AudioFunctions.Storage;

/// <summary>Recognizes failures of the storage account, and says what to do about them.</summary>
public static class StorageFailure
{
    /// <summary>
    /// Whether the storage account refused a request or could not be reached. The clients wrap the failures of several attempts in one; a
    /// network timeout is reported as a cancellation, and a body that ends early as an I/O error.
    /// </summary>
    public static bool Is(Exception failure) =>
        failure is RequestFailedException or AuthenticationFailedException
        || (failure is AggregateException several && several.Flatten().InnerExceptions is { Count: > 0 } attempts && attempts.All(IsOfOneAttempt));

    /// <summary>A sentence that says what to do, without a URI or a key.</summary>
    public static string Describe(Exception failure)
    {
        var last = failure is AggregateException several ? several.Flatten().InnerExceptions[^1] : failure;
        return last switch
        {
            RequestFailedException { Status: > 0 } response =>
                $"The storage account returned {response.Status} {response.ErrorCode}; check AzureWebJobsStorage, and that the account is up and not full.",
            AuthenticationFailedException =>
                "The app's identity could not get a token for the storage account; check AzureWebJobsStorage__clientId, and that the identity exists.",
            _ => "The storage account cannot be reached; check AzureWebJobsStorage, and that the account is up.",
        };
    }

    private static bool IsOfOneAttempt(Exception failure) =>
        failure is RequestFailedException or AuthenticationFailedException or OperationCanceledException or IOException;
}
