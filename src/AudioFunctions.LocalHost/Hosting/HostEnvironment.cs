using System.Globalization;

namespace AudioFunctions.LocalHost.Hosting;

/// <summary>The environment variables from which the extensions learn where they run.</summary>
internal static class HostEnvironment
{
    public static void Set(int port)
    {
        Environment.SetEnvironmentVariable("FUNCTIONS_WORKER_RUNTIME", "dotnet-isolated");
        // If it is set, the Durable extension assumes that it runs in Azure.
        Environment.SetEnvironmentVariable("CONTAINER_NAME", null);
        // Each host of a task hub needs a unique name, or they compete for its partitions. If the name survives a restart, the host gets its
        // partitions back at once. The Durable extension builds the name from these two variables.
        Environment.SetEnvironmentVariable("WEBSITE_CURRENT_STAMPNAME", "localhost");
        Environment.SetEnvironmentVariable("RoleInstanceId", port.ToString(CultureInfo.InvariantCulture));
    }
}
