using System.Buffers.Binary;

namespace AudioFunctions.Audio.Coding;

/// <summary>
/// A WAV file of a range of a sound on disk, generated while it is read: a header, then the samples, or silence outside the audible ranges.
/// It needs no file of its own, and no more memory than the buffer of each read.
/// </summary>
internal sealed class WavStream : Stream
{
    private const int HeaderLength = 44;

    private readonly PcmFile _pcm;
    private readonly FileStream _file;
    private readonly byte[] _header;
    private readonly long _from;
    private readonly long _dataLength;
    private readonly IReadOnlyList<(long From, long To)> _heard;
    private long _position;

    /// <param name="range">The samples that the file contains.</param>
    /// <param name="heard">The audible ranges, in order; the rest is written as silence. Null if all samples are audible.</param>
    public WavStream(PcmFile pcm, SampleRange range, IReadOnlyList<SampleRange>? heard = null)
    {
        _pcm = pcm;
        _file = File.OpenRead(pcm.Path);
        _from = Bytes(range.From);
        _dataLength = Bytes(range.Length);
        _heard = heard is null ? [(0, _dataLength)] : [.. heard.Select(part => (Bytes(part.From) - _from, Bytes(part.To) - _from))];
        _header = Header();
    }

    public override bool CanRead => true;

    public override bool CanSeek => true;

    public override bool CanWrite => false;

    /// <summary>RIFF pads a chunk of odd length with one byte.</summary>
    public override long Length => HeaderLength + _dataLength + (_dataLength % 2);

    public override long Position
    {
        get => _position;
        set => _position = value;
    }

    public override int Read(Span<byte> buffer)
    {
        var wanted = (int)Math.Min(buffer.Length, Math.Max(0, Length - _position));
        var count = wanted == 0 ? 0 : ReadSome(buffer[..wanted]);
        _position += count;
        return count;
    }

    public override int Read(byte[] buffer, int offset, int count) => Read(buffer.AsSpan(offset, count));

    public override Task<int> ReadAsync(byte[] buffer, int offset, int count, CancellationToken cancellationToken) =>
        ReadAsync(buffer.AsMemory(offset, count), cancellationToken).AsTask();

    public override ValueTask<int> ReadAsync(Memory<byte> buffer, CancellationToken cancellationToken = default)
    {
        cancellationToken.ThrowIfCancellationRequested();
        return ValueTask.FromResult(Read(buffer.Span));
    }

    public override long Seek(long offset, SeekOrigin origin) => _position = offset + origin switch
    {
        SeekOrigin.Begin => 0,
        SeekOrigin.Current => _position,
        _ => Length,
    };

    public override void Flush()
    {
    }

    public override void SetLength(long value) => throw new NotSupportedException();

    public override void Write(byte[] buffer, int offset, int count) => throw new NotSupportedException();

    protected override void Dispose(bool disposing)
    {
        if (disposing)
            _file.Dispose();
        base.Dispose(disposing);
    }

    /// <summary>Reads up to the end of the header, or of the current audible or silent range.</summary>
    private int ReadSome(Span<byte> buffer)
    {
        if (_position < HeaderLength)
        {
            var header = _header.AsSpan((int)_position);
            var count = Math.Min(header.Length, buffer.Length);
            header[..count].CopyTo(buffer);
            return count;
        }

        var at = _position - HeaderLength;
        foreach (var (from, to) in _heard)
        {
            if (at >= to)
                continue;
            if (at < from)
                return Silence(buffer, from - at);
            _file.Position = _from + at;
            return _file.Read(buffer[..(int)Math.Min(buffer.Length, to - at)]);
        }

        return Silence(buffer, long.MaxValue);
    }

    private static int Silence(Span<byte> buffer, long max)
    {
        var count = (int)Math.Min(buffer.Length, max);
        buffer[..count].Clear();
        return count;
    }

    private long Bytes(long samples) => samples * _pcm.BytesOfSample;

    /// <summary>The 44 bytes of the Multimedia Programming Interface: RIFF, <c>fmt </c>, <c>data</c>.</summary>
    private byte[] Header()
    {
        var header = new byte[HeaderLength];
        "RIFF"u8.CopyTo(header);
        BinaryPrimitives.WriteUInt32LittleEndian(header.AsSpan(4), checked((uint)(Length - 8)));
        "WAVEfmt "u8.CopyTo(header.AsSpan(8));
        BinaryPrimitives.WriteInt32LittleEndian(header.AsSpan(16), 16);
        BinaryPrimitives.WriteInt16LittleEndian(header.AsSpan(20), 1);
        BinaryPrimitives.WriteInt16LittleEndian(header.AsSpan(22), 1);
        BinaryPrimitives.WriteInt32LittleEndian(header.AsSpan(24), _pcm.SampleRateHz);
        BinaryPrimitives.WriteInt32LittleEndian(header.AsSpan(28), _pcm.SampleRateHz * _pcm.BytesOfSample);
        BinaryPrimitives.WriteInt16LittleEndian(header.AsSpan(32), (short)_pcm.BytesOfSample);
        BinaryPrimitives.WriteInt16LittleEndian(header.AsSpan(34), (short)_pcm.Bits);
        "data"u8.CopyTo(header.AsSpan(36));
        BinaryPrimitives.WriteUInt32LittleEndian(header.AsSpan(40), checked((uint)_dataLength));
        return header;
    }
}
