using System.Text;

namespace AudioFunctions.Speech;

/// <summary>
/// A text as it is sent to the speech service, mapped to the written text. There are three spellings of the text: the written one (captions,
/// words, the script), the said one (with replacements), and the sent one (with insertions too).
/// </summary>
public sealed class SentText
{
    private readonly List<Piece> _pieces = [];

    /// <param name="edits">In order, without overlap and within the text. Insertions may share a position with the next edit.</param>
    /// <exception cref="ArgumentException">The edits aren't like that, or one has no text.</exception>
    public SentText(string written, IReadOnlyList<TextEdit> edits)
    {
        Written = written;
        var (said, sent, context) = (new StringBuilder(), new StringBuilder(), new StringBuilder());
        var reached = 0;
        foreach (var edit in edits)
        {
            if (edit.At < reached || edit.Length < 0 || edit.End > written.Length || string.IsNullOrEmpty(edit.Text))
                throw new ArgumentException($"The edit at {edit.At} does not fit the text.", nameof(edits));
            Keep(reached, edit.At);
            if (!edit.IsInsertion)
                Replace(edit);
            else
                sent.Append(edit.Text);
            reached = edit.End;
        }

        Keep(reached, written.Length);
        (Said, Text, Context) = (said.ToString(), sent.ToString(), context.ToString());

        void Keep(int from, int to)
        {
            if (from == to)
                return;
            _pieces.Add(new Piece(from, to - from, said.Length, to - from, sent.Length, IsKept: true));
            var kept = written.AsSpan(from, to - from);
            said.Append(kept);
            sent.Append(kept);
            context.Append(kept);
        }

        void Replace(TextEdit edit)
        {
            var saidFrom = sent.Length + (edit.IsIpa ? TextEdit.IpaStart.Length : 0);
            _pieces.Add(new Piece(edit.At, edit.Length, said.Length, edit.Text.Length, saidFrom, IsKept: false));
            said.Append(edit.Text);
            sent.Append(edit.Sent);
            context.Append(edit.IsIpa ? written.AsSpan(edit.At, edit.Length) : edit.Text);
        }
    }

    /// <summary>As the script has it.</summary>
    public string Written { get; }

    /// <summary>The spoken text: with replacements, but without insertions and the marks around phonemes.</summary>
    public string Said { get; }

    /// <summary>The text that is sent, counted and billed.</summary>
    public string Text { get; }

    /// <summary>The neighbouring text for other requests: without insertions, and as written instead of phonemes.</summary>
    public string Context { get; }

    /// <summary>Maps a position of the written text (0 to its length) to the said text. Inside a replacement, proportionally.</summary>
    public int SaidIndexOf(int writtenAt) =>
        Map(writtenAt, Written, Said, piece => (piece.Written, piece.WrittenLength), piece => (piece.Said, piece.SaidLength));

    /// <summary>The inverse; a position that isn't inside a replacement maps back to itself.</summary>
    public int WrittenIndexOf(int saidAt) =>
        Map(saidAt, Said, Written, piece => (piece.Said, piece.SaidLength), piece => (piece.Written, piece.WrittenLength));

    /// <summary>The range of the said text for a written character: the characters of a replacement share its text.</summary>
    public (double From, double To) SaidRangeOf(int writtenCharacter)
    {
        var piece = PieceAt(writtenCharacter, piece => piece.Written);
        var index = writtenCharacter - piece.Written;
        return (piece.Said + Share(index), piece.Said + Share(index + 1));

        // Divide last, so that whole numbers stay exact.
        double Share(int count) => (double)((long)count * piece.SaidLength) / piece.WrittenLength;
    }

    /// <summary>The part of an alignment of <see cref="Text"/> that belongs to the said text.</summary>
    public CharacterAlignment SaidOf(CharacterAlignment sent)
    {
        var (starts, ends) = (new double[Said.Length], new double[Said.Length]);
        foreach (var piece in _pieces)
        {
            for (var i = 0; i < piece.SaidLength; i++)
            {
                starts[piece.Said + i] = sent.StartSeconds[piece.Sent + i];
                ends[piece.Said + i] = sent.EndSeconds[piece.Sent + i];
            }
        }

        return new CharacterAlignment(starts, ends);
    }

    /// <summary>For each character of <see cref="Text"/>, whether it is said.</summary>
    public bool[] SaidCharacters()
    {
        var isSaid = new bool[Text.Length];
        foreach (var piece in _pieces)
            Array.Fill(isSaid, true, piece.Sent, piece.SaidLength);
        return isSaid;
    }

    private int Map(int at, string source, string target, Func<Piece, (int At, int Length)> from, Func<Piece, (int At, int Length)> to)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(at);
        ArgumentOutOfRangeException.ThrowIfGreaterThan(at, source.Length);
        if (at == source.Length)
            return target.Length;

        var piece = PieceAt(at, piece => from(piece).At);
        var (start, goal) = (from(piece), to(piece));
        var index = goal.At + (int)((long)(at - start.At) * goal.Length / start.Length);
        // Never between the two halves of a surrogate pair.
        return !piece.IsKept && at > start.At && char.IsLowSurrogate(target[index]) ? index - 1 : index;
    }

    /// <summary>The last piece that starts at or before a position: no piece is empty in any of the texts.</summary>
    private Piece PieceAt(int at, Func<Piece, int> startOf)
    {
        var (low, high) = (0, _pieces.Count);
        while (high - low > 1)
        {
            var middle = (low + high) / 2;
            if (startOf(_pieces[middle]) <= at)
                low = middle;
            else
                high = middle;
        }

        return _pieces[low];
    }

    /// <summary>A kept or replaced range and its position in the three texts. Its sent length equals its said length.</summary>
    private readonly record struct Piece(int Written, int WrittenLength, int Said, int SaidLength, int Sent, bool IsKept);
}
