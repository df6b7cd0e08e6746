using AudioFunctions.Cli.Api;

namespace AudioFunctions.Cli.Export;

/// <summary>Whether a production and its export fit on their disks; long scripts with lossless files need gigabytes.</summary>
/// <param name="Local">The folder of storage, which keeps recordings, takes and exports.</param>
/// <param name="Output">The folder that gets a copy of the export.</param>
/// <param name="Takes">How many takes of each beat are spoken.</param>
public sealed record ExportSpace(string Local, string Output, ExportOptions Options, int Takes)
{
    /// <summary>44.1 kHz mono in 24 bits, which a WAV file has at most.</summary>
    private const long WaveBytesPerSecond = 44_100 * 3;

    /// <summary>128 kb/s.</summary>
    private const long Mp3BytesPerSecond = 16_000;

    /// <summary>A take's MP3 and its recording, which is at most the offline voice's WAV in Base64.</summary>
    private const long TakeBytesPerSecond = Mp3BytesPerSecond + 60_000;

    /// <summary>What the export needs in the output folder.</summary>
    public long ExportBytes(ScriptEstimate estimate)
    {
        // The beats and the master, and a file for each character, as long as the whole.
        var waves = (Options.Wav ? 2 : 0) + (Options.Stems ? estimate.Voices.Select(voice => voice.Character).Distinct().Count() : 0);
        return Bytes(estimate, Mp3BytesPerSecond + (waves * WaveBytesPerSecond));
    }

    /// <summary>What storage needs: all takes and the export.</summary>
    public long LocalBytes(ScriptEstimate estimate) => Bytes(estimate, Takes * TakeBytesPerSecond) + ExportBytes(estimate);

    /// <exception cref="RunException">There is too little space on a disk.</exception>
    public void Require(ScriptEstimate estimate)
    {
        var (local, export) = (LocalBytes(estimate), ExportBytes(estimate));
        var isOneDisk = DiskSpace.AreOnOneDisk(Local, Output);
        DiskSpace.Require(Local, isOneDisk ? local + export : local);
        DiskSpace.Require(Output, isOneDisk ? local + export : export);
    }

    private static long Bytes(ScriptEstimate estimate, long perSecond) => estimate.Total.ExpectedDurationMs * perSecond / 1000;
}
