using Azure.Storage.Blobs;
using LocalRuntime.Functions.Hosting;
using LocalRuntime.Functions.Invocation;
using Microsoft.Extensions.DependencyInjection;

namespace LocalRuntime.Functions.Blobs;

/// <summary>Runs a function for a blob.</summary>
internal sealed class BlobRunner(IServiceScopeFactory scopes, StopGrace grace)
{
    /// <returns>What the function threw, or null.</returns>
    /// <exception cref="OperationCanceledException">The host stops, and the run did not end in the time it was given.</exception>
    public async Task<Exception?> RunAsync(BlobFunction function, BlobClient blob)
    {
        await using var scope = scopes.CreateAsyncScope();
        var context = new LocalFunctionContext(function.Function, scope.ServiceProvider, grace.Over);
        try
        {
            await function.Function.RunAsync(new FunctionInvocation(context, _ => blob) { Route = function.Path.Match(blob.Name)! });
            return null;
        }
        catch (Exception e) when (!grace.Over.IsCancellationRequested)
        {
            return e;
        }
        catch (Exception e)
        {
            throw new OperationCanceledException("The host stops.", e, grace.Over);
        }
    }
}
