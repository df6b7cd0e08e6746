using Azure;

namespace AudioFunctions.Storage;

/// <summary>Tells failures of the storage account from others, and says what to do about them.</summary>
public static class StorageFailure
{
    /// <summary>
    /// Whether the storage account refused or could not be reached. The clients wrap the failures of several attempts in one; an attempt
    /// that ran into its network timeout fails as cancelled.
    /// </summary>
    public static bool Is(Exception failure) =>
        failure is RequestFailedException
        || (failure is AggregateException { InnerExceptions.Count: > 0 } several && several.InnerExceptions.All(IsOfOneAttempt));

    /// <summary>A sentence a person can act on; it names no URI and no key.</summary>
    public static string Describe(Exception failure)
    {
        var last = failure is AggregateException several ? several.InnerExceptions[^1] : failure;
        return last is RequestFailedException { Status: > 0 } answer
            ? $"The storage account answers {answer.Status} {answer.ErrorCode}; check AzureWebJobsStorage, and that the account is up and has room."
            : "The storage account cannot be reached; check AzureWebJobsStorage, and that the account is up.";
    }

    private static bool IsOfOneAttempt(Exception failure) => failure is RequestFailedException or OperationCanceledException or IOException;
}
