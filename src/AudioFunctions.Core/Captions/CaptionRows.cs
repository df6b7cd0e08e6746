namespace AudioFunctions.Captions;

/// <summary>Breaks a text into rows that can be read at a glance: as few as will do, and as equal in width as they can be.</summary>
internal static class CaptionRows
{
    /// <summary>What a row holds: what subtitles of films and television keep to.</summary>
    public const int MaxColumns = 42;

    /// <summary>What a row of mostly wide characters, such as Chinese ones, holds.</summary>
    public const int MaxColumnsOfWide = 32;

    /// <summary>A row is broken inside a word only where it has to be. None is blank.</summary>
    public static IReadOnlyList<string> Of(string text)
    {
        var characters = RowCharacter.AllOf(text);
        var best = new Layout[characters.Count + 1];
        for (var end = 1; end <= characters.Count; end++)
            best[end] = BestUpTo(end, characters, best);

        var rows = new List<string>();
        for (var end = characters.Count; end > 0; end = best[end].LastRowStart)
            rows.Insert(0, string.Concat(characters.Take(best[end].LastRowStart..end).Select((c, i) => i > 0 && c.IsAfterSpace ? $" {c.Text}" : c.Text)));
        return rows;
    }

    /// <summary>The best layout of the first characters, given the best of fewer.</summary>
    private static Layout BestUpTo(int end, IReadOnlyList<RowCharacter> characters, Layout[] best)
    {
        Layout? found = null;
        var (columns, wide) = (0, 0);
        for (var start = end - 1; start >= 0; start--)
        {
            columns += characters[start].Columns + (start + 1 < end && characters[start + 1].IsAfterSpace ? 1 : 0);
            wide += characters[start].IsWide ? 1 : 0;
            // Wider than any row can be; one character alone always is a row.
            if (columns > MaxColumns && start + 1 < end)
                break;
            if (columns > (wide * 2 > end - start ? MaxColumnsOfWide : MaxColumns) && start + 1 < end)
                continue;

            var badness = start == 0 ? 0 : (int)characters[start].BreakBefore(characters[start - 1]);
            var layout = best[start].With(start, badness, columns);
            if (found is null || layout.CompareTo(found.Value) < 0)
                found = layout;
        }

        return found!.Value;
    }

    /// <param name="Badness">Of its breaks where there should be none.</param>
    /// <param name="Squares">Of the rows' widths, added up: least when they are equal.</param>
    private readonly record struct Layout(int LastRowStart, int Badness, int Rows, long Squares) : IComparable<Layout>
    {
        public Layout With(int rowStart, int badness, int columns) => new(rowStart, Badness + badness, Rows + 1, Squares + ((long)columns * columns));

        public int CompareTo(Layout other) => (Badness, Rows, Squares).CompareTo((other.Badness, other.Rows, other.Squares));
    }
}
