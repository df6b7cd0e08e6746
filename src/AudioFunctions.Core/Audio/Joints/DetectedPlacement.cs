using AudioFunctions.Audio.Signal;
using AudioFunctions.Speech;

namespace AudioFunctions.Audio.Joints;

/// <summary>
/// Places joints without an alignment: each is expected where its share of the text has been said, and takes a silence near there.
/// </summary>
internal sealed class DetectedPlacement(SpeechSegment segment, VoiceEnvelope envelope, int sampleRateHz)
{
    // Shorter silences are the stops within words.
    private const int LeastSilenceMs = 80;

    // How far from its expected place a joint may be: speech quickens and slows, and more so over a longer text.
    private const int LeastReachMs = 300;
    private const int MostReachMs = 1500;
    private const double ReachOfVoice = 0.1;

    public TextPlacement Place(IReadOnlyList<Joint> joints)
    {
        var expected = joints.Select(j => Expected(j.At)).ToList();
        var silences = envelope.SilencesIn(envelope.Voice, LeastSilenceMs);
        var reach = Math.Clamp(envelope.Voice.Length * ReachOfVoice, Samples(LeastReachMs), Samples(MostReachMs));
        var places = new SilenceMatch(expected, silences, reach, sampleRateHz).Find()
            .Select(s => s is { } silence ? new JointPlace(silence.Middle, silence) : (JointPlace?)null)
            .ToList();
        return new TextPlacement(places, Lines(joints, places));
    }

    private int Expected(int at)
    {
        var share = SpokenText.Weight(segment.Text.AsSpan(0, at)) / SpokenText.Weight(segment.Text);
        return envelope.Voice.From + (int)(share * envelope.Voice.Length);
    }

    private List<SampleRange> Lines(IReadOnlyList<Joint> joints, List<JointPlace?> places)
    {
        var lines = new List<SampleRange>(segment.Lines.Count);
        var from = envelope.Voice.From;
        foreach (var next in segment.Lines.Skip(1))
        {
            var border = Border(next.Start, joints, places) ?? new SampleRange(Expected(next.Start), Expected(next.Start));
            lines.Add(new SampleRange(from, Math.Max(from, border.From)));
            from = Math.Max(from, border.To);
        }

        lines.Add(new SampleRange(from, Math.Max(from, envelope.Voice.To)));
        return lines;
    }

    /// <summary>The silence found between a line and the one before it.</summary>
    private SampleRange? Border(int lineStart, IReadOnlyList<Joint> joints, List<JointPlace?> places)
    {
        var before = SpokenText.LastHeardBefore(segment.Text, lineStart);
        var after = SpokenText.FirstHeardFrom(segment.Text, lineStart);
        for (var i = 0; i < places.Count; i++)
        {
            if (joints[i].At > before && (after < 0 || joints[i].At <= after) && places[i] is { } place)
                return place.Silence;
        }

        return null;
    }

    private int Samples(int ms) => ms * sampleRateHz / 1000;
}
