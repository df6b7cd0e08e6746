using AudioFunctions.LocalHost.Configuration;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection.Extensions;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Logging.Console;

namespace AudioFunctions.LocalHost.Hosting;

/// <summary>The console as the one log. The app's own categories follow host.json; what hosts and extensions say is left out unless it matters.</summary>
internal sealed class HostLog(HostJson hostJson)
{
    private static readonly string[] Talkative = ["Microsoft", "System", "Grpc", "Yarp", "Host", "DurableTask", "Function"];

    /// <summary>Warn of what is in order: a queue or container that isn't there yet, keys for cookies that nobody uses.</summary>
    private static readonly string[] Alarmist = ["Azure", "Microsoft.AspNetCore.DataProtection"];

    public void Configure(ILoggingBuilder logging)
    {
        logging.ClearProviders();
        foreach (var category in Talkative)
            logging.AddFilter(category, LogLevel.Warning);
        foreach (var category in Alarmist)
            logging.AddFilter(category, LogLevel.Error);
        logging.AddConfiguration(new ConfigurationBuilder().AddInMemoryCollection(hostJson.LogLevels()).AddEnvironmentVariables("Logging__").Build());
        logging.AddConsole(console => console.FormatterName = LineFormatter.FormatterName);
        logging.AddConsoleFormatter<LineFormatter, ConsoleFormatterOptions>();
        logging.Services.TryAddSingleton(TimeProvider.System);
    }
}
