using System.Buffers;
using System.Runtime.InteropServices;
using System.Text.Json;

namespace AudioFunctions.Speech.Offline;

/// <summary>
/// Builds the response, in the JSON of ElevenLabs' <c>with-timestamps</c>. The characters of a piece share its voiced time evenly; the spaces
/// between two pieces lie in the silence between them.
/// </summary>
internal sealed class OfflineResponse(string text)
{
    private readonly List<short> _samples = [];
    private readonly double[] _starts = new double[text.Length];
    private readonly double[] _ends = new double[text.Length];
    private double _voicedUntil;
    private int _placed;

    public void Add(OfflinePiece piece, VoicedStretch spoken)
    {
        var start = Seconds(_samples.Count + spoken.VoicedStart);
        var end = Seconds(_samples.Count + spoken.VoicedEnd);
        Place(piece.Start, _voicedUntil, start);
        Place(piece.Start + piece.Length, start, end);
        _samples.AddRange(spoken.Samples);
        _voicedUntil = end;
    }

    public byte[] ToJson()
    {
        if (_samples.Count == 0)
            _samples.AddRange(VoicedStretch.Of([]).Samples);
        Place(text.Length, _voicedUntil, Seconds(_samples.Count));

        var buffer = new ArrayBufferWriter<byte>((_samples.Count * 3) + (text.Length * 24) + 1024);
        using (var json = new Utf8JsonWriter(buffer))
        {
            json.WriteStartObject();
            json.WriteBase64String("audio_base64", Wave.Write(CollectionsMarshal.AsSpan(_samples)));
            WriteAlignment(json);
            json.WriteNull("normalized_alignment");
            json.WriteEndObject();
        }

        return buffer.WrittenSpan.ToArray();
    }

    private static double Seconds(int sample) => Math.Round((double)sample / Wave.SampleRate, 6);

    /// <summary>Spreads the unplaced characters, up to an index, evenly over a time range.</summary>
    private void Place(int upTo, double from, double to)
    {
        var count = upTo - _placed;
        for (var i = 0; i < count; i++)
        {
            _starts[_placed + i] = from + ((to - from) * i / count);
            _ends[_placed + i] = from + ((to - from) * (i + 1) / count);
        }

        _placed = upTo;
    }

    private void WriteAlignment(Utf8JsonWriter json)
    {
        json.WriteStartObject("alignment");
        json.WriteStartArray("characters");
        foreach (var rune in text.EnumerateRunes())
        {
            json.WriteStringValue(rune.ToString());
        }

        json.WriteEndArray();
        WriteTimes(json, "character_start_times_seconds", (at, _) => _starts[at]);
        WriteTimes(json, "character_end_times_seconds", (at, length) => _ends[at + length - 1]);
        json.WriteEndObject();
    }

    private void WriteTimes(Utf8JsonWriter json, string name, Func<int, int, double> time)
    {
        json.WriteStartArray(name);
        var at = 0;
        foreach (var rune in text.EnumerateRunes())
        {
            json.WriteNumberValue(Math.Round(time(at, rune.Utf16SequenceLength), 6));
            at += rune.Utf16SequenceLength;
        }

        json.WriteEndArray();
    }
}
