using System.Globalization;

namespace AudioFunctions.Scripts.Parsing;

/// <summary>A number in a script: <c>12</c>, <c>1.5</c> or <c>.5</c> in ASCII digits; no sign, exponent or grouping.</summary>
internal readonly ref struct PlainDecimal
{
    private readonly ReadOnlySpan<char> _text;
    private readonly ReadOnlySpan<char> _whole;
    private readonly ReadOnlySpan<char> _fraction;

    private PlainDecimal(ReadOnlySpan<char> text, ReadOnlySpan<char> whole, ReadOnlySpan<char> fraction)
    {
        _text = text;
        _whole = whole;
        _fraction = fraction;
    }

    public bool HasFraction => !_fraction.IsEmpty;

    public static bool TryRead(ReadOnlySpan<char> text, out PlainDecimal number)
    {
        var point = text.IndexOf('.');
        var whole = point < 0 ? text : text[..point];
        var fraction = point < 0 ? [] : text[(point + 1)..];
        number = new PlainDecimal(text, whole, fraction);
        return AreDigits(whole) && AreDigits(fraction) && !(point < 0 ? whole : fraction).IsEmpty;
    }

    public double ToDouble() => double.Parse(_text, NumberStyles.AllowDecimalPoint, CultureInfo.InvariantCulture);

    /// <summary>Rounded half up; anything above <paramref name="limit"/> is <paramref name="limit"/> + 1.</summary>
    /// <param name="scale">A power of ten.</param>
    public int ToScaledInteger(int scale, int limit)
    {
        var value = 0L;
        foreach (var digit in _whole)
            value = Math.Min((value * 10) + (digit - '0'), limit + 1L);

        foreach (var digit in _fraction)
        {
            if (scale == 1)
                return (int)Math.Min(value + (digit >= '5' ? 1 : 0), limit + 1L);
            scale /= 10;
            value = (value * 10) + (digit - '0');
        }

        return (int)Math.Min(value * scale, limit + 1L);
    }

    private static bool AreDigits(ReadOnlySpan<char> text) => !text.ContainsAnyExceptInRange('0', '9');
}
