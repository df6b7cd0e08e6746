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

    /// <summary>The text of a 1-based line; null where the file has no such line.</summary>
    public string? Line(int number) => number >= 1 && number <= _lines.Value.Length ? _lines.Value[number - 1] : null;

    public static async Task<ScriptFile> ReadAsync(string path, CancellationToken cancellationToken)
    {
        if (Directory.Exists(path))
            throw new RunException($"{path} is a folder: name the script in it.");
        if (!File.Exists(path))
            throw new RunException($"There is no script at {path}: check the path, or run ./run.sh without one to hear the sample.");

        try
        {
            await using var file = File.OpenRead(path);
            if (file.Length > MaxBytes)
                throw new RunException($"{path} is over 1 MiB, the most a script may have: split it into several scripts.");

            var content = new byte[file.Length];
            await file.ReadExactlyAsync(content, cancellationToken);
            return new ScriptFile(path, content);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            throw new RunException($"{path} cannot be read ({e.Message.TrimEnd('.')}): check its permissions.", e);
        }
    }
}
