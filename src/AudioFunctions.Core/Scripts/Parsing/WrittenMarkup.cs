using System.Buffers;
using System.Net;

namespace AudioFunctions.Scripts.Parsing;

/// <summary>
/// Finds HTML and Markdown in a line's text, in one scan. They aren't part of the language and would be spoken as written. Each kind is
/// reported once per line. README.md beside the reader says what counts as markup and what as text.
/// </summary>
internal ref struct WrittenMarkup
{
    private const int LongestEntity = 32;
    private const int MaxItemDigits = 3;

    private static readonly SearchValues<char> Landmarks = SearchValues.Create("`_~<&]");

    private readonly ReadOnlySpan<char> _text;
    private readonly List<string> _found = [];
    private bool _isInCode;
    private bool _isInBold;
    private bool _isInStrike;

    private WrittenMarkup(ReadOnlySpan<char> text) => _text = text;

    /// <summary>"heading '#', HTML tag '&lt;b&gt;'"; null if there is none.</summary>
    /// <param name="dividedHtml">An HTML tag that starts in the text and ends on a later line; null if there is none.</param>
    public static string? Find(ReadOnlySpan<char> text, string? dividedHtml = null)
    {
        if (!text.ContainsAny(Landmarks) && !(text is ['#' or '-' or '>' or (>= '0' and <= '9'), ..]))
            return null;

        var markup = new WrittenMarkup(text);
        markup.ReadStart();
        markup.ReadRest();
        if (dividedHtml is not null)
            markup.AddHtml(dividedHtml);
        return markup._found.Count == 0 ? null : string.Join(", ", markup._found);
    }

    private readonly void ReadStart()
    {
        var hashes = _text.IndexOfAnyExcept('#');
        var digits = _text.IndexOfAnyExceptInRange('0', '9');
        if (hashes is >= 1 and <= 6 && Whitespace.Is(_text[hashes]))
            Add("heading '#'");
        else if (_text is ['-', var next, ..] && Whitespace.Is(next))
            Add("list item '-'");
        else if (_text is ['>', var quoted, ..] && (Whitespace.Is(quoted) || quoted == '>' || char.IsLetter(quoted)))
            Add("quotation '>'");
        else if (digits is >= 1 and <= MaxItemDigits && IsNumberedItem(_text[digits..]))
            Add($"list number '{_text[..(digits + 1)]}'");
    }

    /// <summary>False for a countdown such as "3. 2. 1.".</summary>
    private static bool IsNumberedItem(ReadOnlySpan<char> afterDigits)
    {
        if (afterDigits is not ['.', var blank, ..] || !Whitespace.Is(blank))
            return false;
        var item = afterDigits[1..].TrimStart();
        return !item.IsEmpty && !char.IsDigit(item[0]);
    }

    private void ReadRest()
    {
        for (var at = 0; at < _text.Length;)
        {
            var next = _text[at..].IndexOfAny(Landmarks);
            if (next < 0)
                return;

            at += next;
            var run = _text[at..].IndexOfAnyExcept(_text[at]) is >= 0 and var length ? length : _text.Length - at;
            switch (_text[at])
            {
                case '`':
                    ReadBackticks(run);
                    break;
                case '_' when run == 2:
                    ReadPair(at, ref _isInBold, "bold '__'", betweenWords: true);
                    break;
                case '~' when run == 2:
                    ReadPair(at, ref _isInStrike, "strikethrough '~~'", betweenWords: false);
                    break;
                case '<':
                    ReadAngle(_text[(at + run - 1)..]);
                    break;
                case '&':
                    ReadEntity(_text[(at + run - 1)..]);
                    break;
                case ']' when MarkdownLink.FollowsText(_text[(at + run - 1)..]):
                    Add("link '[…](…)'");
                    break;
            }

            at += run;
        }
    }

    private void ReadBackticks(int run)
    {
        if (_isInCode || run >= 3)
            Add("code '`'");
        _isInCode = !_isInCode;
    }

    private readonly void ReadPair(int at, ref bool isOpen, string what, bool betweenWords)
    {
        char? before = at > 0 ? _text[at - 1] : null;
        char? after = at + 2 < _text.Length ? _text[at + 2] : null;
        var canClose = before is { } last && !Whitespace.Is(last) && !(betweenWords && after is { } next && char.IsLetterOrDigit(next));
        var canOpen = after is { } first && !Whitespace.Is(first) && !(betweenWords && before is { } previous && char.IsLetterOrDigit(previous));
        if (isOpen && canClose)
            Add(what);
        isOpen = canOpen && !(isOpen && canClose);
    }

    private readonly void ReadAngle(ReadOnlySpan<char> text)
    {
        if (text.StartsWith("<!--"))
            Add("HTML comment '<!--'");
        else if (text.StartsWith("<http://", StringComparison.OrdinalIgnoreCase) || text.StartsWith("<https://", StringComparison.OrdinalIgnoreCase))
            Add("link '<…>'");
        else if (AngleTag.TryRead(text, out var tag) && tag.IsHtml)
            AddHtml(tag.Source);
    }

    /// <summary>Matches known names only: "AT&amp;T; that one" has no entity.</summary>
    private readonly void ReadEntity(ReadOnlySpan<char> text)
    {
        var end = text[..Math.Min(text.Length, LongestEntity)].IndexOf(';');
        if (end < 2)
            return;

        // Strong emphasis may have capitalized it.
        var entity = text[..(end + 1)].ToString();
        if (IsEntity(entity) || IsEntity(entity.ToLowerInvariant()))
            Add($"entity '{Excerpt.Of(entity)}'", kind: "entity");
    }

    private static bool IsEntity(string text) => WebUtility.HtmlDecode(text) != text;

    private readonly void AddHtml(ReadOnlySpan<char> tag) => Add($"HTML tag '{Excerpt.Of(tag)}'", kind: "HTML tag");

    private readonly void Add(string what, string? kind = null)
    {
        if (!_found.Exists(found => found.StartsWith(kind ?? what, StringComparison.Ordinal)))
            _found.Add(what);
    }
}
