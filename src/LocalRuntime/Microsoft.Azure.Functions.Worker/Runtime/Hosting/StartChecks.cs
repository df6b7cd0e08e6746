using LocalRuntime.Functions.Configuration;
using LocalRuntime.Functions.Discovery;
using LocalRuntime.Functions.Keys;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Options;

namespace LocalRuntime.Functions.Hosting;

/// <summary>
/// Finds what is wrong with the app before the server starts: inside its start a fault is logged with its stack, where a
/// wrong setting needs no more than its sentence.
/// </summary>
internal static class StartChecks
{
    /// <exception cref="StartupException">Something is wrong.</exception>
    public static async Task RunAsync(IServiceProvider services)
    {
        // Side by side: each takes some tens of milliseconds at its first use.
        await Task.WhenAll(
            Task.Run(services.GetRequiredService<KeyRing>),
            Task.Run(() => CheckFunctions(services)));
        CheckOptions(services);
    }

    private static void CheckFunctions(IServiceProvider services)
    {
        if (services.GetRequiredService<FunctionCatalog>().UsesStorage)
            services.GetRequiredService<StorageConnection>();
    }

    private static void CheckOptions(IServiceProvider services)
    {
        try
        {
            services.GetService<IStartupValidator>()?.Validate();
        }
        catch (OptionsValidationException e)
        {
            throw new StartupException(string.Join(Environment.NewLine, e.Failures), e);
        }
        catch (AggregateException e) when (e.InnerExceptions.All(inner => inner is OptionsValidationException))
        {
            var failures = e.InnerExceptions.Cast<OptionsValidationException>().SelectMany(inner => inner.Failures);
            throw new StartupException(string.Join(Environment.NewLine, failures), e);
        }
    }
}
