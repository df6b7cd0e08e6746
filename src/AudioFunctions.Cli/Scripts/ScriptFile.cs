using System.Text;

namespace AudioFunctions.Cli.Scripts;

/// <summary>A script as it lies on disk: the bytes that are handed in, and its lines for messages.</summary>
public sealed class ScriptFile
{
    /// <summary>The product takes no more (ELS rules, size).</summary>
    public const int MaxBytes = 1024 * 1024;

    private static readonly string[] LineEnds = ["\r\n", "\n", "\r"];

    private readonly Lazy<string[]> _lines;

    private ScriptFile(string path, byte[] content)
    {
        Path = path;
        Content = content;
        _lines = new Lazy<string[]>(() => Encoding.UTF8.GetString(content).TrimStart('\uFEFF').Split(LineEnds, StringSplitOptions.None));
    }

    /// <summary>As the caller gave it.</summary>
    public string Path { get; }

    public byte[] Content { get; }

    /// <summary>The text of a 1-based line; null if the file has no such line.</summary>
    public string? Line(int number) => number >= 1 && number <= _lines.Value.Length ? _lines.Value[number - 1] : null;

    public static async Task<ScriptFile> ReadAsync(string path, CancellationToken cancellationToken)
    {
        if (Directory.Exists(path))
            throw new RunException($"{path} is a folder: name the script in it.");
        if (!File.Exists(path))
            throw new RunException($"There is no script at {path}: check the path, or run ./run.sh without one to hear the sample.");

        try
        {
            // Opening a pipe waits for its writer, and heeds nothing.
            var content = await Task.Run(() => ReadAtMost(path, MaxBytes + 1), CancellationToken.None).WaitAsync(cancellationToken);
            return content.Length <= MaxBytes
                ? new ScriptFile(path, content)
                : throw new RunException($"{path} is over 1 MiB, the most a script may have: split it into several scripts.");
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            throw new RunException($"{path} cannot be read ({e.Message.TrimEnd('.')}): check its permissions.", e);
        }
    }

    /// <summary>From the start, also of what has no length: a pipe.</summary>
    private static byte[] ReadAtMost(string path, int bytes)
    {
        using var file = File.OpenRead(path);
        var content = new byte[bytes];
        return content[..file.ReadAtLeast(content, bytes, throwOnEndOfStream: false)];
    }
}
