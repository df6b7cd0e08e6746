using LocalRuntime.Functions.Hosting;
using Microsoft.Extensions.Configuration;

namespace LocalRuntime.Functions.Configuration;

/// <summary>Section <c>LocalRuntime</c> of the settings: what a developer's machine decides, and Azure never sees.</summary>
public sealed class LocalRuntimeOptions
{
    public const string Section = "LocalRuntime";

    /// <summary>On 127.0.0.1. Default 7071; 0–65535, 0 = any free port.</summary>
    public int Port { get; set; } = 7071;

    /// <summary>The folder of the keys; relative to the current directory. Default <c>.local/secrets</c>.</summary>
    public string SecretsPath { get; set; } = Path.Combine(".local", "secrets");

    /// <summary>The name of the assembly that holds the functions; the entry assembly where null.</summary>
    public string? FunctionAssembly { get; set; }

    /// <summary>
    /// The task hub starts when this file exists. For whoever starts storage and app side by side, and makes the file when the storage
    /// listens. Default null: the hub starts at once.
    /// </summary>
    public string? StorageReadyFile { get; set; }

    /// <summary>
    /// True (default): a failed start writes its sentence to stderr and ends the process with exit code 1.
    /// False: <c>StartAsync</c> throws, for a host inside another process.
    /// </summary>
    public bool ExitOnStartFailure { get; set; } = true;

    internal static LocalRuntimeOptions From(IConfiguration configuration)
    {
        var options = new LocalRuntimeOptions();
        try
        {
            configuration.GetSection(Section).Bind(options);
        }
        catch (InvalidOperationException e)
        {
            throw new StartupException($"A setting of {Section} has a value of the wrong type: {e.Message}", e);
        }

        if (options.Port is < 0 or > 65535)
            throw new StartupException($"{Section}:Port is {options.Port}; use a port from 0 (any free one) to 65535.");
        return options;
    }
}
