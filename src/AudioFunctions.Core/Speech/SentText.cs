using System.Text;

namespace AudioFunctions.Speech;

/// <summary>
/// A text as it is sent to the speech service, and which of its characters are which of the written text's. Three spellings of one text:
/// what is written (captions, words, the script), what is said (replacements made), and what is sent (insertions made too).
/// </summary>
public sealed class SentText
{
    private readonly List<Piece> _pieces = [];

    /// <param name="edits">In order, apart from each other and within the text. Insertions may share a place with the edit after them.</param>
    /// <exception cref="ArgumentException">The edits are not like that, or one has no text.</exception>
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

    /// <summary>What is heard: replaced where something is replaced, without insertions and the marks around phonemes.</summary>
    public string Said { get; }

    /// <summary>What is sent, counted and billed.</summary>
    public string Text { get; }

    /// <summary>What the requests beside it are told of it: without insertions, and as written where phonemes are sent.</summary>
    public string Context { get; }

    /// <summary>Where a place of the written text (0 to its length) is in what is said. Within a replacement in proportion.</summary>
    public int SaidIndexOf(int writtenAt) =>
        Map(writtenAt, Written, Said, piece => (piece.Written, piece.WrittenLength), piece => (piece.Said, piece.SaidLength));

    /// <summary>The other way round; a place that is no replacement's inside comes back as it was.</summary>
    public int WrittenIndexOf(int saidAt) =>
        Map(saidAt, Said, Written, piece => (piece.Said, piece.SaidLength), piece => (piece.Written, piece.WrittenLength));

    /// <summary>From where to where in what is said a written character is heard: the characters of a replacement share what replaces them.</summary>
    public (double From, double To) SaidRangeOf(int writtenCharacter)
    {
        var piece = PieceAt(writtenCharacter, piece => piece.Written);
        var index = writtenCharacter - piece.Written;
        return (piece.Said + Share(index), piece.Said + Share(index + 1));

        // Divided last, so that a whole number comes out as one.
        double Share(int count) => (double)((long)count * piece.SaidLength) / piece.WrittenLength;
    }

    /// <summary>The part of an alignment of <see cref="Text"/> that is said.</summary>
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
        // Never between the two halves of a character.
        return !piece.IsKept && at > start.At && char.IsLowSurrogate(target[index]) ? index - 1 : index;
    }

    /// <summary>The last piece that starts at or before a place: no piece is empty in any of the texts.</summary>
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

    /// <summary>A stretch that is kept or replaced: where it is in the three texts. What is sent of it is as long as what is said.</summary>
    private readonly record struct Piece(int Written, int WrittenLength, int Said, int SaidLength, int Sent, bool IsKept);
}
