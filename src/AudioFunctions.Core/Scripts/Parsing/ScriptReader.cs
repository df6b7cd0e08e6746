namespace AudioFunctions.Scripts.Parsing;

/// <summary>
/// Reads ELS (docs/els.md; README.md beside this file covers what that page leaves open). Finds all errors in one pass, in time and memory
/// linear in the script's length; no input makes it throw. Thread-safe.
/// </summary>
public static class ScriptReader
{
    public static ParseResult Read(ReadOnlySpan<byte> utf8, ScriptContext context) =>
        utf8.Length > ScriptLimits.MaxBytes ? TooLarge() : Read(SourceText.Decode(utf8), context, new ScanMeter());

    public static ParseResult Read(string text, ScriptContext context)
    {
        return SourceText.CountBytes(text) > ScriptLimits.MaxBytes ? TooLarge() : Read(SourceText.FromString(text), context, new ScanMeter());
    }

    internal static ParseResult Read(SourceText source, ScriptContext context, ScanMeter meter) =>
        new ScriptParser(new ParseContext(context, meter)).Read(source);

    private static ParseResult TooLarge()
    {
        var diagnostics = new DiagnosticList();
        diagnostics.Error(DiagnosticCodes.TooLarge, DiagnosticMessages.TooLarge, Position.Start, beatId: null);
        return new ParseResult(diagnostics.ToValidation(beatCount: 0, new Dictionary<string, int>()), Script: null);
    }
}
