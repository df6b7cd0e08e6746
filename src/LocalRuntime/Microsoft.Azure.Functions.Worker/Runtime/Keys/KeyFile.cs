using System.Diagnostics;
using System.Security.Cryptography;
using System.Text.Json;
using LocalRuntime.Functions.Hosting;

namespace LocalRuntime.Functions.Keys;

/// <summary>
/// The host's keys in one file that only its owner can read. The first start makes them; hosts that start at once take
/// turns, so the first decides for all.
/// </summary>
internal sealed class KeyFile(string folder)
{
    private const int KeyBytes = 40;
    private static readonly TimeSpan LockPatience = TimeSpan.FromSeconds(10);
    private static readonly JsonSerializerOptions Json = new() { WriteIndented = true, PropertyNameCaseInsensitive = true };

    private readonly string _path = Path.Combine(folder, "host.json");

    public HostKeys LoadOrCreate()
    {
        using var turn = Lock();
        if (!File.Exists(_path))
            Write(new HostKeys(NewKey("master"), [NewKey("default")], [NewKey(HostKeys.DurableTask)]));

        var keys = Read();
        if (keys.Systems.Any(key => key.Name == HostKeys.DurableTask))
            return keys;

        keys = keys with { Systems = [.. keys.Systems, NewKey(HostKeys.DurableTask)] };
        Write(keys);
        return keys;
    }

    private static HostKey NewKey(string name) =>
        // Base64url: the key travels in ?code= as it is.
        new(name, System.Buffers.Text.Base64Url.EncodeToString(RandomNumberGenerator.GetBytes(KeyBytes)));

    /// <summary>Held by one process at a time; the system takes it from one that dies.</summary>
    private FileStream Lock()
    {
        var path = Path.Combine(folder, ".lock");
        for (var started = Stopwatch.GetTimestamp(); ; Thread.Sleep(5))
        {
            try
            {
                CreateFolder();
                return Create(path, FileMode.OpenOrCreate);
            }
            catch (IOException) when (File.Exists(path) && Stopwatch.GetElapsedTime(started) < LockPatience)
            {
                // Another host has it for the moment it needs to read or write the keys.
            }
            catch (Exception e) when (e is IOException or UnauthorizedAccessException)
            {
                throw Unwritable(e);
            }
        }
    }

    private void Write(HostKeys keys)
    {
        // A host killed in the middle leaves no half file under the name that the next one reads.
        var aside = _path + ".new";
        try
        {
            using (var file = Create(aside, FileMode.Create))
            {
                JsonSerializer.Serialize(file, keys, Json);
                file.Flush(flushToDisk: true);
            }

            File.Move(aside, _path, overwrite: true);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            throw Unwritable(e);
        }
    }

    private StartupException Unwritable(Exception e) => new(
        $"The keys cannot be written to {folder}: {e.Message} Set LocalRuntime:SecretsPath to a folder this user may write.", e);

    private static FileStream Create(string path, FileMode mode)
    {
        var options = new FileStreamOptions { Mode = mode, Access = FileAccess.Write, Share = FileShare.None };
        if (!OperatingSystem.IsWindows())
            options.UnixCreateMode = UnixFileMode.UserRead | UnixFileMode.UserWrite;
        return new FileStream(path, options);
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
            throw new StartupException(
                $"The keys in {_path} cannot be read: {e.Message} Mend the file, or delete it to get new keys.", e);
        }

        if (keys?.Master is null || keys.Functions is null || keys.Systems is null || keys.All.Any(key => string.IsNullOrEmpty(key?.Value)))
            throw new StartupException($"The keys in {_path} are incomplete; mend the file, or delete it to get new keys.");
        if (keys.All.Any(key => key.Encrypted))
            throw new StartupException(
                $"The keys in {_path} are encrypted, which only the host that wrote them can undo; delete the file to get new keys.");
        return keys;
    }
}
