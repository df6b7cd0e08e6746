using System.Reflection;
using AudioFunctions.LocalHost.Configuration;
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

    /// <summary>The same for the queue of work items, which the extension allows. It replaces the value for Azure in host.json.</summary>
    public static readonly KeyValuePair<string, string?> WorkItemSetting =
        new($"{HostJson.Section}:extensions:durableTask:storageProvider:workItemQueueVisibilityTimeout", Visibility.ToString());

    /// <returns>Whether it was lowered.</returns>
    public static bool TryLower(IEnumerable<IExtensionConfigProvider> extensions, ILogger logger)
    {
        if (extensions.FirstOrDefault(extension => extension.GetType().Name == "DurableTaskExtension") is not { } durable)
            return false;

        var settings = ValueOf(ValueOf(ValueOf(durable, "DefaultDurabilityProvider"), "serviceClient"), "settings");
        if (settings?.GetType().GetProperty("ControlQueueVisibilityTimeout") is not { CanWrite: true } property || property.PropertyType != typeof(TimeSpan))
        {
            NotLowered(logger);
            return false;
        }

        property.SetValue(settings, Visibility);
        return true;
    }

    /// <summary>A member of an extension, whatever its visibility.</summary>
    private static object? ValueOf(object? owner, string member)
    {
        const BindingFlags any = BindingFlags.Instance | BindingFlags.Public | BindingFlags.NonPublic;
        return owner?.GetType().GetProperty(member, any)?.GetValue(owner) ?? owner?.GetType().GetField(member, any)?.GetValue(owner);
    }

    [LoggerMessage(1, LogLevel.Warning, "This version of the Durable extension hides messages for a minute after a kill; work continues after that")]
    private static partial void NotLowered(ILogger logger);
}
