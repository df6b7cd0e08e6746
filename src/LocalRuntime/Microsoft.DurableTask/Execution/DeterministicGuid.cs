using System.Globalization;
using System.Security.Cryptography;
using System.Text;

namespace LocalRuntime.DurableTask;

/// <summary>RFC 9562 version 5 GUIDs out of what is the same in every replay.</summary>
internal static class DeterministicGuid
{
    private static readonly Guid Namespace = new("5f5b7c3e-0a1f-4c8b-9b3c-6f1d1f0a7e52");

    public static Guid Create(string instanceId, int generation, DateTime turnTime, int counter)
    {
        var name = string.Create(CultureInfo.InvariantCulture, $"{instanceId}/{generation}/{turnTime:o}/{counter}");
        byte[] source = [.. Namespace.ToByteArray(bigEndian: true), .. Encoding.UTF8.GetBytes(name)];
#pragma warning disable CA5350 // Version 5 is defined with SHA-1; nothing here is a secret.
        var bytes = SHA1.HashData(source).AsSpan(0, 16);
#pragma warning restore CA5350
        bytes[6] = (byte)((bytes[6] & 0x0F) | 0x50);
        bytes[8] = (byte)((bytes[8] & 0x3F) | 0x80);
        return new Guid(bytes, bigEndian: true);
    }
}
