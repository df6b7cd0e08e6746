namespace AudioFunctions.Tests.Contract;

/// <summary>Exports, and downloads of takes and exports.</summary>
internal static class FileCalls
{
    public static async Task RunAsync(ContractTour tour, string id)
    {
        var session = await tour.ExpectAsync("200", $"GET sessions/{id}");
        var take = session.Json!["beats"]![0]!["selected_take_id"]!.GetValue<string>();
        await ReadAsync(tour, $"sessions/{id}/takes/{take}/audio");
        await MissAsync(tour, $"sessions/{id}/takes/0123456789ab/audio", "take-not-found");
        await tour.ExpectAsync("200", $"GET sessions/{id}/takes/{take}/words");
        await tour.ExpectAsync("404 take-not-found", $"GET sessions/{id}/takes/0123456789ab/words");

        await tour.ExpectAsync("404 file-not-found", $"GET sessions/{id}/exports/manifest.json");
        await tour.ExpectAsync("404 session-not-found", "GET sessions/none/exports");
        var all = ContractTour.Json("""{"master":true,"captions":true,"words":true,"zip":true}""");
        var started = await tour.ExpectAsync("202", $"POST sessions/{id}/export", all);
        var output = await tour.EndOfAsync(started, "ExportOutput");
        foreach (var file in output["exported_files"]!.AsArray().Select(name => name!.GetValue<string>()))
            await ReadAsync(tour, $"sessions/{id}/exports/{file}");
        await ReadVersionAsync(tour, $"sessions/{id}/exports/manifest.json");
        await MissAsync(tour, $"sessions/{id}/exports/99_none.mp3", "file-not-found");
        var kept = await tour.ExpectAsync("200", $"GET sessions/{id}/exports");
        await ReadAsync(tour, $"sessions/{id}/exports/{kept.Json!["exports"]![0]!["file"]}");
        await LosslessAsync(tour, id, session.Json["beats"]![0]!["beat_id"]!.GetValue<string>());

        await tour.ExpectAsync("400 json-invalid", $"POST sessions/{id}/export", ContractTour.Json("""{"zip":"yes"}"""));
        await tour.ExpectAsync("413 body-too-large", $"POST sessions/{id}/export", ContractTour.LongJson(ContractTour.OverSixtyFourKibibytes));
    }

    private static async Task LosslessAsync(ContractTour tour, string id, string beat)
    {
        var all = ContractTour.Json("""{"master":true,"wav":true,"stems":true,"loudness":"podcast"}""");
        var output = await tour.EndOfAsync(await tour.ExpectAsync("202", $"POST sessions/{id}/export", all), "ExportOutput");
        foreach (var file in output["exported_files"]!.AsArray().Select(name => name!.GetValue<string>()).Where(name => !name.EndsWith(".mp3", StringComparison.Ordinal)))
            await ReadAsync(tour, $"sessions/{id}/exports/{file}");
        await ReadVersionAsync(tour, $"sessions/{id}/exports/manifest.json");

        await tour.ExpectAsync("400 json-invalid", $"POST sessions/{id}/export", ContractTour.Json("""{"loudness":"loud"}"""));
        await tour.ExpectAsync("400 fit-beat-unknown", $"POST sessions/{id}/export", ContractTour.Json("""{"fit":{"99_none":4.5}}"""));
        await tour.ExpectAsync("400 fit-out-of-range", $"POST sessions/{id}/export", ContractTour.Json($$$"""{"fit":{"{{{beat}}}":1000}}"""));
    }

    /// <returns>The ETag.</returns>
    private static async Task<string?> ReadVersionAsync(ContractTour tour, string path)
    {
        var whole = await tour.ExpectAsync("200", $"GET {path}");
        await tour.ExpectAsync("304", $"GET {path}", null, $"If-None-Match: {whole.ETag}");
        await tour.ExpectAsync("412 precondition-failed", $"GET {path}", null, "If-Match: \"another\"");
        await tour.ExpectAsync("200", $"GET {path}", null, $"If-Match: {whole.ETag}", "If-Unmodified-Since: Wed, 21 Oct 2015 07:28:00 GMT");
        await tour.ExpectAsync("412 precondition-failed", $"GET {path}", null, "If-Unmodified-Since: Wed, 21 Oct 2015 07:28:00 GMT");
        return whole.ETag;
    }

    private static async Task ReadAsync(ContractTour tour, string path)
    {
        var tag = await ReadVersionAsync(tour, path);
        await tour.ExpectAsync("206", $"GET {path}", null, "Range: bytes=0-9");
        await tour.ExpectAsync("206", $"GET {path}", null, "Range: bytes=-5", $"If-Range: {tag}");
        await tour.ExpectAsync("416 range-not-satisfiable", $"GET {path}", null, "Range: bytes=999999999-");

        // Ranges of another version, in other units, several at once or backwards: the whole file.
        await tour.ExpectAsync("200", $"GET {path}", null, "Range: bytes=0-9", "If-Range: \"another\"");
        await tour.ExpectAsync("200", $"GET {path}", null, "Range: items=0-1");
        await tour.ExpectAsync("200", $"GET {path}", null, "Range: bytes=0-1,5-9");
        await tour.ExpectAsync("200", $"GET {path}", null, "Range: bytes=9-0");

        await tour.ExpectAsync("200", $"HEAD {path}");
        await tour.ExpectAsync("304", $"HEAD {path}", null, $"If-None-Match: {tag}", "If-Modified-Since: Wed, 21 Oct 2015 07:28:00 GMT");
        await tour.ExpectAsync("412", $"HEAD {path}", null, "If-Match: \"another\"");
    }

    private static async Task MissAsync(ContractTour tour, string path, string code)
    {
        await tour.ExpectAsync($"404 {code}", $"GET {path}");
        await tour.ExpectAsync("404", $"HEAD {path}");
    }
}
