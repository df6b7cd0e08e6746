using System.Buffers;
using System.Globalization;
using System.Security.Cryptography;
using Azure.Data.Tables;

namespace AudioFunctions.Sessions;

/// <summary>The place of a session in its lists since its last change. The session row names it; any other index row of the session is outdated.</summary>
/// <param name="Ticks">UTC ticks of <c>UpdatedAt</c>.</param>
/// <param name="Nonce">8 hex digits, so that two attempts never share a row, even if they are made in the same tick.</param>
/// <param name="Status">The session's status, which names two of its lists.</param>
internal readonly record struct ListedVersion(long Ticks, string Nonce, SessionStatus Status)
{
    public const int KeyLength = TicksLength + NonceLength;

    private const int TicksLength = 19;
    private const int NonceLength = 8;
    private const string CurrentName = "Listed";
    private const string PreviousName = "ListedBefore";

    private static readonly SearchValues<char> HexDigits = SearchValues.Create("0123456789abcdef");

    /// <summary>The properties of a session row that this reads.</summary>
    public static IReadOnlyList<string> PropertyNames => [CurrentName, PreviousName];

    /// <summary>The inverted ticks with a fixed width, so that the newest comes first in key order.</summary>
    public string Key => (DateTimeOffset.MaxValue.Ticks - Ticks).ToString("D19", CultureInfo.InvariantCulture) + Nonce;

    private string Text => Key + ((int)Status).ToString(CultureInfo.InvariantCulture);

    public static ListedVersion New(DateTimeOffset at, SessionStatus status) =>
        new(at.UtcTicks, RandomNumberGenerator.GetHexString(NonceLength, lowercase: true), status);

    /// <summary>The version that a session row names, or null if it has never been listed.</summary>
    public static ListedVersion? Of(TableEntity session) => session.GetString(CurrentName) is { Length: KeyLength + 1 } text
        ? new ListedVersion(TicksOf(text), text[TicksLength..^1], (SessionStatus)int.Parse(text[^1..], CultureInfo.InvariantCulture))
        : null;

    /// <summary>Whether the text has the form of a key.</summary>
    public static bool IsKey(string text) => text.Length == KeyLength
        && text.AsSpan(0, TicksLength).IndexOfAnyExceptInRange('0', '9') < 0
        && text.AsSpan(TicksLength).IndexOfAnyExcept(HexDigits) < 0;

    /// <summary>The ticks from the first characters of a key.</summary>
    public static long TicksOf(ReadOnlySpan<char> key) =>
        DateTimeOffset.MaxValue.Ticks - long.Parse(key[..TicksLength], NumberStyles.None, CultureInfo.InvariantCulture);

    public void WriteTo(TableEntity session)
    {
        session[PreviousName] = session.GetString(CurrentName);
        session[CurrentName] = Text;
    }

    /// <summary>Whether this version was written to the session row, and changed at most once since.</summary>
    public bool IsIn(TableEntity session) =>
        session.GetString(CurrentName) == Text || session.GetString(PreviousName)?.EndsWith(Text, StringComparison.Ordinal) == true;
}
