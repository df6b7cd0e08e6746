using AudioFunctions.Sessions;
using AudioFunctions.Testing.Running;
using AudioFunctions.Testing.Speech;
using Azure;
using Azure.Data.Tables;

namespace AudioFunctions.Tests.Contract;

/// <summary>A session's script: read, replaced, and refused.</summary>
internal static class ScriptChangeCalls
{
    private static readonly string Other = ScriptText.OneBeat.Replace("one thing", "the other thing", StringComparison.Ordinal);

    public static async Task RunAsync(ContractTour tour)
    {
        var started = await tour.ExpectAsync("202", "POST sessions", ApiCalls.Els(ScriptText.OneBeat));
        var id = started.Json!["session_id"]!.GetValue<string>();
        await tour.EndOfAsync(started, "ProductionOutput");
        var call = $"PUT sessions/{id}/script";
        await tour.ExpectAsync("200", $"{call}?dry_run=true", ApiCalls.Els(Other));
        await tour.ExpectAsync("200", call, ContractTour.Json("""{"els_content":"[META]\nvideo_title: One\nproject: tests\n[BEAT: 01_only]\nname: Only\n---\nMe say one thing. [PAUSE: long]\n[END_BEAT]"}"""));
        await tour.EndOfAsync(started, "ProductionOutput");
        await tour.ExpectAsync("200", $"GET sessions/{id}/script?version=1");
        await tour.ExpectAsync("200", $"GET sessions/{id}/script/versions");
        await tour.ExpectAsync("404 script-version-not-found", $"GET sessions/{id}/script?version=9");
        await tour.ExpectAsync("404 session-not-found", "GET sessions/none/script/versions");
        await RefuseAsync(tour, id, call);
        await SpeakAsync(tour, id, call, started);
        await ExportAsync(tour, id, call);
        await BusyAsync(tour, id, call);
    }

    private static async Task RefuseAsync(ContractTour tour, string id, string call)
    {
        await tour.ExpectAsync("412 precondition-failed", call, ApiCalls.Els(Other), "If-Match: \"another\"");
        await tour.ExpectAsync("422", call, ApiCalls.Els("Nothing of the kind."));
        await tour.ExpectAsync("400 option-invalid", $"{call}?max_credits=5", ApiCalls.Els(Other));
        await tour.ExpectAsync("400 option-invalid", $"{call}?ignore_quota=maybe", ApiCalls.Els(Other));
        await tour.ExpectAsync("402 quota-exceeded", $"{call}?produce=true", ApiCalls.Els(SessionCalls.LongScript()));
        await tour.ExpectAsync("400 json-invalid", call, ContractTour.Json("[]"));
        await tour.ExpectAsync("400 els-content-missing", call, ContractTour.Json("{}"));
        await tour.ExpectAsync("413 body-too-large", call, ContractTour.LongJson(9 * 1024 * 1024));
        await tour.ExpectAsync("415 content-type-unsupported", call, new StringContent("<script/>", System.Text.Encoding.UTF8, "application/xml"));
        await tour.ExpectAsync("404 session-not-found", "PUT sessions/none/script", ApiCalls.Els(Other));
        await tour.ExpectAsync("409 nothing-produced", "PUT sessions/nothing/script", ApiCalls.Els(Other));
        await tour.ExpectAsync("200", $"GET sessions/{id}");
    }

    private static async Task SpeakAsync(ContractTour tour, string id, string call, ContractResponse started)
    {
        var release = new TaskCompletionSource();
        tour.App.Speech.Faults.When("the other thing", SpeechFault.HeldUntil(release.Task), times: 1);
        await tour.ExpectAsync("200", $"{call}?produce=true&ignore_quota=true&max_credits=1000", ApiCalls.Els(Other));
        await tour.ExpectAsync("409 session-generating", call, ApiCalls.Els(ScriptText.OneBeat));
        release.SetResult();
        await tour.EndOfAsync(started, "ProductionOutput");
        await tour.ExpectAsync("200", $"GET sessions/{id}");
    }

    private static async Task ExportAsync(ContractTour tour, string id, string call)
    {
        var (copying, release) = (new TaskCompletionSource(), new TaskCompletionSource());
        tour.Storage.Before = storage => storage.IsBlobWrite($"/exports/{id}") && copying.TrySetResult() ? release.Task : Task.CompletedTask;
        var export = await tour.ExpectAsync("202", $"POST sessions/{id}/export");
        await copying.Task;
        await tour.ExpectAsync("409 session-exporting", call, ApiCalls.Els(ScriptText.OneBeat));
        release.SetResult();
        await tour.EndOfAsync(export, "ExportOutput");
    }

    /// <summary>Another writer always comes first.</summary>
    private static async Task BusyAsync(ContractTour tour, string id, string call)
    {
        var table = new TableServiceClient(tour.App.Storage.ConnectionString).GetTableClient(SessionStore.TableName);
        tour.Storage.Before = storage => storage.IsTransactionWith("script-0")
            ? table.UpdateEntityAsync(new TableEntity(id, "session"), ETag.All)
            : Task.CompletedTask;
        await tour.ExpectAsync("409 session-changing", call, ApiCalls.Els(ScriptText.OneBeat.Replace("one", "a", StringComparison.Ordinal)));
        tour.Storage.Before = _ => Task.CompletedTask;
    }
}
