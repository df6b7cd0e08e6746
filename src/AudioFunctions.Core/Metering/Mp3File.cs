using System.Buffers.Binary;

namespace AudioFunctions.Metering;

/// <summary>An MP3's length, counted from its frames: the length in the header is wrong if the file was truncated.</summary>
/// <param name="Samples">In all whole frames with sound, including the encoder's padding.</param>
/// <param name="EndPadding">Samples that the encoder added after the last one, according to the header; 0 if it has no such field.</param>
internal readonly record struct Mp3File(long Samples, int SampleRateHz, int EndPadding)
{
    /// <summary>How many bytes of a file <see cref="LengthOfId3"/> needs.</summary>
    public const int Id3HeaderLength = 10;

    // ISO/IEC 11172-3, 2.4.2.3 and 13818-3: layer III, kb/s by index.
    private static readonly int[] KbpsOfMpeg1 = [0, 32, 40, 48, 56, 64, 80, 96, 112, 128, 160, 192, 224, 256, 320];
    private static readonly int[] KbpsOfMpeg2 = [0, 8, 16, 24, 32, 40, 48, 56, 64, 80, 96, 112, 128, 144, 160];
    private static readonly int[] RatesOfMpeg1 = [44100, 48000, 32000];

    public double Seconds => (double)Samples / SampleRateHz;

    /// <summary>Null if there is not one whole frame.</summary>
    public static Mp3File? Read(ReadOnlySpan<byte> file)
    {
        var at = AfterId3(file);
        var (samples, rate, padding, isFirst) = (0L, 0, 0, true);
        while (at + 4 <= file.Length)
        {
            if (Frame.Read(file[at..]) is not { } frame)
            {
                // After the last frame there may be a tag. A file that doesn't start with a frame is no MP3.
                if (isFirst)
                    return null;
                break;
            }

            if (at + frame.Length > file.Length)
                break;
            var tag = isFirst ? XingTagIn(file.Slice(at, frame.Length)) : -1;
            if (tag >= 0)
                padding = EndPaddingOf(file.Slice(at, frame.Length)[tag..]);
            else
                samples += frame.Samples;
            (rate, isFirst) = (frame.SampleRateHz, false);
            at += frame.Length;
        }

        return samples > 0 ? new Mp3File(samples, rate, padding) : null;
    }

    /// <summary>The length of the ID3v2 tag at the start of a file, from the tag's header; 0 if there is none.</summary>
    public static int LengthOfId3(ReadOnlySpan<byte> start) => start.Length >= Id3HeaderLength && start.StartsWith("ID3"u8)
        ? Id3HeaderLength + ((start[6] << 21) | (start[7] << 14) | (start[8] << 7) | start[9])
        : 0;

    private static int AfterId3(ReadOnlySpan<byte> file)
    {
        var at = 0;
        while (LengthOfId3(file[at..]) is > 0 and var length)
            at = (int)Math.Min(file.Length, (long)at + length);
        return at;
    }

    /// <summary>The index of the Xing tag in a frame; -1 if it has none. A frame with the tag contains no sound.</summary>
    private static int XingTagIn(ReadOnlySpan<byte> frame)
    {
        var header = frame[..Math.Min(frame.Length, 64)];
        return header.IndexOf("Xing"u8) is >= 0 and var xing ? xing : header.IndexOf("Info"u8);
    }

    /// <summary>From the LAME extension of the tag, which FFmpeg writes too: 12 bits each for the padding at the start and at the end.</summary>
    private static int EndPaddingOf(ReadOnlySpan<byte> tag)
    {
        if (tag.Length < 8)
            return 0;
        var flags = BinaryPrimitives.ReadInt32BigEndian(tag[4..]);
        var lame = 8 + ((flags & 1) != 0 ? 4 : 0) + ((flags & 2) != 0 ? 4 : 0) + ((flags & 4) != 0 ? 100 : 0) + ((flags & 8) != 0 ? 4 : 0);
        const int Paddings = 21;
        if (tag.Length < lame + Paddings + 3 || tag[lame] != (byte)'L')
            return 0;
        return ((tag[lame + Paddings + 1] & 0x0F) << 8) | tag[lame + Paddings + 2];
    }

    private readonly record struct Frame(int Length, int Samples, int SampleRateHz)
    {
        public static Frame? Read(ReadOnlySpan<byte> bytes)
        {
            var header = BinaryPrimitives.ReadUInt32BigEndian(bytes);
            var (sync, version, layer) = (header >> 21, (header >> 19) & 3, (header >> 17) & 3);
            var (bitrate, rate, padded) = ((int)(header >> 12) & 15, (int)(header >> 10) & 3, (int)(header >> 9) & 1);
            if (sync != 0x7FF || version == 1 || layer != 1 || bitrate is 0 or 15 || rate == 3)
                return null;

            var isMpeg1 = version == 3;
            var hz = RatesOfMpeg1[rate] / (version switch { 3 => 1, 2 => 2, _ => 4 });
            var kbps = (isMpeg1 ? KbpsOfMpeg1 : KbpsOfMpeg2)[bitrate];
            var samples = isMpeg1 ? 1152 : 576;
            return new Frame((samples / 8 * kbps * 1000 / hz) + padded, samples, hz);
        }
    }
}
