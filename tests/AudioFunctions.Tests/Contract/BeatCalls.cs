using AudioFunctions.Sessions;
using AudioFunctions.Takes;
using AudioFunctions.Testing.Running;
using AudioFunctions.Testing.Speech;
using AudioFunctions.Tests.Production;
using Azure.Storage.Blobs;

namespace AudioFunctions.Tests.Contract;

/// <summary>Regenerating a beat, and selecting its take.</summary>
internal static class BeatCalls
{
    private static readonly string Words = ScriptText.OneBeat.Replace("One", "Retaken", StringComparison.Ordinal);

    private const string NoTake = """{"take_id":"0123456789ab"}""";

    public static async Task RunAsync(ContractTour tour, string id)
    {
        var beat = $"sessions/{id}/beats/01_apples";
        var before = await tour.ExpectAsync("200", $"GET {beat}");
        await tour.ExpectAsync("404 session-not-found", "GET sessions/none/beats/01_apples");
        await tour.ExpectAsync("404 beat-not-found", $"GET sessions/{id}/beats/99_none");
        await tour.ExpectAsync("404 beat-not-found", $"GET sessions/{id}/beats/%23'%2F%3F");

        var settings = """{"new_direction":"Wearily","new_pace":"slow","stability":0.3,"style":0,"similarity_boost":1,"speed":0.9,"select":true,"characters":{"every-coon":{"style":0.1}}}""";
        await tour.ExpectAsync("200", $"POST {beat}/estimate", ContractTour.Json(settings));
        var started = await tour.ExpectAsync("202", $"POST {beat}/regenerate", ContractTour.Json(settings), "Idempotency-Key: another");
        var take = await tour.EndOfAsync(started, "RegeneratedTake");
        await tour.ExpectAsync("202", $"POST {beat}/regenerate", ContractTour.Json(settings), "Idempotency-Key: another");
        await tour.ExpectAsync("422 idempotency-key-reused", $"POST {beat}/regenerate", null, "Idempotency-Key: another");
        var several = await tour.ExpectAsync("202", $"POST {beat}/regenerate", ContractTour.Json("""{"takes":2}"""));
        await tour.EndOfAsync(several, "RegeneratedTake");
        var retake = await tour.ExpectAsync("202", $"POST {beat}/regenerate", ContractTour.Json($$"""{"line":0,"take_id":"{{take["take_id"]}}"}"""));
        await tour.EndOfAsync(retake, "RegeneratedTake");
        await RefuseRegenerateAsync(tour, id);
        await CancelAsync(tour, id);

        var body = $$"""{"take_id":"{{take["take_id"]}}"}""";
        await tour.ExpectAsync("412 precondition-failed", $"POST {beat}/select", ContractTour.Json(body), $"If-Match: {before.ETag}");
        var now = await tour.ExpectAsync("200", $"GET {beat}");
        await tour.ExpectAsync("200", $"POST {beat}/select", ContractTour.Json(body), $"If-Match: {now.ETag}");
        await RefuseSelectAsync(tour, id);
        await ReviewAsync(tour, beat);
        await MarkAsync(tour, $"sessions/{id}/takes", before.Json!["selected_take_id"]!.GetValue<string>(), take["take_id"]!.GetValue<string>());
        await RefuseRetakeAsync(tour);
        await EstimateWithoutVoiceAsync(tour);
    }

    private static async Task CancelAsync(ContractTour tour, string id)
    {
        var call = $"POST sessions/{id}/beats/01_apples/cancel";
        await tour.ExpectAsync("404 session-not-found", "POST sessions/none/beats/01_apples/cancel");
        await tour.ExpectAsync("404 beat-not-found", $"POST sessions/{id}/beats/99_none/cancel");
        await tour.ExpectAsync("409 nothing-to-cancel", call);
        var release = new TaskCompletionSource();
        tour.App.Speech.Faults.When("found apples", SpeechFault.HeldUntil(release.Task), times: 1);
        var started = await tour.ExpectAsync("202", $"POST sessions/{id}/beats/01_apples/regenerate", ContractTour.Json("""{"takes":2}"""));
        await tour.ExpectAsync("202", call);
        release.SetResult();
        await ApiCalls.EndOfAsync(started.Json!["statusQueryGetUri"]!.GetValue<string>());
    }

    /// <summary>One line of a take whose other lines can't be kept.</summary>
    private static async Task RefuseRetakeAsync(ContractTour tour)
    {
        var draft = await tour.ExpectAsync("200", "POST drafts", ApiCalls.Els(Words));
        var id = draft.Json!["session_id"]!.GetValue<string>();
        var beat = $"sessions/{id}/beats/01_only";
        var call = $"POST {beat}/regenerate";
        await RefuseAsync(tour, "409 beat-has-no-take", beat, """{"line":0}""");
        var first = await tour.EndOfAsync(await tour.ExpectAsync("202", call), "RegeneratedTake");
        await RefuseAsync(tour, "404 take-not-found", beat, $$"""{"line":0,{{NoTake[1..]}}""");
        await tour.App.ReplaceScriptAsync(id, Words.Replace("one thing", "a third thing", StringComparison.Ordinal));
        await RefuseAsync(tour, "409 take-of-older-wording", beat, $$"""{"line":0,"take_id":"{{first["take_id"]}}"}""");
        var second = await tour.EndOfAsync(await tour.ExpectAsync("202", call), "RegeneratedTake");
        var blobs = new BlobContainerClient(tour.App.Storage.ConnectionString, TakeFiles.ContainerName);
        await blobs.DeleteBlobAsync(new TakeKey(id, "01_only", second["take_id"]!.GetValue<string>()).RawBlob(0));
        await RefuseAsync(tour, "409 stored-speech-gone", beat, """{"line":0}""");
    }

    private static async Task EstimateWithoutVoiceAsync(ContractTour tour)
    {
        await tour.ExpectAsync("201", "PUT voices/fleeting", ContractTour.Json("""{"display_name":"Fleeting","voice_id":"21m00Tcm4TlvDq8ikWAM","stability":0.4,"similarity_boost":0.8,"style":0.3,"speed":0.9}"""));
        var draft = await tour.ExpectAsync("200", "POST drafts", ApiCalls.Els(Words.Replace("---", "---\n[CHARACTER: fleeting]", StringComparison.Ordinal)));
        await tour.ExpectAsync("204", "DELETE voices/fleeting");
        await tour.ExpectAsync("409 voice-profile-missing", $"POST sessions/{draft.Json!["session_id"]}/beats/01_only/estimate");
    }

    /// <summary>An estimate refuses what the regeneration would.</summary>
    private static async Task RefuseAsync(ContractTour tour, string expected, string beat, string? body = null)
    {
        foreach (var action in new[] { "regenerate", "estimate" })
            await tour.ExpectAsync(expected, $"POST {beat}/{action}", body is null ? null : ContractTour.Json(body));
    }

    private static async Task ReviewAsync(ContractTour tour, string beat)
    {
        var approved = await tour.ExpectAsync("200", $"PATCH {beat}", ContractTour.Json("""{"review":"approved","note":"Good.","locked":true}"""));
        await RefuseAsync(tour, "409 beat-locked", beat);
        await tour.ExpectAsync("200", $"PATCH {beat}", ContractTour.Json("""{"review":null,"note":null,"locked":false}"""), $"If-Match: {approved.ETag}");
        await tour.ExpectAsync("412 precondition-failed", $"PATCH {beat}", ContractTour.Json("""{"review":"redo"}"""), $"If-Match: {approved.ETag}");
        await tour.ExpectAsync("400 json-invalid", $"PATCH {beat}", ContractTour.Json("""{"approved":true}"""));
        await tour.ExpectAsync("400 review-invalid", $"PATCH {beat}", ContractTour.Json("""{"review":"fine"}"""));
        await tour.ExpectAsync("413 body-too-large", $"PATCH {beat}", ContractTour.LongJson(ContractTour.OverSixtyFourKibibytes));
        await tour.ExpectAsync("404 session-not-found", "PATCH sessions/none/beats/01_apples", ContractTour.Json("{}"));
        await tour.ExpectAsync("404 beat-not-found", $"PATCH {beat}x", ContractTour.Json("{}"));
    }

    private static async Task MarkAsync(ContractTour tour, string takes, string deselected, string selected)
    {
        var hidden = await tour.ExpectAsync("200", $"PATCH {takes}/{deselected}", ContractTour.Json("""{"starred":true,"hidden":true}"""));
        await tour.ExpectAsync("200", $"PATCH {takes}/{deselected}", ContractTour.Json("""{"hidden":false}"""), $"If-Match: {hidden.ETag}");
        await tour.ExpectAsync("412 precondition-failed", $"PATCH {takes}/{deselected}", ContractTour.Json("{}"), $"If-Match: {hidden.ETag}");
        await tour.ExpectAsync("409 take-selected", $"PATCH {takes}/{selected}", ContractTour.Json("""{"hidden":true}"""));
        await tour.ExpectAsync("400 json-invalid", $"PATCH {takes}/{deselected}", ContractTour.Json("""{"stars":5}"""));
        await tour.ExpectAsync("400 marks-invalid", $"PATCH {takes}/{deselected}", ContractTour.Json("""{"starred":1}"""));
        await tour.ExpectAsync("413 body-too-large", $"PATCH {takes}/{deselected}", ContractTour.LongJson(ContractTour.OverSixtyFourKibibytes));
        await tour.ExpectAsync("404 session-not-found", $"PATCH sessions/none/takes/{deselected}", ContractTour.Json("{}"));
        await tour.ExpectAsync("404 take-not-found", $"PATCH {takes}/0123456789ab", ContractTour.Json("{}"));
    }

    private static async Task RefuseRegenerateAsync(ContractTour tour, string id)
    {
        var call = $"POST sessions/{id}/beats/01_apples/regenerate";
        await tour.ExpectAsync("400 idempotency-key-invalid", call, null, $"Idempotency-Key: {new string('k', 256)}");
        var beat = $"sessions/{id}/beats/01_apples";
        await RefuseAsync(tour, "400 json-invalid", beat, "null");
        await RefuseAsync(tour, "400 json-invalid", beat, """{"pace":"slow"}""");
        await RefuseAsync(tour, "400 setting-out-of-range", beat, """{"speed":2}""");
        await RefuseAsync(tour, "400 option-invalid", beat, """{"takes":6}""");
        await RefuseAsync(tour, "400 character-not-in-beat", beat, """{"characters":{"chad":{"style":0}}}""");
        await RefuseAsync(tour, "400 line-not-in-beat", beat, """{"line":9}""");
        await RefuseAsync(tour, "400 line-missing", beat, NoTake);
        await tour.ExpectAsync("413 body-too-large", call, ContractTour.LongJson(ContractTour.OverSixtyFourKibibytes));
        await tour.ExpectAsync("413 body-too-large", $"POST {beat}/estimate", ContractTour.LongJson(ContractTour.OverSixtyFourKibibytes));
        await RefuseAsync(tour, "404 session-not-found", "sessions/none/beats/01_apples");
        await RefuseAsync(tour, "404 beat-not-found", $"sessions/{id}/beats/99_none");
    }

    private static async Task RefuseSelectAsync(ContractTour tour, string id)
    {
        var call = $"POST sessions/{id}/beats/01_apples/select";
        await tour.ExpectAsync("400 json-invalid", call, ContractTour.Json("""{"take_id":7}"""));
        await tour.ExpectAsync("400 take-id-missing", call, ContractTour.Json("{}"));
        await tour.ExpectAsync("413 body-too-large", call, ContractTour.LongJson(ContractTour.OverSixtyFourKibibytes));
        await tour.ExpectAsync("404 session-not-found", "POST sessions/none/beats/01_apples/select", ContractTour.Json(NoTake));
        await tour.ExpectAsync("404 beat-not-found", $"POST sessions/{id}/beats/99_none/select", ContractTour.Json(NoTake));
        await tour.ExpectAsync("404 take-not-found", call, ContractTour.Json(NoTake));
    }
}
