using System.Security.Cryptography;
using System.Text;

namespace LocalRuntime.Functions.Keys;

/// <summary>What a presented key is good for.</summary>
internal enum KeyKind
{
    /// <summary>No key, or one this host does not know.</summary>
    None,
    Function,
    System,
    DurableTask,
    Master,
}

/// <summary>Tells what a presented key is, in a time that depends neither on its content nor on which key it is.</summary>
internal sealed class KeyRing(HostKeys keys)
{
    private readonly (byte[] Hash, KeyKind Kind)[] _keys =
    [
        (Hash(keys.Master.Value), KeyKind.Master),
        .. keys.Functions.Select(key => (Hash(key.Value), KeyKind.Function)),
        .. keys.Systems.Select(key => (Hash(key.Value), key.Name == HostKeys.DurableTask ? KeyKind.DurableTask : KeyKind.System)),
    ];

    public string DurableTaskKey { get; } = keys.DurableTaskKey;

    public KeyKind Identify(string? presented)
    {
        if (string.IsNullOrEmpty(presented))
            return KeyKind.None;

        var hash = Hash(presented);
        var kind = KeyKind.None;
        foreach (var key in _keys)
        {
            if (CryptographicOperations.FixedTimeEquals(hash, key.Hash))
                kind = key.Kind;
        }

        return kind;
    }

    // Hashes are of one length, so the comparison does not tell the key's length either.
    private static byte[] Hash(string key) => SHA256.HashData(Encoding.UTF8.GetBytes(key));
}
