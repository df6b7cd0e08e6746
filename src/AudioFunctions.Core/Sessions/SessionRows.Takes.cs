using AudioFunctions.Audio;
using AudioFunctions.Audio.Quality;
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
        SetWording(row, take.Wording);
        WritePacked(row, DetailName, new TakeDetail(take.Segments, take.Lines, take.Warnings, take.Quality));
        return row;
    }

    public static TakeRecord ReadTake(TableEntity row)
    {
        var detail = ReadDetail(row);
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
            Quality = detail.Quality,
            Wording = ReadWording(row),
        };
    }

    private static TakeDetail ReadDetail(TableEntity row) => ReadPacked<TakeDetail>(row, DetailName)
        ?? throw new InvalidDataException($"Take row {row.PartitionKey}/{row.RowKey} has no detail.");

    /// <summary>What grows with the beat, kept as gzipped JSON: a long beat's timings do not fit a string property.</summary>
    /// <param name="Quality">Null in rows written before takes were judged.</param>
    private sealed record TakeDetail(
        IReadOnlyList<SegmentRecord> Segments, IReadOnlyList<LineTiming> Lines, IReadOnlyList<string> Warnings, TakeQuality? Quality);
}
