using System.Security.Cryptography;
using System.Text.Json;
using System.Text.Json.Serialization;
using AudioFunctions.LocalHost.Hosting;

namespace AudioFunctions.LocalHost.Keys;

/// <summary>A key, in the format of the official host's file secrets.</summary>
internal sealed record HostKey(string Name, string Value, bool Encrypted = false);

/// <summary>The content of host.json in the secrets folder.</summary>
internal sealed record HostKeys(HostKey MasterKey, IReadOnlyList<HostKey> FunctionKeys, IReadOnlyList<HostKey> SystemKeys)
{
    [JsonIgnore]
    public IEnumerable<HostKey> All => [MasterKey, .. FunctionKeys, .. SystemKeys];
}

/// <summary>The content of a function's file in the same folder; its name is the function's in lower case.</summary>
internal sealed record FunctionKeys(IReadOnlyList<HostKey> Keys);

/// <summary>
/// The host's keys, in a file that only its owner can read. The first start creates them. Hosts that start at the same time take turns, so
/// all use the keys of the first.
/// </summary>
internal sealed class KeyFile(string folder)
{
    private const int KeyBytes = 40;
    private static readonly TimeSpan LockTimeout = TimeSpan.FromSeconds(10);
    private static readonly TimeSpan LockInterval = TimeSpan.FromMilliseconds(5);
    private static readonly JsonSerializerOptions Json = new(JsonSerializerDefaults.Web) { WriteIndented = true };

    private readonly string _path = Path.Combine(folder, "host.json");

    /// <param name="systemKeys">Names of the required system keys.</param>
    public async Task<HostKeys> LoadOrCreateAsync(IReadOnlyList<string> systemKeys, CancellationToken cancellationToken)
    {
        using var turn = await LockAsync(cancellationToken);
        var keys = File.Exists(_path)
            ? Read<HostKeys>(_path, keys => keys.MasterKey is null || keys.FunctionKeys is null || keys.SystemKeys is null ? null : keys.All)
            : new HostKeys(NewKey("master"), [NewKey("default")], []);
        var missing = systemKeys.Except(keys.SystemKeys.Select(key => key.Name)).ToList();
        if (missing.Count > 0 || !File.Exists(_path))
            Write(keys = keys with { SystemKeys = [.. keys.SystemKeys, .. missing.Select(NewKey)] });
        return keys;
    }

    /// <summary>Keys that are valid for one function only.</summary>
    public IReadOnlyList<HostKey> LoadFor(string function)
    {
        var path = Path.Combine(folder, $"{function.ToLowerInvariant()}.json");
        return File.Exists(path) ? Read<FunctionKeys>(path, file => file.Keys).Keys : [];
    }

    private static HostKey NewKey(string name) =>
        // Base64url needs no escaping in ?code=.
        new(name, System.Buffers.Text.Base64Url.EncodeToString(RandomNumberGenerator.GetBytes(KeyBytes)));

    /// <summary>A lock that one process holds at a time; the system releases it when the process dies.</summary>
    private async Task<FileStream> LockAsync(CancellationToken cancellationToken)
    {
        var path = Path.Combine(folder, ".lock");
        using var timeout = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        timeout.CancelAfter(LockTimeout);
        while (true)
        {
            try
            {
                CreateFolder();
                return Create(path, FileMode.OpenOrCreate);
            }
            catch (IOException) when (File.Exists(path) && !timeout.IsCancellationRequested)
            {
                // Another host is reading or writing the keys.
                await Task.Delay(LockInterval, CancellationToken.None);
            }
            catch (Exception e) when (e is IOException or UnauthorizedAccessException)
            {
                throw Unwritable(e);
            }
        }
    }

    private void Write(HostKeys keys)
    {
        // Write to a temporary file first, so that a host killed while writing leaves no partial file.
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

    private StartupException Unwritable(Exception e) =>
        new($"The keys can't be written to {folder}: {e.Message} Choose a folder that this user may write to with --secrets.", e);

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

    /// <param name="keysOf">Returns the file's keys; null if some are missing.</param>
    private static T Read<T>(string path, Func<T, IEnumerable<HostKey>?> keysOf)
    {
        T content;
        try
        {
            using var file = File.OpenRead(path);
            content = JsonSerializer.Deserialize<T>(file, Json) ?? throw new JsonException("It is empty.");
        }
        catch (Exception e) when (e is JsonException or IOException or UnauthorizedAccessException)
        {
            // A JSON error contains a position, never a value.
            throw new StartupException($"The keys in {path} can't be read: {e.Message} Correct the file, or delete it to get new keys.", e);
        }

        if (keysOf(content) is not { } keys || keys.Any(key => string.IsNullOrEmpty(key?.Value)))
            throw new StartupException($"The keys in {path} are incomplete; correct the file, or delete it to get new keys.");
        if (keys.Any(key => key.Encrypted))
            throw new StartupException($"The keys in {path} are encrypted, and only the host that wrote them can decrypt them; delete the file to get new keys.");
        return content;
    }
}
