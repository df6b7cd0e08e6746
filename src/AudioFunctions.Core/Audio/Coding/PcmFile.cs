using AudioFunctions.Audio.FFmpeg;

namespace AudioFunctions.Audio.Coding;

/// <summary>Raw mono sound on disk: little-endian integers without a header.</summary>
/// <param name="Bits">Per sample: 16 or 24.</param>
internal sealed record PcmFile(string Path, int SampleRateHz, int Bits)
{
    /// <summary>The sample size that recordings are decoded to.</summary>
    public const int BitsOfTakes = 16;

    public int BytesOfSample => Bits / 8;

    /// <summary>0 if there is no file yet.</summary>
    public long Samples => File.Exists(Path) ? new FileInfo(Path).Length / BytesOfSample : 0;

    /// <summary>FFmpeg's name of the format.</summary>
    public string Format => Bits == BitsOfTakes ? "s16le" : "s24le";

    public AudioInput ToInput() => new(Path) { Format = Format, SampleRateHz = SampleRateHz, Channels = 1 };

    /// <summary>Copies a range of samples to a file of the same format.</summary>
    public PcmFile CopyTo(string path, SampleRange range)
    {
        using var source = File.OpenRead(Path);
        using var target = new FileStream(path, FileMode.Create, FileAccess.Write, FileShare.Read, bufferSize: 0);
        source.Position = (long)range.From * BytesOfSample;
        var left = (long)range.Length * BytesOfSample;
        var buffer = new byte[Math.Min(left, 1 << 20)];
        while (left > 0)
        {
            var count = source.Read(buffer, 0, (int)Math.Min(left, buffer.Length));
            if (count == 0)
                throw new EndOfStreamException($"{Path} ends before sample {range.To}.");
            target.Write(buffer, 0, count);
            left -= count;
        }

        return this with { Path = path };
    }
}
