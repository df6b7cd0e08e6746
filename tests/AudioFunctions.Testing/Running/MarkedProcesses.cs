using System.Diagnostics;
using System.Globalization;

namespace AudioFunctions.Testing.Running;

/// <summary>
/// The processes whose environment holds a text of one's own: what a process has started inherits it, and keeps it when its parent is gone.
/// Read from <c>/proc</c>.
/// </summary>
internal sealed class MarkedProcesses(string mark)
{
    private static readonly TimeSpan Interval = TimeSpan.FromMilliseconds(5);

    /// <param name="argument">If set, only those that have it on their command line.</param>
    public IReadOnlyList<int> Find(string argument = "") =>
    [
        .. Directory.EnumerateDirectories("/proc")
            .Select(folder => int.TryParse(Path.GetFileName(folder), NumberStyles.None, CultureInfo.InvariantCulture, out var id) ? id : 0)
            .Where(id => id > 0 && Read(id, "environ").Contains(mark, StringComparison.Ordinal))
            .Where(id => Read(id, "cmdline").Contains(argument, StringComparison.Ordinal)),
    ];

    /// <summary>SIGKILL.</summary>
    /// <returns>The ids of what was killed.</returns>
    public IReadOnlyList<int> Kill(string argument = "")
    {
        var found = Find(argument);
        foreach (var id in found)
        {
            try
            {
                using var process = Process.GetProcessById(id);
                process.Kill();
            }
            catch (Exception e) when (e is ArgumentException or InvalidOperationException)
            {
                // It has ended by itself.
            }
        }

        return found;
    }

    /// <summary>Waits until these are gone: the kernel needs a moment after a kill. Others may have come.</summary>
    /// <exception cref="OperationCanceledException">Some are still there.</exception>
    public async Task WaitForEndAsync(IReadOnlyList<int> ids, CancellationToken cancellationToken)
    {
        while (Find().Intersect(ids).Any())
            await Task.Delay(Interval, cancellationToken);
    }

    /// <summary>Empty for a process that has ended, whether or not its parent has asked for its exit code.</summary>
    private static string Read(int id, string file)
    {
        try
        {
            return File.ReadAllText($"/proc/{id}/{file}");
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            return "";
        }
    }
}
