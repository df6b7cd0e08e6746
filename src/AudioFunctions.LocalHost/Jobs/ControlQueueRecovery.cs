using Microsoft.Azure.WebJobs.Host.Config;
using Microsoft.Extensions.Logging;

namespace AudioFunctions.LocalHost.Jobs;

/// <summary>
/// After a kill, messages in flight stay hidden for the visibility timeout. The Durable extension refuses less than a minute for its control
/// queues. That is fine in Azure, but too long on a developer's machine, so this class lowers it in the settings of the running service. If a
/// version of the extension has no such settings, the timeout stays at a minute.
/// </summary>
internal static partial class ControlQueueRecovery
{
    /// <summary>
    /// More than 5 s: the extension renews work items every 5 s, so with a shorter timeout, longer activities would run twice.
    /// </summary>
    public static readonly TimeSpan Visibility = TimeSpan.FromSeconds(8);

    private const string Property = "ControlQueueVisibilityTimeout";

    /// <returns>Whether it was lowered.</returns>
    public static bool TryLower(IEnumerable<IExtensionConfigProvider> extensions, ILogger logger)
    {
        if (extensions.FirstOrDefault(extension => extension.GetType().Name == "DurableTaskExtension") is not { } durable)
            return false;

        var provider = ExtensionAssemblies.ValueOf(durable, "DefaultDurabilityProvider");
        var service = provider is null ? null : ExtensionAssemblies.ValueOf(provider, "serviceClient");
        var settings = service is null ? null : ExtensionAssemblies.ValueOf(service, "settings");
        if (settings?.GetType().GetProperty(Property) is not { CanWrite: true } property || property.PropertyType != typeof(TimeSpan))
        {
            NotLowered(logger);
            return false;
        }

        property.SetValue(settings, Visibility);
        return true;
    }

    [LoggerMessage(1, LogLevel.Warning, "This version of the Durable extension hides messages for a minute after a kill; work continues after that")]
    private static partial void NotLowered(ILogger logger);
}
