using System.Buffers.Binary;
using System.Globalization;
using System.Text;
using AudioFunctions.Audio.Coding;

namespace AudioFunctions.Export;

/// <summary>
/// What players and editors show of an exported MP3, as an ID3v2.3 tag (<see href="https://id3.org/id3v2.3.0"/>), which all of them read.
/// Written at the export, not by the encoder: a take may be reused in a video with another title, as another beat. The sound is copied as
/// it is.
/// </summary>
/// <param name="Title">The beat's name; of the master, the video's.</param>
/// <param name="Album">The video's title.</param>
/// <param name="Track">The beat's number; null for the master.</param>
public sealed record Mp3Tags(string Title, string Album, int? Track = null, int? Tracks = null)
{
    /// <summary>Writes an MP3 with these tags in place of those it has.</summary>
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

    /// <summary>A text frame: name, length, no flags, then UTF-16 behind a byte order mark, which is what encoding 1 means.</summary>
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

    /// <summary>A tag's length has seven bits a byte, so that no player takes it for the start of a frame of sound.</summary>
    private static byte[] SevenBitBytes(int size) => [(byte)(size >> 21 & 0x7F), (byte)(size >> 14 & 0x7F), (byte)(size >> 7 & 0x7F), (byte)(size & 0x7F)];
}
