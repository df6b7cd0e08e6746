namespace AudioFunctions.Captions;

/// <summary>Breaks a text into as few rows as possible, as equal in width as possible.</summary>
internal static class CaptionRows
{
    /// <summary>The most columns of a row, as in subtitles for film and television.</summary>
    public const int MaxColumns = 42;

    /// <summary>The most columns of a row of mostly wide characters, such as Chinese ones.</summary>
    public const int MaxColumnsOfWide = 32;

    /// <summary>Breaks inside a word only if the word is too wide for a row. No row is blank.</summary>
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

    /// <summary>The best layout of the first <paramref name="end"/> characters, given the best layouts of fewer characters.</summary>
    private static Layout BestUpTo(int end, IReadOnlyList<RowCharacter> characters, Layout[] best)
    {
        Layout? found = null;
        var (columns, wide) = (0, 0);
        for (var start = end - 1; start >= 0; start--)
        {
            columns += characters[start].Columns + (start + 1 < end && characters[start + 1].IsAfterSpace ? 1 : 0);
            wide += characters[start].IsWide ? 1 : 0;
            // Too wide for a row, but a single character is always allowed.
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

    /// <param name="Badness">The sum for its breaks at bad places.</param>
    /// <param name="Squares">The sum of the squares of the rows' widths: lowest if all are equal.</param>
    private readonly record struct Layout(int LastRowStart, int Badness, int Rows, long Squares) : IComparable<Layout>
    {
        public Layout With(int rowStart, int badness, int columns) => new(rowStart, Badness + badness, Rows + 1, Squares + ((long)columns * columns));

        public int CompareTo(Layout other) => (Badness, Rows, Squares).CompareTo((other.Badness, other.Rows, other.Squares));
    }
}
