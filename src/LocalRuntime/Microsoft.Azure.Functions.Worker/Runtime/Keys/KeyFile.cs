using System.Security.Cryptography;
using System.Text.Json;
using LocalRuntime.Functions.Hosting;

namespace LocalRuntime.Functions.Keys;

/// <summary>
/// The host's keys in one file that only its owner can read. The first start makes them; of two that start at once, the
/// one whose file appears first decides for both.
/// </summary>
internal sealed class KeyFile(string folder)
{
    private const int KeyBytes = 40;
    private static readonly JsonSerializerOptions Json = new() { WriteIndented = true, PropertyNameCaseInsensitive = true };

    private readonly string _path = Path.Combine(folder, "host.json");

    public HostKeys LoadOrCreate()
    {
        if (!File.Exists(_path))
            TryCreate(NewKeys());

        var keys = Read();
        if (keys.Systems.Any(key => key.Name == HostKeys.DurableTask))
            return keys;

        keys = keys with { Systems = [.. keys.Systems, NewKey(HostKeys.DurableTask)] };
        var written = WriteAside(keys);
        File.Move(written, _path, overwrite: true);
        return keys;
    }

    private static HostKeys NewKeys() => new(NewKey("master"), [NewKey("default")], [NewKey(HostKeys.DurableTask)]);

    private static HostKey NewKey(string name) =>
        // Base64url: the key travels in ?code= as it is.
        new(name, System.Buffers.Text.Base64Url.EncodeToString(RandomNumberGenerator.GetBytes(KeyBytes)));

    private void TryCreate(HostKeys keys)
    {
        var written = WriteAside(keys);
        try
        {
            // A complete file appears under its name or the other process's stays: a move that refuses to overwrite is a hard link.
            File.Move(written, _path, overwrite: false);
        }
        catch (IOException) when (File.Exists(_path))
        {
            File.Delete(written);
        }
    }

    private string WriteAside(HostKeys keys)
    {
        var path = Path.Combine(folder, $".{Path.GetRandomFileName()}");
        try
        {
            CreateFolder();
            var options = new FileStreamOptions { Mode = FileMode.CreateNew, Access = FileAccess.Write };
            if (!OperatingSystem.IsWindows())
                options.UnixCreateMode = UnixFileMode.UserRead | UnixFileMode.UserWrite;
            using var file = new FileStream(path, options);
            JsonSerializer.Serialize(file, keys, Json);
            file.Flush(flushToDisk: true);
            return path;
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            throw new StartupException($"The keys cannot be written to {folder}: {e.Message} Set LocalRuntime:SecretsPath to a folder this user may write.", e);
        }
    }

    private void CreateFolder()
    {
        if (OperatingSystem.IsWindows())
            Directory.CreateDirectory(folder);
        else
            Directory.CreateDirectory(folder, UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.UserExecute);
    }

    private HostKeys Read()
    {
        HostKeys? keys;
        try
        {
            using var file = File.OpenRead(_path);
            keys = JsonSerializer.Deserialize<HostKeys>(file, Json);
        }
        catch (Exception e) when (e is JsonException or IOException or UnauthorizedAccessException)
        {
            // A JSON error names a position, never a value.
            throw new StartupException($"The keys in {_path} cannot be read: {e.Message} Mend the file, or delete it to get new keys.", e);
        }

        if (keys?.Master is null || keys.Functions is null || keys.All.Any(key => string.IsNullOrEmpty(key?.Value)))
            throw new StartupException($"The keys in {_path} are incomplete; mend the file, or delete it to get new keys.");
        if (keys.All.Any(key => key.Encrypted))
            throw new StartupException($"The keys in {_path} are encrypted, which only the host that wrote them can undo; delete the file to get new keys.");
        return keys;
    }
}
