using System.Security.Cryptography;
using System.Text;
using System.Text.Json.Nodes;
using Microsoft.AspNetCore.Http;

namespace AudioFunctions.Cli.Tests.Fake;

/// <summary>Sessions as folders, with the script and the number of spoken beats.</summary>
internal sealed class FakeProductions(string folder, string port)
{
    /// <summary>Reuses every take whose beat is still in the script.</summary>
    public IResult Start(string script, string idempotencyKey, string? project, string? reuseFrom, string? maxCredits)
    {
        if (RefusalOf(script, reuseFrom) is { } refusal)
            return refusal;

        var id = Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(idempotencyKey)))[..12];
        var session = Directory.CreateDirectory(Path.Combine(folder, id)).FullName;
        File.WriteAllText(Path.Combine(session, "script.els"), script);
        File.WriteAllText(Path.Combine(session, "project"), project ?? "");
        File.WriteAllText(ReusedFile(id), reuseFrom ?? "");
        // A repeated request finds both files unchanged.
        if (!File.Exists(FailedFile(id)))
        {
            File.WriteAllText(Path.Combine(session, "max-credits"), maxCredits ?? "");
            File.WriteAllLines(FailedFile(id), FakeScript.BeatIds(script).Where(b => FakeBehaviour.Is(FakeBehaviour.FailBeat, b) || FakeBehaviour.Is(FakeBehaviour.SpentAtBeat, b)));
        }

        return Started($"runtime/{id}", id);
    }

    /// <summary>Ten characters per beat without a reused take, at half a credit each.</summary>
    public IResult Estimate(string script, string? reuseFrom)
    {
        if (RefusalOf(script, reuseFrom) is { } refusal)
            return refusal;

        var beats = FakeScript.BeatIds(script);
        var characters = 10 * beats.Except(reuseFrom is null ? [] : FakeScript.BeatIds(Script(reuseFrom))).Count();
        return Results.Json(new JsonObject
        {
            ["provider"] = FakeBehaviour.Provider,
            ["total"] = new JsonObject
            {
                ["characters"] = characters,
                ["requests"] = 1,
                ["expected_duration_ms"] = FakeBehaviour.BeatLengthMs * beats.Count,
                ["expected_credits"] = FakeBehaviour.Provider == "offline" ? 0 : characters / 2,
            },
            ["voices"] = new JsonArray(new JsonObject { ["character"] = "every-coon" }),
            ["credits"] = FakeBehaviour.Provider == "offline" ? null : new JsonObject { ["remaining"] = 1234, ["limit"] = 5000 },
        });
    }

    public IResult Status(string id)
    {
        if (!Directory.Exists(Path.Combine(folder, id)))
            return Results.NotFound();
        if (FakeBehaviour.Terminates)
            return Instance("Terminated", null, "stopped by hand");

        var script = Script(id);
        var beats = FakeScript.BeatIds(script);
        var spoken = Spoken(id);
        if (spoken == beats.Count || IsCancelled(id))
            return Instance("Completed", null, Output(id, script, beats));

        var beat = beats[spoken];
        if (FakeBehaviour.Is(FakeBehaviour.DieAtBeat, beat))
            DieOfBeat(beat);
        if (!FakeBehaviour.Is(FakeBehaviour.StayAtBeat, beat) || IsContinued(id))
            File.WriteAllText(Path.Combine(folder, id, "spoken"), $"{spoken + 1}");
        return Instance("Running", Progress(spoken + 1, beats.Count, beat), null);
    }

    public IResult Session(string id)
    {
        var session = Output(id, Script(id), FakeScript.BeatIds(Script(id)));
        foreach (var take in session["beats"]!.AsArray().SelectMany(beat => beat!["takes"] as JsonArray ?? []))
            take!["billed_characters"] = take["reused_from"] is null ? 5 : 0;
        session["status"] = Spoken(id) == FakeScript.BeatIds(Script(id)).Count ? "exported" : "generating";
        return Results.Json(session);
    }

    public IResult Regenerate(string id, string beatId, string idempotencyKey)
    {
        File.AppendAllLines(Path.Combine(folder, id, "regenerated"), [$"{beatId} {idempotencyKey.Split('-', 2)[1]}"]);
        if (!FakeBehaviour.Is(FakeBehaviour.FailBeat, beatId))
            File.WriteAllLines(FailedFile(id), [.. Failed(id).Where(b => b != beatId)]);
        return Started($"runtime/{id}/{beatId}", id);
    }

    public IResult RegenerateStatus(string id, string beatId) => Failed(id).Contains(beatId)
        ? Instance("Failed", null, "quota-exceeded: The quota is used up.")
        : Instance("Completed", null, new JsonObject { ["beat_id"] = beatId });

    public IResult Cancel(string id)
    {
        File.WriteAllText(CancelledFile(id), "");
        return Started($"runtime/{id}", id);
    }

    public IResult Continue(string id, string body)
    {
        File.Delete(CancelledFile(id));
        File.WriteAllText(Path.Combine(folder, id, "continued"), body);
        File.WriteAllLines(FailedFile(id), [.. Failed(id).Where(b => !FakeBehaviour.Is(FakeBehaviour.SpentAtBeat, b))]);
        return Started($"runtime/{id}", id);
    }

    public IResult Export(string id) => Started($"runtime/export/{id}", id);

    public IResult ExportStatus(string id) => Instance("Completed", null, new JsonObject
    {
        ["exported_files"] = new JsonArray([.. Made(id).Select(b => (JsonNode)$"{b}.mp3")]),
        ["skipped"] = new JsonArray(),
        ["total_duration_ms"] = 1,
        ["export_path"] = $"exports/{id}/",
    });

    public IResult ExportedFile(string id, string file) => file == "manifest.json"
        ? Results.Json(new JsonObject
        {
            ["session_id"] = id,
            ["files"] = new JsonArray([.. Made(id).Select(b => (JsonNode)new JsonObject { ["file"] = $"{b}.mp3" })]),
        })
        : Results.Bytes(Encoding.UTF8.GetBytes($"{id} {file}"), "audio/mpeg");

    private IResult? RefusalOf(string script, string? reuseFrom)
    {
        if (reuseFrom is not null && !Directory.Exists(Path.Combine(folder, reuseFrom)))
            return Results.Json(new JsonObject { ["code"] = "reuse-session-not-found", ["detail"] = "Gone." }, statusCode: 404);
        return FakeScript.IsValid(script) ? null : Results.Json(FakeScript.Validation(script), statusCode: 422);
    }

    private static void DieOfBeat(string beat)
    {
        Console.Error.WriteLine($"The fake app dies of {beat}.");
        Environment.Exit(4);
    }

    private string Script(string id) => File.ReadAllText(Path.Combine(folder, id, "script.els"));

    private int Spoken(string id) => Path.Combine(folder, id, "spoken") is var path && File.Exists(path)
        ? int.Parse(File.ReadAllText(path), System.Globalization.CultureInfo.InvariantCulture)
        : 0;

    private string ReusedFile(string id) => Path.Combine(folder, id, "reuse-from");

    private bool IsReused(string id, string beatId) =>
        File.ReadAllText(ReusedFile(id)) is { Length: > 0 } source && FakeScript.BeatIds(Script(source)).Contains(beatId);

    private string CancelledFile(string id) => Path.Combine(folder, id, "cancelled");

    private bool IsCancelled(string id) => File.Exists(CancelledFile(id));

    private bool IsContinued(string id) => File.Exists(Path.Combine(folder, id, "continued"));

    private string FailedFile(string id) => Path.Combine(folder, id, "failed");

    private string[] Failed(string id) => File.ReadAllLines(FailedFile(id));

    private IEnumerable<string> Made(string id) => FakeScript.BeatIds(Script(id)).Except(Failed(id));

    private static JsonObject Progress(int beat, int of, string beatId) => new()
    {
        ["stage"] = "generating",
        ["beat"] = beat,
        ["of"] = of,
        ["beat_id"] = beatId,
        ["failed"] = 0,
    };

    private JsonObject Output(string id, string script, IReadOnlyList<string> beats)
    {
        var cancelled = IsCancelled(id) ? beats.Skip(Spoken(id)).ToList() : [];
        var failed = Failed(id).Length;
        return new JsonObject
        {
            ["session_id"] = id,
            ["video_title"] = FakeScript.Title(script),
            ["project_name"] = "trash-panda",
            ["status"] = "in_progress",
            ["beats"] = new JsonArray([.. beats.Select(b => (JsonNode)(cancelled.Contains(b)
                ? Unmade(b, "cancelled", "The production was cancelled.")
                : Beat(b, Failed(id).Contains(b), IsReused(id, b))))]),
            ["total_duration_ms"] = 1500 * (beats.Count - failed),
            ["summary"] = $"Generated {beats.Count - failed}/{beats.Count} beats, {1.5 * (beats.Count - failed):0.0} seconds total",
            ["created_at"] = "2026-01-01T00:00:00Z",
        };
    }

    private static JsonObject Unmade(string beatId, string code, string message) => new()
    {
        ["beat_id"] = beatId,
        ["beat_name"] = beatId,
        ["error"] = new JsonObject { ["code"] = code, ["message"] = message },
    };

    private static JsonObject Beat(string beatId, bool hasFailed, bool isReused) => hasFailed
        ? FakeBehaviour.Is(FakeBehaviour.SpentAtBeat, beatId)
            ? Unmade(beatId, "budget-reached", "2 of max_credits are left.")
            : Unmade(beatId, "quota-exceeded", "The quota is used up.")
        : new JsonObject
        {
            ["beat_id"] = beatId,
            ["beat_name"] = beatId,
            ["character"] = "every-coon",
            ["takes"] = new JsonArray(new JsonObject
            {
                ["take_id"] = "0123456789ab",
                ["audio_path"] = "a.mp3",
                ["audio_duration_ms"] = 1500,
                ["reused_from"] = isReused ? new JsonObject { ["session_id"] = "earlier", ["take_id"] = "ba9876543210" } : null,
            }),
            ["selected_take_id"] = "0123456789ab",
        };

    private static IResult Instance(string runtimeStatus, JsonNode? customStatus, JsonNode? output) => Results.Json(
        new JsonObject { ["runtimeStatus"] = runtimeStatus, ["customStatus"] = customStatus, ["output"] = output },
        statusCode: runtimeStatus == "Running" ? 202 : 200);

    private IResult Started(string path, string sessionId) => Results.Json(
        new JsonObject { ["id"] = sessionId, ["statusQueryGetUri"] = $"http://127.0.0.1:{port}/{path}", ["session_id"] = sessionId },
        statusCode: 202);
}
