namespace AudioFunctions.Scripts.Parsing;

/// <summary>
/// Counts the characters that the parser has read, so that a test can check without a clock that its work is linear. All code that scans
/// text adds the number of scanned characters, once per scan.
/// </summary>
internal sealed class ScanMeter
{
    public long Characters { get; private set; }

    public void Add(int characters) => Characters += characters;
}
