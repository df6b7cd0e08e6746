using System.Buffers.Binary;
using System.Runtime.InteropServices;

namespace AudioFunctions.Speech.Offline;

/// <summary>WAV files of 16 bit mono PCM at 22.05 kHz, which is what espeak-ng writes.</summary>
internal static class Wave
{
    public const int SampleRate = 22_050;

    private const int HeaderLength = 44;
    private const int ChunkHeaderLength = 8;
    private const short Pcm = 1;

    /// <summary>
    /// The samples of a WAV written to a pipe: its lengths say 2 GB, because they were unknown when the header was written. Null if it isn't such
    /// a WAV.
    /// </summary>
    public static short[]? ReadSamples(ReadOnlySpan<byte> file)
    {
        if (file.Length < 12 || !file.StartsWith("RIFF"u8) || !file[8..].StartsWith("WAVE"u8))
            return null;

        var isOurs = false;
        for (var chunk = file[12..]; chunk.Length >= ChunkHeaderLength;)
        {
            var length = (int)Math.Min(BinaryPrimitives.ReadUInt32LittleEndian(chunk[4..]), (uint)(chunk.Length - ChunkHeaderLength));
            var content = chunk.Slice(ChunkHeaderLength, length);
            if (chunk.StartsWith("data"u8))
                return isOurs ? MemoryMarshal.Cast<byte, short>(content[..(length & ~1)]).ToArray() : null;
            if (chunk.StartsWith("fmt "u8))
                isOurs = IsOurs(content);

            chunk = chunk[(ChunkHeaderLength + length)..];
        }

        return null;
    }

    public static byte[] Write(ReadOnlySpan<short> samples)
    {
        var data = MemoryMarshal.AsBytes(samples);
        var file = new byte[HeaderLength + data.Length];
        var header = file.AsSpan();
        "RIFF"u8.CopyTo(header);
        BinaryPrimitives.WriteInt32LittleEndian(header[4..], HeaderLength - 8 + data.Length);
        "WAVEfmt "u8.CopyTo(header[8..]);
        BinaryPrimitives.WriteInt32LittleEndian(header[16..], 16);
        BinaryPrimitives.WriteInt16LittleEndian(header[20..], Pcm);
        BinaryPrimitives.WriteInt16LittleEndian(header[22..], 1);
        BinaryPrimitives.WriteInt32LittleEndian(header[24..], SampleRate);
        BinaryPrimitives.WriteInt32LittleEndian(header[28..], SampleRate * sizeof(short));
        BinaryPrimitives.WriteInt16LittleEndian(header[32..], sizeof(short));
        BinaryPrimitives.WriteInt16LittleEndian(header[34..], 16);
        "data"u8.CopyTo(header[36..]);
        BinaryPrimitives.WriteInt32LittleEndian(header[40..], data.Length);
        data.CopyTo(header[HeaderLength..]);
        return file;
    }

    private static bool IsOurs(ReadOnlySpan<byte> format) =>
        format.Length >= 16
        && BinaryPrimitives.ReadInt16LittleEndian(format) == Pcm
        && BinaryPrimitives.ReadInt16LittleEndian(format[2..]) == 1
        && BinaryPrimitives.ReadInt32LittleEndian(format[4..]) == SampleRate
        && BinaryPrimitives.ReadInt16LittleEndian(format[14..]) == 16;
}
