using System.Globalization;
using System.Text.RegularExpressions;

namespace AudioFunctions.Audio.Coding;

/// <summary>What FFmpeg reports about a decoding run. The exit code alone isn't enough: FFmpeg returns 0 even if the disk is full.</summary>
/// <param name="Errors">The lines that report an error; empty if there was none.</param>
/// <param name="FaultyInput">The input that the errors name, if they name one.</param>
/// <param name="BytesWritten">By output; outputs that FFmpeg didn't report on are absent.</param>
internal sealed partial record DecodeReport(string Errors, int? FaultyInput, IReadOnlyDictionary<int, long> BytesWritten)
{
    /// <summary>Includes the byte counts and each line's level, and repeats lines that FFmpeg would otherwise collapse.</summary>
    public const string LogLevel = "repeat+level+verbose";

    public static DecodeReport Read(string log)
    {
        var errors = new List<string>();
        var written = new Dictionary<int, long>();
        foreach (var line in log.Split('\n', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries))
        {
            if (Muxed().Match(line) is { Success: true } muxed)
                written[Number(muxed.Groups["output"])] = long.Parse(muxed.Groups["bytes"].Value, CultureInfo.InvariantCulture);
            else if (Line().Match(line) is var match && match.Groups["level"].Value is not ("verbose" or "info" or "warning"))
                errors.Add(match.Groups["text"].Value);
        }

        var text = string.Join('\n', errors);
        return new DecodeReport(text, Input().Match(text) is { Success: true } input ? Number(input.Groups["input"]) : null, written);
    }

    private static int Number(Group digits) => int.Parse(digits.Value, CultureInfo.InvariantCulture);

    [GeneratedRegex(@"Output stream #(?<output>\d{1,6}):0 \(audio\):.* packets muxed \((?<bytes>\d{1,18}) bytes\)")]
    private static partial Regex Muxed();

    [GeneratedRegex(@"^(\[[^\]]* @ [^\]]*\] )*(\[(?<level>[a-z]+)\] )?(?<text>.*)$")]
    private static partial Regex Line();

    [GeneratedRegex(@"segment-(?<input>\d{1,6})\.audio|[Ss]tream #(?<input>\d{1,6}):|'(?<input>\d{1,6}):a:0'")]
    private static partial Regex Input();
}
