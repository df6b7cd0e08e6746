using System.Net;
using Azure;

namespace AudioFunctions.Storage;

/// <summary>What a refused request means: mostly, that another writer came first.</summary>
public static class StorageConflict
{
    private const int MaxConflicts = 20;

    /// <summary>What was read has changed since, or is gone; or what was to be added is there.</summary>
    public static bool Is(RequestFailedException failure) => IsExisting(failure) || IsMissing(failure);

    /// <summary>There is no such blob, row, container or table.</summary>
    public static bool IsMissing(RequestFailedException failure) => failure.Status == (int)HttpStatusCode.NotFound;

    /// <summary>What was to be added is there. A blob says so by either status.</summary>
    public static bool IsExisting(RequestFailedException failure) =>
        IsRowExisting(failure) || failure.Status == (int)HttpStatusCode.PreconditionFailed;

    /// <summary>A row that a transaction was to add is there; if one that it was to change has changed since, the status is 412.</summary>
    public static bool IsRowExisting(RequestFailedException failure) => failure.Status == (int)HttpStatusCode.Conflict;

    /// <inheritdoc cref="RetryOnConflictAsync{T}"/>
    public static Task RetryOnConflictAsync(Func<Task> attempt) => RetryOnConflictAsync(async () =>
    {
        await attempt();
        return true;
    });

    /// <summary>Runs <paramref name="attempt"/>, which reads, decides and writes, again as long as another writer comes first.</summary>
    public static async Task<T> RetryOnConflictAsync<T>(Func<Task<T>> attempt)
    {
        for (var conflicts = 0; ; conflicts++)
        {
            try
            {
                return await attempt();
            }
            catch (RequestFailedException conflict) when (Is(conflict) && conflicts < MaxConflicts)
            {
                // Lost the race: the next attempt reads what the winner wrote.
            }
        }
    }

    /// <summary>Runs <paramref name="attempt"/> again as long as it returns null, because another writer came first.</summary>
    /// <returns>Null if other writers came first every time.</returns>
    public static async Task<T?> RetryWhileNullAsync<T>(Func<Task<T?>> attempt, int maxAttempts = MaxConflicts)
        where T : class
    {
        for (var attempts = 0; attempts < maxAttempts; attempts++)
        {
            if (await attempt() is { } result)
                return result;
        }

        return null;
    }
}
