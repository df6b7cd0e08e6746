using System.Diagnostics;
using System.Globalization;

namespace AudioFunctions.Core.Tests.Audio;

internal static class ProcessStates
{
    /// <summary>Whether a process runs; one that has ended and waits to be reaped does not.</summary>
    public static bool IsAlive(string id)
    {
        try
        {
            using var process = Process.GetProcessById(int.Parse(id, CultureInfo.InvariantCulture));
            return !process.HasExited && !IsZombie(process.Id);
        }
        catch (ArgumentException)
        {
            return false;
        }
    }

    private static bool IsZombie(int id)
    {
        var stat = $"/proc/{id}/stat";
        return File.Exists(stat) && File.ReadAllText(stat).Split(") ")[^1].StartsWith('Z');
    }
}
