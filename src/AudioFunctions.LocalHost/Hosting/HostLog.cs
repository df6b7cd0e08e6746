using AudioFunctions.LocalHost.Configuration;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection.Extensions;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Logging.Console;

namespace AudioFunctions.LocalHost.Hosting;

/// <summary>Logs to the console only. The app's categories follow host.json; those of hosts and extensions log only warnings or errors.</summary>
internal sealed class HostLog(HostJson hostJson)
{
    private static readonly string[] VerboseCategories = ["Microsoft", "System", "Grpc", "Yarp", "Host", "DurableTask", "Function"];

    /// <summary>Their warnings are false alarms: a queue or container that doesn't exist yet, keys for cookies that aren't used.</summary>
    private static readonly string[] FalseAlarmCategories = ["Azure", "Microsoft.AspNetCore.DataProtection"];

    public void Configure(ILoggingBuilder logging)
    {
        logging.ClearProviders();
        foreach (var category in VerboseCategories)
            logging.AddFilter(category, LogLevel.Warning);
        foreach (var category in FalseAlarmCategories)
            logging.AddFilter(category, LogLevel.Error);
        logging.AddConfiguration(new ConfigurationBuilder().AddInMemoryCollection(hostJson.LogLevels()).AddEnvironmentVariables("Logging__").Build());
        logging.AddConsole(console => console.FormatterName = LineFormatter.FormatterName);
        logging.AddConsoleFormatter<LineFormatter, ConsoleFormatterOptions>();
        logging.Services.TryAddSingleton(TimeProvider.System);
    }
}
