using System.Globalization;

namespace AudioFunctions.LocalHost.Hosting;

/// <summary>Environment variables that the extensions take for their surroundings.</summary>
internal static class HostEnvironment
{
    public static void Set(int port)
    {
        Environment.SetEnvironmentVariable("FUNCTIONS_WORKER_RUNTIME", "dotnet-isolated");
        // Else the Durable extension believes that it runs in Azure.
        Environment.SetEnvironmentVariable("CONTAINER_NAME", null);
        // Hosts of one task hub need names of their own, else they fight over its partitions. A name that a restart keeps lets the host take
        // its partitions back at once. The Durable extension makes it of these two.
        Environment.SetEnvironmentVariable("WEBSITE_CURRENT_STAMPNAME", "localhost");
        Environment.SetEnvironmentVariable("RoleInstanceId", port.ToString(CultureInfo.InvariantCulture));
    }
}
