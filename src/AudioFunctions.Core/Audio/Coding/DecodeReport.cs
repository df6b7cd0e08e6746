using System.Globalization;
using System.Text.RegularExpressions;

namespace AudioFunctions.Audio.Coding;

/// <summary>What FFmpeg says about a decoding run. Its exit code alone is not to be trusted: a full disk, for one, ends with 0.</summary>
/// <param name="Errors">The lines that tell of an error; empty where all went well.</param>
/// <param name="Culprit">The input the errors are about, where they name one.</param>
/// <param name="BytesWritten">By output; an output that FFmpeg did not report on is absent.</param>
internal sealed partial record DecodeReport(string Errors, int? Culprit, IReadOnlyDictionary<int, long> BytesWritten)
{
    /// <summary>Down to the byte counts, each line with its level, none swallowed as a repetition.</summary>
    public const string LogLevel = "repeat+level+verbose";

    public static DecodeReport Read(string log)
    {
        var errors = new List<string>();
        var written = new Dictionary<int, long>();
        foreach (var line in log.Split('\n', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries))
        {
            if (Muxed().Match(line) is { Success: true } muxed)
                written[Number(muxed.Groups["output"])] = long.Parse(muxed.Groups["bytes"].Value, CultureInfo.InvariantCulture);
            else if (Line().Match(line) is var said && said.Groups["level"].Value is not ("verbose" or "info" or "warning"))
                errors.Add(said.Groups["text"].Value);
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
