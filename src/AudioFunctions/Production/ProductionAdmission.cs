using AudioFunctions.Estimates;
using AudioFunctions.Sessions;
using AudioFunctions.Takes;
using Microsoft.DurableTask.Client;

namespace AudioFunctions.Production;

/// <summary>Whether a production may start: the session to reuse exists and its production has ended, and there are enough credits.</summary>
public sealed class ProductionAdmission(SessionLookup lookup, TakeReuse takes, ProductionBudget budget)
{
    /// <returns>Null if it may start.</returns>
    public async Task<ProductionResponse?> RefuseAsync(DurableTaskClient client, ProductionRequest request, CancellationToken cancellationToken)
    {
        if (await RefuseReuseAsync(client, request.ReuseFrom, cancellationToken) is { } refusal)
            return refusal;
        if (request.IgnoreQuota)
            return null;

        var reused = await takes.FindBeatsAsync(request.ReuseFrom, request.Script, cancellationToken);
        return await budget.FindShortageAsync(request.Script, reused, request.Takes ?? 1, cancellationToken) is { } shortage
            ? new ProductionResponse(ProductionStart.InsufficientCredits, shortage)
            : null;
    }

    /// <returns>Null if the takes of that session can be reused, or the request names none.</returns>
    public async Task<ProductionStart?> RefuseReuseAsync(DurableTaskClient client, string? reuseFrom, CancellationToken cancellationToken)
    {
        if (reuseFrom is null)
            return null;

        return await lookup.FindAsync(client, reuseFrom, cancellationToken) switch
        {
            null => ProductionStart.ReuseSessionNotFound,
            { IsUnderWay: true } => ProductionStart.ReuseSessionGenerating,
            _ => null,
        };
    }
}
