using System.Text;

namespace AudioFunctions.Cli.Scripts;

/// <summary>A script on disk: the bytes to send, and its lines for messages.</summary>
public sealed class ScriptFile
{
    /// <summary>The app's limit for scripts (docs/els.md).</summary>
    public const int MaxBytes = 1024 * 1024;

    private static readonly string[] LineEnds = ["\r\n", "\n", "\r"];

    private readonly Lazy<string[]> _lines;

    private ScriptFile(string path, byte[] content)
    {
        Path = path;
        Content = content;
        _lines = new Lazy<string[]>(() => Encoding.UTF8.GetString(content).TrimStart('\uFEFF').Split(LineEnds, StringSplitOptions.None));
    }

    /// <summary>The path as given.</summary>
    public string Path { get; }

    public byte[] Content { get; }

    /// <summary>The text of a 1-based line; null if the file has no such line.</summary>
    public string? Line(int number) => number >= 1 && number <= _lines.Value.Length ? _lines.Value[number - 1] : null;

    public static async Task<ScriptFile> ReadAsync(string path, CancellationToken cancellationToken)
    {
        if (Directory.Exists(path))
            throw new RunException($"{path} is a folder: give the path of a script in it.");
        if (!File.Exists(path))
            throw new RunException($"There is no script at {path}: check the path, or run ./run.sh without one to hear the sample.");

        try
        {
            // Opening a pipe blocks until there is a writer, and can't be cancelled.
            var content = await Task.Run(() => ReadUpTo(path, MaxBytes + 1), CancellationToken.None).WaitAsync(cancellationToken);
            return content.Length <= MaxBytes
                ? new ScriptFile(path, content)
                : throw new RunException($"{path} is over 1 MiB, the maximum for a script: split it into several scripts.");
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            throw new RunException($"{path} can't be read ({e.Message.TrimEnd('.')}): check its permissions.", e);
        }
    }

    /// <summary>Reads from the start; works for a pipe too, which has no length.</summary>
    private static byte[] ReadUpTo(string path, int bytes)
    {
        using var file = File.OpenRead(path);
        var content = new byte[bytes];
        return content[..file.ReadAtLeast(content, bytes, throwOnEndOfStream: false)];
    }
}
