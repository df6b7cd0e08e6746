using System.Security.Cryptography;
using System.Text;
using AudioFunctions.Sessions;
using AudioFunctions.Takes;

namespace AudioFunctions.Export;

/// <summary>What an export copies: the selected take of every beat in script order, and the beats that have none.</summary>
public sealed record ExportPlan(IReadOnlyList<ExportItem> Items, IReadOnlyList<SkippedBeat> Skipped)
{
    private const string Master = "master";

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

    /// <summary>The master's name without its ending. A beat of that name keeps it: no beat has a dot in its id.</summary>
    public string MasterStem()
    {
        var beats = Items.Select(item => item.BeatId).Concat(Skipped.Select(beat => beat.BeatId));
        return beats.Contains(Master, StringComparer.OrdinalIgnoreCase) ? $"{Master}.full" : Master;
    }

    /// <summary>Tells one selection from another: 16 hex digits of its takes.</summary>
    public string Selection()
    {
        var takes = string.Join('\n', Items.Select(item => $"{item.BeatId}/{item.TakeId}"));
        return Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(takes)))[..16];
    }
}

public sealed record ExportItem(string BeatId, string TakeId, int DurationMs)
{
    /// <summary>The clean name: the beat id is a valid file name by the rules of the script.</summary>
    public string FileName => BeatId + ExportFiles.AudioEnding;

    public TakeKey TakeOf(string sessionId) => new(sessionId, BeatId, TakeId);
}

public sealed record SkippedBeat(string BeatId, string Reason);
