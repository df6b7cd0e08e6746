using System.Security.Cryptography;
using System.Text;

namespace Azure.Data.Tables;

/// <summary>An account's name and key. The key never leaves this class; it appears in no message.</summary>
public class TableSharedKeyCredential
{
    private byte[] _key;

    public TableSharedKeyCredential(string accountName, string accountKey)
    {
        ArgumentException.ThrowIfNullOrEmpty(accountName);
        AccountName = accountName;
        _key = Decoded(accountKey);
    }

    public string AccountName { get; }

    /// <summary>Takes effect with the next attempt of every request, also of those under way.</summary>
    public void SetAccountKey(string accountKey) => Volatile.Write(ref _key, Decoded(accountKey));

    internal string Signature(string stringToSign)
    {
        Span<byte> hash = stackalloc byte[HMACSHA256.HashSizeInBytes];
        HMACSHA256.HashData(Volatile.Read(ref _key), Encoding.UTF8.GetBytes(stringToSign), hash);
        return Convert.ToBase64String(hash);
    }

    private static byte[] Decoded(string accountKey)
    {
        ArgumentNullException.ThrowIfNull(accountKey);
        try
        {
            return Convert.FromBase64String(accountKey);
        }
        catch (FormatException)
        {
            // Without the inner exception: nothing about the key belongs into a message.
            throw new FormatException("The account key is not Base64.");
        }
    }
}
