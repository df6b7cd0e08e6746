using System.Buffers.Text;
using System.Security.Cryptography;
using System.Text;

namespace AudioFunctions.Sessions.Listing;

/// <summary>
/// Where the next page of a list begins. A session that changes while a client reads pages moves to the front, so the client may see it
/// twice, or only in the next listing.
/// </summary>
/// <param name="AfterKey">The key of the last row that was read.</param>
public sealed record ListPosition(string AfterKey)
{
    private const int DigestLength = 8;

    /// <summary>Encodes the position for a URL.</summary>
    public string Encode(SessionQuery query) => Base64Url.EncodeToString(Encoding.ASCII.GetBytes(Digest(query) + AfterKey));

    /// <returns>Null unless <see cref="Encode"/> made the text for a query with the same filters.</returns>
    public static ListPosition? Decode(string text, SessionQuery query)
    {
        if (text.Length != Base64Url.GetEncodedLength(DigestLength + ListedVersion.KeyLength) || !Base64Url.IsValid(text))
            return null;
        var decoded = Encoding.ASCII.GetString(Base64Url.DecodeFromChars(text));
        var key = decoded[DigestLength..];
        return decoded.StartsWith(Digest(query), StringComparison.Ordinal) && ListedVersion.IsKey(key) ? new ListPosition(key) : null;
    }

    /// <summary>Ties a position to its list.</summary>
    private static string Digest(SessionQuery query) =>
        Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(query.List)))[..DigestLength];
}
