using System.Buffers.Binary;
using System.Globalization;
using System.Text;
using AudioFunctions.Metering;

namespace AudioFunctions.Export;

/// <summary>
/// The tags of an exported MP3, as ID3v2.3 (<see href="https://id3.org/id3v2.3.0"/>), which all players and editors read. The export writes
/// them, not the encoder, because a take may be reused in a video with another title, as another beat. The audio frames are copied
/// unchanged.
/// </summary>
/// <param name="Title">The beat's name; for the master, the video's title.</param>
/// <param name="Album">The video's title.</param>
/// <param name="Track">The beat's number; null for the master.</param>
public sealed record Mp3Tags(string Title, string Album, int? Track = null, int? Tracks = null)
{
    /// <summary>Writes an MP3 with its tags replaced by these.</summary>
    /// <param name="mp3">Read from its start.</param>
    public async Task WriteAsync(Stream mp3, Stream tagged, CancellationToken cancellationToken)
    {
        await tagged.WriteAsync(ToBytes(), cancellationToken);
        mp3.Position = 0;
        var header = new byte[Mp3File.Id3HeaderLength];
        var read = await mp3.ReadAtLeastAsync(header, header.Length, throwOnEndOfStream: false, cancellationToken);
        mp3.Position = Mp3File.LengthOfId3(header.AsSpan(0, read));
        await mp3.CopyToAsync(tagged, cancellationToken);
    }

    private byte[] ToBytes()
    {
        using var frames = new MemoryStream();
        Write(frames, "TIT2", Title);
        Write(frames, "TALB", Album);
        if (Track is { } track)
            Write(frames, "TRCK", string.Create(CultureInfo.InvariantCulture, $"{track}/{Tracks}"));

        var size = (int)frames.Length;
        return [.. "ID3\u0003\0\0"u8, .. SevenBitBytes(size), .. frames.ToArray()];
    }

    /// <summary>A text frame: name, length, no flags, then UTF-16 with a byte order mark, which is encoding 1.</summary>
    private static void Write(MemoryStream frames, string name, string text)
    {
        var content = Encoding.Unicode.GetBytes(text);
        Span<byte> length = stackalloc byte[sizeof(int)];
        BinaryPrimitives.WriteInt32BigEndian(length, content.Length + 3);
        frames.Write(Encoding.ASCII.GetBytes(name));
        frames.Write(length);
        frames.Write([0, 0, 1, 0xFF, 0xFE]);
        frames.Write(content);
    }

    /// <summary>A tag's length has seven bits per byte, so that no player mistakes it for the start of an audio frame.</summary>
    private static byte[] SevenBitBytes(int size) => [(byte)(size >> 21 & 0x7F), (byte)(size >> 14 & 0x7F), (byte)(size >> 7 & 0x7F), (byte)(size & 0x7F)];
}
