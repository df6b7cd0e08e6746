using System.Buffers.Binary;
using System.Buffers.Text;
using System.Security.Cryptography;
using System.Text;

namespace AudioFunctions.Sessions.Listing;

/// <summary>
/// How far a listing has come. A listing shows the sessions in the order they had when it began, each as it is now: a session that is
/// changed meanwhile moves to the front of the list, and is still shown at its old place.
/// </summary>
public sealed record ListPosition
{
    /// <summary>Writes whose time is this close to the beginning may have become visible after it: clocks differ, and writing takes time.</summary>
    internal static readonly TimeSpan Blur = TimeSpan.FromSeconds(15);

    private const byte Format = 1;
    private const int NonceBytes = 4;
    private const int HeadBytes = 1 + 4 + 8 + 8 + NonceBytes;

    /// <summary>As many as are remembered of the sessions that were written so close to the beginning: a bound for the length of the text.</summary>
    private const int MaxNonces = 256;

    /// <summary>UTC ticks at which the first page was asked for.</summary>
    internal long BeganTicks { get; init; }

    /// <summary>The row key behind which to go on, or null for the first page.</summary>
    internal string? AfterKey { get; init; }

    /// <summary>
    /// The versions shown that are younger than <see cref="BlurredSinceTicks"/>: their sessions are not shown again where they stood before.
    /// </summary>
    internal IReadOnlyList<string> Shown { get; init; } = [];

    internal long BlurredSinceTicks => BeganTicks - Blur.Ticks;

    internal static ListPosition Beginning(DateTimeOffset now) => new() { BeganTicks = now.UtcTicks };

    /// <summary>A later write may have been given its time by a clock that is ahead: the listing then begins at that time.</summary>
    internal ListPosition NotBefore(long ticks) =>
        this with { BeganTicks = Math.Max(BeganTicks, Math.Min(ticks, BeganTicks + Blur.Ticks)) };

    internal ListPosition Remembering(ListedVersion version) =>
        version.Ticks > BlurredSinceTicks && Shown.Count < MaxNonces ? this with { Shown = [.. Shown, version.Nonce] } : this;

    /// <summary>As text that can stand in a URL.</summary>
    public string Encode(SessionQuery query)
    {
        var bytes = new byte[HeadBytes + (Shown.Count * NonceBytes)];
        bytes[0] = Format;
        Digest(query).CopyTo(bytes.AsSpan(1));
        BinaryPrimitives.WriteInt64BigEndian(bytes.AsSpan(5), BeganTicks);
        BinaryPrimitives.WriteInt64BigEndian(bytes.AsSpan(13), ListedVersion.TicksOf(AfterKey));
        Convert.FromHexString(AfterKey![ListedVersion.TicksLength..]).CopyTo(bytes.AsSpan(21));
        foreach (var (index, nonce) in Shown.Index())
            Convert.FromHexString(nonce).CopyTo(bytes.AsSpan(HeadBytes + (index * NonceBytes)));
        return Base64Url.EncodeToString(bytes);
    }

    /// <returns>Null if the text is not one that <see cref="Encode"/> made for a query with the same filters.</returns>
    public static ListPosition? Decode(string text, SessionQuery query)
    {
        if (text.Length > Base64Url.GetEncodedLength(HeadBytes + (MaxNonces * NonceBytes)) || !Base64Url.IsValid(text))
            return null;
        var bytes = Base64Url.DecodeFromChars(text).AsSpan();
        if (bytes.Length < HeadBytes || (bytes.Length - HeadBytes) % NonceBytes != 0)
            return null;
        if (bytes[0] != Format || !bytes[1..5].SequenceEqual(Digest(query)))
            return null;
        var began = BinaryPrimitives.ReadInt64BigEndian(bytes[5..]);
        var after = BinaryPrimitives.ReadInt64BigEndian(bytes[13..]);
        if (!IsTime(began) || !IsTime(after))
            return null;

        var nonces = Convert.ToHexStringLower(bytes[HeadBytes..]).Chunk(NonceBytes * 2).Select(nonce => new string(nonce));
        return new ListPosition
        {
            BeganTicks = began,
            AfterKey = new ListedVersion(after, Convert.ToHexStringLower(bytes[21..HeadBytes]), default).RowKey,
            Shown = [.. nonces],
        };
    }

    private static bool IsTime(long ticks) => ticks > Blur.Ticks && ticks <= DateTimeOffset.MaxValue.Ticks;

    /// <summary>Holds a position to the list it is one of.</summary>
    private static ReadOnlySpan<byte> Digest(SessionQuery query) => SHA256.HashData(Encoding.UTF8.GetBytes(query.Partition)).AsSpan(0, 4);
}
