namespace AudioFunctions.Speech;

/// <summary>A position of a written text where other text is sent to the speech service.</summary>
/// <param name="At">Index of its first character in the written text.</param>
/// <param name="Length">
/// The number of replaced UTF-16 code units of the written text; they are said as <paramref name="Text"/>. 0 is an insertion, which is sent but
/// not said: an audio tag.
/// </param>
/// <param name="Text">The text to send instead; at least one character.</param>
/// <param name="IsIpa">For a replacement: phonemes, sent between <c>"/</c> and <c>/"</c>, which aren't said.</param>
public readonly record struct TextEdit(int At, int Length, string Text, bool IsIpa = false)
{
    internal const string IpaStart = "\"/";
    internal const string IpaEnd = "/\"";

    internal int End => At + Length;

    internal bool IsInsertion => Length == 0;

    internal string Sent => IsIpa ? IpaStart + Text + IpaEnd : Text;
}
