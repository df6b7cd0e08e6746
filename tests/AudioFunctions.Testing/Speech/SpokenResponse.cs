using System.Text.Json.Nodes;

namespace AudioFunctions.Testing.Speech;

/// <summary>Audio with the true place of every character in it.</summary>
internal sealed record SpokenResponse(
    byte[] Audio, IReadOnlyList<string> Characters, IReadOnlyList<double> StartSeconds, IReadOnlyList<double> EndSeconds)
{
    /// <summary>As a model tells it, which may be less true.</summary>
    public SpokenResponse As(SpeechModel model) => this with
    {
        StartSeconds = [.. StartSeconds.Select(start => Math.Round(start * model.Drift, 3))],
        EndSeconds = [.. EndSeconds.Select((end, i) => Math.Round((end * model.Drift) + (i == EndSeconds.Count - 1 ? model.OverhangSeconds : 0), 3))],
    };

    /// <summary>Where each turn of a dialogue is; null if it is none.</summary>
    public IReadOnlyList<SpokenTurn>? Turns { get; private init; }

    /// <summary>The blanks that join the turns are in no turn, and not in the alignment.</summary>
    public SpokenResponse InTurns(IReadOnlyList<StandInTurn> asked)
    {
        var (turns, kept) = (new List<SpokenTurn>(), new List<int>());
        var at = 0;
        foreach (var turn in asked)
        {
            var length = turn.Text.EnumerateRunes().Count();
            turns.Add(new SpokenTurn(turn.VoiceId, kept.Count, kept.Count + length));
            kept.AddRange(Enumerable.Range(at, length));
            at += length + 1;
        }

        return new SpokenResponse(Audio, [.. kept.Select(i => Characters[i])], [.. kept.Select(i => StartSeconds[i])], [.. kept.Select(i => EndSeconds[i])])
        {
            Turns = turns,
        };
    }

    /// <summary>As the service tells it sometimes: from the middle on, all times are the same.</summary>
    public SpokenResponse Stuck()
    {
        var still = StartSeconds[StartSeconds.Count / 2];
        return this with
        {
            StartSeconds = [.. StartSeconds.Select(start => Math.Min(start, still))],
            EndSeconds = [.. EndSeconds.Select(end => Math.Min(end, still))],
        };
    }

    /// <param name="swapped">Whether each turn is said to be of the voice after it.</param>
    public JsonArray VoiceSegments(bool swapped) => [.. Turns!.Index().Select(turn => (JsonNode)new JsonObject
    {
        ["voice_id"] = Turns![(turn.Index + (swapped ? 1 : 0)) % Turns.Count].VoiceId,
        ["start_time_seconds"] = StartSeconds[turn.Item.From],
        ["end_time_seconds"] = EndSeconds[turn.Item.To - 1],
        ["character_start_index"] = turn.Item.From,
        ["character_end_index"] = turn.Item.To,
        ["dialogue_input_index"] = turn.Index,
    })];

    public JsonObject Alignment() => new()
    {
        ["characters"] = Array(Characters),
        ["character_start_times_seconds"] = Array(StartSeconds),
        ["character_end_times_seconds"] = Array(EndSeconds),
    };

    private static JsonArray Array<T>(IEnumerable<T> values) => [.. values.Select(v => (JsonNode)JsonValue.Create(v)!)];
}

/// <param name="From">Index of its first character.</param>
/// <param name="To">Index behind its last.</param>
internal readonly record struct SpokenTurn(string VoiceId, int From, int To);
