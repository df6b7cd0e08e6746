using AudioFunctions.Audio;
using AudioFunctions.Pronunciations;
using AudioFunctions.Storage;
using Azure.Data.Tables;

namespace AudioFunctions.Sessions;

/// <content>The rows of takes.</content>
internal static partial class SessionRows
{
    public static TableEntity ForTake(string sessionId, TakeRecord take)
    {
        var row = new TableEntity(sessionId, TakeKey(take.TakeId))
        {
            ["BeatId"] = take.BeatId,
            ["AudioPath"] = take.AudioPath,
            ["AudioDurationMs"] = take.AudioDurationMs,
            ["Provider"] = take.Provider,
            ["Model"] = take.Model,
            ["CreatedAt"] = take.CreatedAt,
        };
        if (take.BilledCharacters is { } billed)
            row["BilledCharacters"] = billed;
        if (take.Direction is { } direction)
            row["Direction"] = direction;
        if (take.ReusedFrom is { } source)
            (row["ReusedFromSessionId"], row["ReusedFromTakeId"]) = (source.SessionId, source.TakeId);
        if (take.RetakeOf is { } retake)
            (row["RetakeOfTakeId"], row["RetakenLine"]) = (retake.TakeId, retake.Line);
        SetWording(row, take.Wording);
        var detail = new TakeDetail(take.Segments, take.Lines, take.Warnings, take.Quality, take.Pronunciations, take.Pronounced);
        PackedJson.Write(row, DetailName, detail);
        return row;
    }

    public static TakeRecord ReadTake(TableEntity row)
    {
        var detail = PackedJson.Read<TakeDetail>(row, DetailName);
        return new TakeRecord(
            row.RowKey[TakePrefix.Length..],
            row.GetString("BeatId"),
            row.GetString("AudioPath"),
            row.GetInt32("AudioDurationMs")!.Value,
            row.GetString("Provider"),
            row.GetString("Model"),
            row.GetInt32("BilledCharacters"),
            row.GetString("Direction"),
            detail.Segments,
            detail.Lines,
            detail.Warnings,
            row.GetDateTimeOffset("CreatedAt")!.Value)
        {
            ReusedFrom = row.GetString("ReusedFromTakeId") is { } takeId ? new ReusedTake(row.GetString("ReusedFromSessionId"), takeId) : null,
            RetakeOf = row.GetString("RetakeOfTakeId") is { } retakeOf ? new TakeLine(retakeOf, row.GetInt32("RetakenLine")!.Value) : null,
            Quality = detail.Quality,
            Wording = ReadWording(row),
            Pronunciations = detail.Pronunciations ?? [],
            Pronounced = detail.Pronounced ?? [],
        };
    }

    /// <summary>What grows with the beat, as gzipped JSON: a long beat's timings don't fit in a string property.</summary>
    /// <param name="Quality">Null in rows of earlier versions.</param>
    /// <param name="Pronunciations">Null, like <paramref name="Pronounced"/>, in rows older than pronunciation rules.</param>
    private sealed record TakeDetail(
        IReadOnlyList<SegmentRecord> Segments,
        IReadOnlyList<LineTiming> Lines,
        IReadOnlyList<string> Warnings,
        TakeQuality? Quality,
        IReadOnlyList<AppliedPronunciation>? Pronunciations = null,
        IReadOnlyList<PronouncedSegment>? Pronounced = null);
}
