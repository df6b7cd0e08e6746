using System.Buffers.Binary;
using System.Text;

namespace AudioFunctions.Testing.Telemetry;

/// <summary>Reads the wire format of one protobuf message: its fields by number. The schema is the reader's business.</summary>
internal sealed class ProtoMessage
{
    private readonly List<(int Number, ulong Value, ReadOnlyMemory<byte> Bytes)> _fields = [];

    public ProtoMessage(ReadOnlyMemory<byte> bytes)
    {
        for (var at = 0; at < bytes.Length;)
        {
            var tag = ReadVarint(bytes.Span, ref at);
            var number = (int)(tag >> 3);
            switch (tag & 7)
            {
                case 0:
                    _fields.Add((number, ReadVarint(bytes.Span, ref at), default));
                    break;
                case 1:
                    _fields.Add((number, BinaryPrimitives.ReadUInt64LittleEndian(bytes.Span[at..]), default));
                    at += sizeof(ulong);
                    break;
                case 2:
                    var length = (int)ReadVarint(bytes.Span, ref at);
                    _fields.Add((number, 0, bytes.Slice(at, length)));
                    at += length;
                    break;
                case 5:
                    _fields.Add((number, BinaryPrimitives.ReadUInt32LittleEndian(bytes.Span[at..]), default));
                    at += sizeof(uint);
                    break;
                default:
                    throw new InvalidDataException($"Wire type {tag & 7} at byte {at}.");
            }
        }
    }

    public IEnumerable<ProtoMessage> Messages(int number) => All(number).Select(bytes => new ProtoMessage(bytes));

    public ProtoMessage Message(int number) => Messages(number).FirstOrDefault() ?? new ProtoMessage(default);

    public string Text(int number) => Encoding.UTF8.GetString(All(number).FirstOrDefault().Span);

    public string Hex(int number) => Convert.ToHexStringLower(All(number).FirstOrDefault().Span);

    public ulong Number(int number) => _fields.LastOrDefault(field => field.Number == number).Value;

    public bool Has(int number) => _fields.Exists(field => field.Number == number);

    private IEnumerable<ReadOnlyMemory<byte>> All(int number) => _fields.Where(field => field.Number == number).Select(field => field.Bytes);

    private static ulong ReadVarint(ReadOnlySpan<byte> bytes, ref int at)
    {
        ulong value = 0;
        for (var shift = 0; ; shift += 7)
        {
            var part = bytes[at++];
            value |= (ulong)(part & 0x7F) << shift;
            if (part < 0x80)
                return value;
        }
    }
}
