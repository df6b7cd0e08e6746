namespace AudioFunctions.Speech;

/// <summary>
/// Matches the characters of two texts by edit distance, in a band around the diagonal: two spellings of the same text never stray far
/// from it, so even 40,000 characters can be matched.
/// </summary>
internal sealed class CharacterMatch
{
    private const int MinBand = 48;

    // 64 MB of steps; beyond that, the lengths differ so much that the texts can't be the same.
    private const long MaxCells = 64L << 20;

    private const int CostOfOther = 6;

    // Extra cost of a match whose preceding characters differ: the letters of a word match next to each other, and aren't scattered over the
    // words of a spoken number.
    private const int CostOfAlone = 1;

    private readonly FoldedText _ours;
    private readonly FoldedText _theirs;
    private readonly int _band;

    private CharacterMatch(FoldedText ours, FoldedText theirs)
    {
        (_ours, _theirs) = (ours, theirs);
        _band = MinBand + Math.Abs(ours.Count - theirs.Count);
    }

    private int Width => (2 * _band) + 1;

    /// <summary>For each character of ours, the index of the matching character of theirs, or -1.</summary>
    public static int[] Find(FoldedText ours, FoldedText theirs)
    {
        var match = new CharacterMatch(ours, theirs);
        var found = new int[ours.Count];
        Array.Fill(found, -1);
        if ((long)(ours.Count + 1) * match.Width <= MaxCells)
            match.Retrace(match.Steps(), found);
        return found;
    }

    private enum Step : byte
    {
        None,
        Both,
        Ours,
        Theirs,
    }

    private Step[] Steps()
    {
        const int Never = int.MaxValue / 2;
        var steps = new Step[(_ours.Count + 1) * Width];
        var above = new int[Width + 1];
        var row = new int[Width + 1];
        Array.Fill(above, Never);
        for (var i = 0; i <= _ours.Count; i++)
        {
            Array.Fill(row, Never);
            for (var column = 0; column < Width; column++)
            {
                var j = i + column - _band;
                if (j < 0 || j > _theirs.Count)
                    continue;
                if (i == 0 && j == 0)
                {
                    row[column] = 0;
                    continue;
                }

                var both = i > 0 && j > 0 ? above[column] + CostOfBoth(i - 1, j - 1) : Never;
                var ours = i > 0 ? above[column + 1] + Cost(_ours[i - 1]) : Never;
                var theirs = j > 0 && column > 0 ? row[column - 1] + Cost(_theirs[j - 1]) : Never;
                row[column] = Math.Min(both, Math.Min(ours, theirs));
                steps[(i * Width) + column] = row[column] == both ? Step.Both : row[column] == ours ? Step.Ours : Step.Theirs;
            }

            (above, row) = (row, above);
        }

        return steps;
    }

    private int CostOfBoth(int ours, int theirs) =>
        _ours[ours] != _theirs[theirs] ? CostOfOther
        : ours > 0 && theirs > 0 && _ours[ours - 1] != _theirs[theirs - 1] ? CostOfAlone
        : 0;

    /// <summary>The cost of a character that the other text lacks: spaces and punctuation are dropped more often than letters.</summary>
    private static int Cost(char character) => char.IsLetterOrDigit(character) ? 4 : 2;

    private void Retrace(Step[] steps, int[] found)
    {
        var (i, j) = (_ours.Count, _theirs.Count);
        while (i > 0 || j > 0)
        {
            switch (steps[(i * Width) + j - i + _band])
            {
                case Step.Both:
                    i--;
                    j--;
                    found[i] = _ours[i] == _theirs[j] ? j : -1;
                    break;
                case Step.Ours:
                    i--;
                    break;
                case Step.Theirs:
                    j--;
                    break;
                default:
                    return;
            }
        }
    }
}
