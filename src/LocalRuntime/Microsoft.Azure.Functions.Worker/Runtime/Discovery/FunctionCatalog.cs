using System.Reflection;
using LocalRuntime.Functions.Blobs;
using LocalRuntime.Functions.Configuration;
using LocalRuntime.Functions.Hosting;
using Microsoft.AspNetCore.Routing;
using Microsoft.Azure.Functions.Worker;

namespace LocalRuntime.Functions.Discovery;

/// <summary>The app's functions. Complete and free of clashes, or the app does not start.</summary>
internal sealed class FunctionCatalog
{
    private FunctionCatalog(FunctionScan scan)
    {
        Functions = scan.Functions;
        Http = scan.Http;
        Blobs = scan.Blobs;
        UsesDurableTask = Functions.Any(f => f.UsesDurableClient || f.Trigger is OrchestrationTriggerAttribute or ActivityTriggerAttribute);
    }

    public IReadOnlyList<FunctionDescriptor> Functions { get; }

    public IReadOnlyList<HttpFunction> Http { get; }

    public IReadOnlyList<BlobFunction> Blobs { get; }

    public bool UsesDurableTask { get; }

    public bool UsesStorage => UsesDurableTask || Blobs.Count > 0;

    /// <exception cref="StartupException">Names every problem, one to a line.</exception>
    public static FunctionCatalog Discover(LocalRuntimeOptions options, HostJson host, ParameterPolicyFactory routeConstraints)
    {
        var scan = new FunctionScan(host, routeConstraints);
        scan.Read(FunctionAssembly(options.FunctionAssembly));
        return scan.Problems.Count == 0
            ? new FunctionCatalog(scan)
            : throw new StartupException(string.Join(Environment.NewLine, scan.Problems));
    }

    private static Assembly FunctionAssembly(string? name)
    {
        try
        {
            var assembly = name is null ? Assembly.GetEntryAssembly() : Assembly.Load(name);
            return assembly ?? throw new StartupException(
                "There is no entry assembly; set LocalRuntime:FunctionAssembly to the name of the functions' assembly.");
        }
        catch (Exception e) when (e is FileNotFoundException or FileLoadException or BadImageFormatException)
        {
            throw new StartupException($"LocalRuntime:FunctionAssembly is '{name}', which cannot be loaded: {e.Message}", e);
        }
    }
}
