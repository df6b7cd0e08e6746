using Microsoft.Azure.WebJobs.Host.Config;
using Microsoft.Extensions.Logging;

namespace AudioFunctions.LocalHost.Jobs;

/// <summary>
/// After a kill, messages that were in flight stay hidden for a visibility timeout. The Durable extension refuses less than a minute for its
/// control queues, which in Azure is a fair price and on a developer's machine a long wait. So it is lowered on the settings of the running
/// service. If a version of the extension has no such settings, a minute it is.
/// </summary>
internal static partial class ControlQueueRecovery
{
    /// <summary>
    /// Over 5 s: work items are renewed every 5 s, and a shorter timeout would run each activity that takes longer twice.
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

    [LoggerMessage(1, LogLevel.Warning, "This version of the Durable extension keeps messages hidden for a minute after a kill; work then goes on by itself")]
    private static partial void NotLowered(ILogger logger);
}
