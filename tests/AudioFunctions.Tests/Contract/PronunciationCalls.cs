using AudioFunctions.Pronunciations;
using Azure;
using Azure.Data.Tables;

namespace AudioFunctions.Tests.Contract;

/// <summary>Pronunciation rules: read, added, replaced, and refused.</summary>
internal static class PronunciationCalls
{
    private const string Path = "pronunciations/%C3%9Cbung%201";
    private const string Rules = """{"rules":[{"from":"SEC","say":"ess ee see"}],"characters":{"Boomer":[{"from":"gif","ipa":"ɡɪf"}]}}""";

    public static async Task RunAsync(ContractTour tour)
    {
        var none = await tour.ExpectAsync("200", $"GET {Path}");
        await tour.ExpectAsync("412 precondition-failed", $"PUT {Path}", ContractTour.Json(Rules), "If-Match: *");
        await tour.ExpectAsync("201", $"PUT {Path}", ContractTour.Json(Rules), $"If-Match: {none.ETag}");
        await tour.ExpectAsync("412 precondition-failed", $"PUT {Path}", ContractTour.Json(Rules), $"If-Match: {none.ETag}");
        await tour.ExpectAsync("412 precondition-failed", $"PUT {Path}", ContractTour.Json(Rules), "If-None-Match: *");
        var shown = await tour.ExpectAsync("200", $"GET {Path}");
        await tour.ExpectAsync("304", $"GET {Path}", null, $"If-None-Match: {shown.ETag}");
        await tour.ExpectAsync("200", $"PUT {Path}", ContractTour.Json(shown.Json!.ToJsonString()), $"If-Match: {shown.ETag}");
        await tour.ExpectAsync("412 precondition-failed", $"PUT {Path}", ContractTour.Json(Rules), $"If-Match: {shown.ETag}");
        await tour.ExpectAsync("200", $"PUT {Path}", ContractTour.Json("{}"));
        await RefuseAsync(tour);
        await BusyAsync(tour);
    }

    private static async Task RefuseAsync(ContractTour tour)
    {
        await tour.ExpectAsync("400 project-invalid", "GET pronunciations/%20x");
        await tour.ExpectAsync("400 project-invalid", "PUT pronunciations/%20x", ContractTour.Json(Rules));
        await tour.ExpectAsync("400 project-invalid", "PUT pronunciations/a%2fb", ContractTour.Json(Rules));
        await tour.ExpectAsync("400 project-mismatch", $"PUT {Path}", ContractTour.Json("""{"project":"other"}"""));
        await tour.ExpectAsync("400 json-invalid", $"PUT {Path}", ContractTour.Json("""{"rules":{}}"""));
        await tour.ExpectAsync("400 json-invalid", $"PUT {Path}", ContractTour.Json("""{"rules":[{"form":"SEC"}]}"""));
        await tour.ExpectAsync("400 pronunciation-invalid", $"PUT {Path}", ContractTour.Json("""{"rules":[{"from":"SEC"},null]}"""));
        await tour.ExpectAsync("413 body-too-large", $"PUT {Path}", ContractTour.LongJson(PronunciationStore.MaxJsonBytes));
    }

    /// <summary>Another writer always comes first.</summary>
    private static async Task BusyAsync(ContractTour tour)
    {
        var table = new TableServiceClient(tour.App.Storage.ConnectionString).GetTableClient(PronunciationStore.TableName);
        var row = await table.QueryAsync<TableEntity>().FirstAsync();
        tour.Storage.Before = call => call.Method != HttpMethod.Get.Method && call.Path.Contains("Pronunciations(", StringComparison.Ordinal)
            ? table.UpdateEntityAsync(row, ETag.All)
            : Task.CompletedTask;
        await tour.ExpectAsync("409 pronunciations-busy", $"PUT {Path}", ContractTour.Json(Rules));
        tour.Storage.Before = _ => Task.CompletedTask;
    }
}
