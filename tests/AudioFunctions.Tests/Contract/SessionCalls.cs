using System.Text;
using AudioFunctions.Sessions;
using AudioFunctions.Testing.Running;
using AudioFunctions.Testing.Speech;
using Azure;
using Azure.Data.Tables;

namespace AudioFunctions.Tests.Contract;

/// <summary>Productions: started, followed, listed, changed, deleted, and refused.</summary>
internal static class SessionCalls
{
    /// <returns>A session with two beats.</returns>
    public static async Task<string> StartAsync(ContractTour tour)
    {
        var release = new TaskCompletionSource();
        tour.App.Speech.Faults.When("found apples", SpeechFault.HeldUntil(release.Task), times: 1);
        var started = await tour.ExpectAsync("202", "POST sessions?project_name=tour", ApiCalls.Els(ScriptText.Beats(2)), "Idempotency-Key: tour");
        var id = started.Json!["session_id"]!.GetValue<string>();
        await tour.ExpectAsync("202", $"GET sessions/{id}/status");
        await tour.ExpectAsync("200", $"GET sessions/{id}");
        await tour.ExpectAsync("200", $"GET sessions/{id}/review");
        await tour.ExpectAsync("409 session-generating", $"PATCH sessions/{id}", ContractTour.Json("""{"status":"completed"}"""));
        await tour.ExpectAsync("409 session-generating", $"DELETE sessions/{id}");
        await tour.ExpectAsync("409 session-generating", $"POST sessions/{id}/export");
        await tour.ExpectAsync("409 session-generating", $"POST sessions/{id}/beats/01_apples/regenerate");
        await tour.ExpectAsync("409 session-generating", $"POST sessions/{id}/beats/01_apples/estimate");
        await tour.ExpectAsync("409 session-generating", $"POST sessions?reuse_from={id}", ApiCalls.Els(ScriptText.OneBeat));
        await tour.ExpectAsync("409 session-generating", $"POST scripts/estimate?reuse_from={id}", ApiCalls.Els(ScriptText.OneBeat));
        release.SetResult();
        await tour.EndOfAsync(started, "ProductionOutput");

        await tour.ExpectAsync("200", $"GET sessions/{id}/status");
        await tour.ExpectAsync("200", $"GET sessions/{id}");
        await tour.ExpectAsync("202", "POST sessions?project_name=tour", ApiCalls.Els(ScriptText.Beats(2)), "Idempotency-Key: tour");
        var script = await tour.ExpectAsync("200", $"GET sessions/{id}/script");
        await tour.ExpectAsync("304", $"GET sessions/{id}/script", null, $"If-None-Match: {script.ETag}");
        var review = await tour.ExpectAsync("200", $"GET sessions/{id}/review");
        await tour.ExpectAsync("304", $"GET sessions/{id}/review", null, $"If-None-Match: {review.ETag}");
        return id;
    }

    public static async Task RunAsync(ContractTour tour, string id)
    {
        foreach (var call in new[] { "GET sessions/none", "GET sessions/none/status", "GET sessions/none/script", "GET sessions/none/review", "DELETE sessions/none", "POST sessions/none/export", "POST sessions/none/cancel", "POST sessions/none/continue" })
            await tour.ExpectAsync("404 session-not-found", call);
        await StartRefusedAsync(tour);
        await DraftAsync(tour);
        await CancelAsync(tour);
        await ListAsync(tour);
        await ChangeAsync(tour, id);
        await WithoutProductionAsync(tour);
        await WithoutHistoryAsync(tour);
        await DeleteAsync(tour);
    }

    private static async Task StartRefusedAsync(ContractTour tour)
    {
        await tour.ExpectAsync("400 idempotency-key-invalid", "POST sessions", ApiCalls.Els(ScriptText.OneBeat), $"Idempotency-Key: {new string('k', 256)}");
        await tour.ExpectAsync("422 idempotency-key-reused", "POST sessions", ApiCalls.Els(ScriptText.OneBeat), "Idempotency-Key: tour");
        await tour.ExpectAsync("402 quota-exceeded", "POST sessions", ApiCalls.Els(LongScript()));
    }

    private static async Task DraftAsync(ContractTour tour)
    {
        var draft = await tour.ExpectAsync("200", "POST drafts?project_name=tour", ApiCalls.Els(ScriptText.OneBeat), "Idempotency-Key: a draft");
        await tour.ExpectAsync("200", "POST drafts", ScriptCalls.Script(ScriptText.OneBeat), "Idempotency-Key: a draft");
        await tour.ExpectAsync("404 production-not-found", $"GET sessions/{draft.Json!["session_id"]}/status");
        await tour.ExpectAsync("409 nothing-produced", $"PATCH sessions/{draft.Json["session_id"]}", ContractTour.Json("""{"status":"completed"}"""));
        var beat = $"sessions/{draft.Json["session_id"]}/beats/{draft.Json["beats"]![0]!["beat_id"]}";
        await tour.ExpectAsync("409 beat-has-no-take", $"PATCH {beat}", ContractTour.Json("""{"review":"approved"}"""));
        await tour.ExpectAsync("422 idempotency-key-reused", "POST drafts", ApiCalls.Els(ScriptText.Beats(2)), "Idempotency-Key: a draft");
        await tour.ExpectAsync("400 idempotency-key-invalid", "POST drafts", ApiCalls.Els(ScriptText.OneBeat), $"Idempotency-Key: {new string('k', 256)}");
    }

    private static async Task CancelAsync(ContractTour tour)
    {
        var release = new TaskCompletionSource();
        tour.App.Speech.Faults.When("hid apples", SpeechFault.HeldUntil(release.Task), times: 1);
        var script = ScriptText.Beats(2, "hid");
        var started = await tour.ExpectAsync("202", "POST sessions?max_credits=100", ApiCalls.Els(script));
        var id = started.Json!["session_id"]!.GetValue<string>();
        await tour.App.Speech.ReceivesAsync("hid apples");
        await tour.ExpectAsync("409 session-generating", $"POST sessions/{id}/continue");
        await tour.ExpectAsync("202", $"POST sessions/{id}/cancel");
        release.SetResult();
        await tour.EndOfAsync(started, "ProductionOutput");
        await tour.ExpectAsync("200", $"GET sessions/{id}");
        await tour.ExpectAsync("409 nothing-to-cancel", $"POST sessions/{id}/cancel");

        await tour.ExpectAsync("400 json-invalid", $"POST sessions/{id}/continue", ContractTour.Json("[]"));
        await tour.ExpectAsync("400 option-invalid", $"POST sessions/{id}/continue", ContractTour.Json("""{"max_credits":-1}"""));
        await tour.ExpectAsync("413 body-too-large", $"POST sessions/{id}/continue", ContractTour.LongJson(ContractTour.OverSixtyFourKibibytes));
        var continued = await tour.ExpectAsync("202", $"POST sessions/{id}/continue", ContractTour.Json("""{"max_credits":100}"""));
        await tour.EndOfAsync(continued, "ProductionOutput");
        await tour.ExpectAsync("409 nothing-to-continue", $"POST sessions/{id}/continue");
    }

    private static async Task ListAsync(ContractTour tour)
    {
        var page = await tour.ExpectAsync("200", "GET sessions?limit=1&project=tour&status=in_progress");
        await tour.ExpectAsync("200", "GET sessions");
        if (page.Json?["continuation"]?.GetValue<string>() is { } continuation)
            await tour.ExpectAsync("200", $"GET sessions?limit=1&project=tour&status=in_progress&continuation={Uri.EscapeDataString(continuation)}");
        await tour.ExpectAsync("400 limit-invalid", "GET sessions?limit=0");
        await tour.ExpectAsync("400 status-invalid", "GET sessions?status=lost");
        await tour.ExpectAsync("400 continuation-invalid", "GET sessions?continuation=nowhere");
    }

    private static async Task ChangeAsync(ContractTour tour, string id)
    {
        await tour.ExpectAsync("200", $"PATCH sessions/{id}", ContractTour.Json("""{"status":"completed"}"""));
        await tour.ExpectAsync("200", $"PATCH sessions/{id}", ContractTour.Json("""{"status":"in_progress"}"""));
        await tour.ExpectAsync("400 status-invalid", $"PATCH sessions/{id}", ContractTour.Json("""{"status":"exported"}"""));
        await tour.ExpectAsync("400 json-invalid", $"PATCH sessions/{id}", ContractTour.Json("[]"));
        await tour.ExpectAsync("413 body-too-large", $"PATCH sessions/{id}", ContractTour.LongJson(ContractTour.OverSixtyFourKibibytes));
        await tour.ExpectAsync("404 session-not-found", "PATCH sessions/none", ContractTour.Json("""{"status":"completed"}"""));
    }

    /// <summary>A production that was started through the management API and failed before it wrote a row.</summary>
    private static async Task WithoutProductionAsync(ContractTour tour)
    {
        var known = await tour.ExpectAsync("202", "POST sessions", ApiCalls.Els(ScriptText.OneBeat));
        var status = known.Json!["statusQueryGetUri"]!.GetValue<string>();
        var start = status.Replace($"instances/{known.Json["id"]}", "orchestrators/ProduceSession/nothing", StringComparison.Ordinal);
        using var started = await ApiCalls.Durable.PostAsync(new Uri(start), new StringContent("{}"));
        await ApiCalls.EndOfAsync(status.Replace(known.Json["id"]!.GetValue<string>(), "nothing", StringComparison.Ordinal));
        await tour.EndOfAsync(known, "ProductionOutput");

        await tour.ExpectAsync("200", "GET sessions/nothing");
        await tour.ExpectAsync("200", "GET sessions/nothing/status");
        await tour.ExpectAsync("409 nothing-selected", "POST sessions/nothing/export");
        await tour.ExpectAsync("409 nothing-produced", "PATCH sessions/nothing", ContractTour.Json("""{"status":"completed"}"""));
    }

    private static async Task WithoutHistoryAsync(ContractTour tour)
    {
        var started = await tour.ExpectAsync("202", "POST sessions", ScriptCalls.Script(ScriptText.OneBeat));
        await tour.EndOfAsync(started, "ProductionOutput");
        using var purged = await ApiCalls.Durable.DeleteAsync(new Uri(started.Json!["purgeHistoryDeleteUri"]!.GetValue<string>()));
        await tour.ExpectAsync("200", $"GET sessions/{started.Json["session_id"]}/status");
    }

    private static async Task DeleteAsync(ContractTour tour)
    {
        var started = await tour.ExpectAsync("202", "POST sessions", ApiCalls.Els(ScriptText.OneBeat), "Idempotency-Key: to be deleted");
        var id = started.Json!["session_id"]!.GetValue<string>();
        await tour.EndOfAsync(started, "ProductionOutput");

        var (copying, release) = (new TaskCompletionSource(), new TaskCompletionSource());
        tour.Storage.Before = call => call.IsBlobWrite($"/exports/{id}") && copying.TrySetResult() ? release.Task : Task.CompletedTask;
        var export = await tour.ExpectAsync("202", $"POST sessions/{id}/export");
        await copying.Task;
        await tour.ExpectAsync("409 session-exporting", $"DELETE sessions/{id}");
        await tour.ExpectAsync("409 session-exporting", $"POST sessions/{id}/export", ContractTour.Json("""{"master":true}"""));
        release.SetResult();
        await tour.EndOfAsync(export, "ExportOutput");

        var table = new TableServiceClient(tour.App.Storage.ConnectionString).GetTableClient(SessionStore.TableName);
        await table.UpdateEntityAsync(new TableEntity(id, "session") { ["DeletingAt"] = DateTimeOffset.UtcNow }, ETag.All);
        await tour.ExpectAsync("409 session-deleting", "POST drafts", ApiCalls.Els(ScriptText.OneBeat), "Idempotency-Key: to be deleted");
        await tour.ExpectAsync("409 session-deleting", "POST sessions", ApiCalls.Els(ScriptText.OneBeat), "Idempotency-Key: to be deleted");
        await tour.ExpectAsync("204", $"DELETE sessions/{id}");
    }

    public static string LongScript()
    {
        var script = new StringBuilder("[META]\nvideo_title: Long\nproject: tour\n[BEAT: 01_long]\nname: Long\n---\n");
        for (var line = 0; line < 200; line++)
            script.AppendLine(string.Concat(Enumerable.Repeat("Me talk much. ", 30)));
        return script.Append("[END_BEAT]\n").ToString();
    }
}
