using LocalRuntime.Functions.Configuration;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Logging.Console;

namespace LocalRuntime.Functions.Logging;

/// <summary>The console as the one log, with host.json's levels and .NET's own overriding these defaults.</summary>
internal static class ConsoleLog
{
    public static void Add(ILoggingBuilder logging, IConfiguration configuration)
    {
        logging.AddFilter("Microsoft.AspNetCore", LogLevel.Warning);
        logging.AddFilter("Microsoft.Hosting", LogLevel.Warning);
        logging.AddConfiguration(new ConfigurationBuilder().AddInMemoryCollection(HostJson.LogLevels(configuration)).Build());
        logging.AddConfiguration(configuration.GetSection("Logging"));
        logging.AddConsole(console => console.FormatterName = LineFormatter.FormatterName);
        logging.AddConsoleFormatter<LineFormatter, ConsoleFormatterOptions>();
    }
}
