using AudioFunctions.Estimates;
using AudioFunctions.Sessions;
using AudioFunctions.Takes;
using Microsoft.DurableTask.Client;

namespace AudioFunctions.Production;

/// <summary>Whether a production may start: the session whose takes it reuses is there and settled, and what it speaks can be paid for.</summary>
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
            ? new ProductionResponse(ProductionStart.CannotBePaid, shortage)
            : null;
    }

    /// <returns>Null if the takes of that session may serve, or there is none to reuse.</returns>
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
