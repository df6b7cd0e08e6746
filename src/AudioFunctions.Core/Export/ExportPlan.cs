using AudioFunctions.Sessions;

namespace AudioFunctions.Export;

/// <summary>What an export copies: the selected take of every beat in script order, and the beats that have none.</summary>
public sealed record ExportPlan(IReadOnlyList<ExportItem> Items, IReadOnlyList<SkippedBeat> Skipped)
{
    public static ExportPlan For(SessionRecord session)
    {
        var items = new List<ExportItem>();
        var skipped = new List<SkippedBeat>();
        foreach (var beat in session.Beats)
        {
            if (beat.SelectedTake() is { } take)
                items.Add(new ExportItem(beat.BeatId, take.TakeId, take.AudioDurationMs));
            else
                skipped.Add(new SkippedBeat(beat.BeatId, beat.Error is { } error ? $"{error.Code}: {error.Message}" : "no take is selected"));
        }

        return new ExportPlan(items, skipped);
    }
}

public sealed record ExportItem(string BeatId, string TakeId, int DurationMs)
{
    /// <summary>The clean name: the beat id is a valid file name by the rules of the script.</summary>
    public string FileName => $"{BeatId}.mp3";
}

public sealed record SkippedBeat(string BeatId, string Reason);
