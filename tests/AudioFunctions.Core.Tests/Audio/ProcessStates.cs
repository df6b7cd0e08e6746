using System.Diagnostics;
using System.Globalization;

namespace AudioFunctions.Core.Tests.Audio;

internal static class ProcessStates
{
    private static readonly TimeSpan PollInterval = TimeSpan.FromMilliseconds(20);

    /// <summary>Whether a process runs; a zombie doesn't.</summary>
    private static bool IsAlive(string id)
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

    /// <summary>Waits until a process ends. A killed process is still listed for a moment, and only its parent can wait for it.</summary>
    public static async Task<bool> EndsAsync(string id)
    {
        for (var timeout = TimeSpan.FromSeconds(60); timeout > TimeSpan.Zero; timeout -= PollInterval)
        {
            if (!IsAlive(id))
                return true;
            await Task.Delay(PollInterval);
        }

        return false;
    }

    private static bool IsZombie(int id)
    {
        try
        {
            return File.ReadAllText($"/proc/{id}/stat").Split(") ")[^1].StartsWith('Z');
        }
        catch (IOException)
        {
            // It was reaped in the meantime.
            return true;
        }
    }
}
