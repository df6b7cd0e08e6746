namespace AudioFunctions.Scripts.Parsing;

/// <summary>
/// Counts the characters that context has looked at, so that a test can hold it to linear work without a clock. Whatever walks over
/// text adds what it walked over, once per walk and not per character.
/// </summary>
internal sealed class ScanMeter
{
    public long Characters { get; private set; }

    public void Add(int characters) => Characters += characters;
}
