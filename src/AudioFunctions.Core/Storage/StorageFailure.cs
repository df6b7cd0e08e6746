using Azure;
using Azure.Identity;

namespace AudioFunctions.Storage;

/// <summary>Tells failures of the storage account from others, and says what to do about them.</summary>
public static class StorageFailure
{
    /// <summary>
    /// Whether the storage account refused or could not be reached. The clients wrap the failures of several attempts in one; an attempt
    /// that ran into its network timeout fails as cancelled, and a body that ends early as an I/O error.
    /// </summary>
    public static bool Is(Exception failure) =>
        failure is RequestFailedException or AuthenticationFailedException
        || (failure is AggregateException several && several.Flatten().InnerExceptions is { Count: > 0 } attempts && attempts.All(IsOfOneAttempt));

    /// <summary>A sentence a person can act on; it names no URI and no key.</summary>
    public static string Describe(Exception failure)
    {
        var last = failure is AggregateException several ? several.Flatten().InnerExceptions[^1] : failure;
        return last switch
        {
            RequestFailedException { Status: > 0 } answer =>
                $"The storage account answers {answer.Status} {answer.ErrorCode}; check AzureWebJobsStorage, and that the account is up and has room.",
            AuthenticationFailedException =>
                "The app's identity got no token for the storage account; check AzureWebJobsStorage__clientId, and that the identity exists.",
            _ => "The storage account cannot be reached; check AzureWebJobsStorage, and that the account is up.",
        };
    }

    private static bool IsOfOneAttempt(Exception failure) =>
        failure is RequestFailedException or AuthenticationFailedException or OperationCanceledException or IOException;
}
