using System.Globalization;
using System.Security.Cryptography;

namespace AudioFunctions.Sessions.Listing;

/// <summary>One write of a session as the index knows it: the place in the order of the list that the session had from it on.</summary>
/// <param name="Ticks">UTC ticks of the <c>UpdatedAt</c> that the write set.</param>
/// <param name="Nonce">8 hex digits: two attempts never share a row, even if they were made at the same tick.</param>
/// <param name="Status">The session's status from this write on; it says which partitions the rows stand in.</param>
internal readonly record struct ListedVersion(long Ticks, string Nonce, SessionStatus Status)
{
    private const int NonceLength = 8;
    public const int TicksLength = 19;

    /// <summary>Of <see cref="Text"/>: the row key and the number of the status.</summary>
    public const int TextLength = TicksLength + NonceLength + 1;

    /// <summary>The ticks inverted, at a fixed width: in key order the newest comes first.</summary>
    public string RowKey => Digits(DateTimeOffset.MaxValue.Ticks - Ticks) + Nonce;

    /// <summary>As the session row stores it.</summary>
    public string Text => RowKey + ((int)Status).ToString(CultureInfo.InvariantCulture);

    public static ListedVersion New(DateTimeOffset at, SessionStatus status) =>
        new(at.UtcTicks, RandomNumberGenerator.GetHexString(NonceLength, lowercase: true), status);

    public static ListedVersion Parse(ReadOnlySpan<char> text) => new(
        TicksOf(text),
        text[TicksLength..^1].ToString(),
        (SessionStatus)int.Parse(text[^1..], CultureInfo.InvariantCulture));

    /// <summary>The ticks that the first characters of a row key stand for.</summary>
    public static long TicksOf(ReadOnlySpan<char> rowKey) =>
        DateTimeOffset.MaxValue.Ticks - long.Parse(rowKey[..TicksLength], NumberStyles.None, CultureInfo.InvariantCulture);

    /// <summary>A number of ticks as text whose order is that of the numbers.</summary>
    public static string Digits(long ticks) => ticks.ToString("D19", CultureInfo.InvariantCulture);
}
