using AudioFunctions.Testing.Speech;
using AudioFunctions.Voices;
using Azure;
using Azure.Data.Tables;

namespace AudioFunctions.Tests.Contract;

/// <summary>Voice profiles: read, added, replaced, changed, deleted, and refused.</summary>
internal static class VoiceCalls
{
    private const string Granny =
        """{"display_name":"Granny","voice_id":"21m00Tcm4TlvDq8ikWAM","stability":0.4,"similarity_boost":0.78,"style":0.3,"speed":0.9}""";

    public static async Task RunAsync(ContractTour tour)
    {
        await tour.ExpectAsync("200", "GET voices");
        await tour.ExpectAsync("201", "PUT voices/granny", ContractTour.Json(Granny), "If-None-Match: *");
        await tour.ExpectAsync("412 precondition-failed", "PUT voices/granny", ContractTour.Json(Granny), "If-None-Match: *");
        await tour.ExpectAsync("200", "PUT voices/Granny", ContractTour.Json(Granny), "If-Match: *");
        var shown = await tour.ExpectAsync("200", "GET voices/granny");
        await tour.ExpectAsync("304", "GET voices/granny", null, $"If-None-Match: {shown.ETag}");
        await tour.ExpectAsync("200", "PUT voices/granny", ContractTour.Json(shown.Json!.ToJsonString()));
        await tour.ExpectAsync("200", "GET voices/granny", null, $"If-None-Match: {shown.ETag}");
        await tour.ExpectAsync("200", "PATCH voices/granny", ContractTour.Json("""{"speed":0.85,"description":null,"model_id":"eleven_multilingual_v2"}"""));
        await RefuseAsync(tour, "PUT", Granny.Replace("0.9}", "7}", StringComparison.Ordinal));
        await tour.ExpectAsync("400 setting-missing", "PUT voices/granny", ContractTour.Json("""{"speed":1}"""));
        await RefuseAsync(tour, "PATCH", """{"speed":7}""");
        await MissAsync(tour);
        await FindAsync(tour);
        await BusyAsync(tour);

        await tour.ExpectAsync("412 precondition-failed", "PATCH voices/granny", ContractTour.Json("{}"), $"If-Match: {shown.ETag}");
        await tour.ExpectAsync("412 precondition-failed", "DELETE voices/granny", null, $"If-Match: {shown.ETag}");
        await tour.ExpectAsync("204", "DELETE voices/granny");
    }

    private static async Task FindAsync(ContractTour tour)
    {
        const string Find = "GET voices/available";
        await tour.ExpectAsync("200", $"{Find}?search=rac&limit=1");
        await tour.ExpectAsync("400 limit-invalid", $"{Find}?limit=0");
        await tour.ExpectAsync("400 search-invalid", $"{Find}?search={new string('v', 501)}");
        (string Expected, SpeechFault Fault)[] failures =
        [
            ("400 search-invalid", SpeechFault.Error(422)),
            ("502 speech-unauthorized", SpeechFault.Error(401, "invalid_api_key")),
            ("502 speech-payment-issue", SpeechFault.Error(401, "payment_issue")),
            ("503 speech-unavailable", SpeechFault.Error(500)),
            ("503 speech-rate-limited", SpeechFault.TooManyRequests()),
            ("503 speech-answer-unusable", SpeechFault.HtmlPage),
        ];
        foreach (var (expected, fault) in failures)
        {
            tour.App.Speech.Voices.Fault = fault;
            await tour.ExpectAsync(expected, Find);
        }

        tour.App.Speech.Voices.Fault = SpeechFault.None;
    }

    private static async Task RefuseAsync(ContractTour tour, string verb, string outOfRange)
    {
        await tour.ExpectAsync("400 character-mismatch", $"{verb} voices/granny", ContractTour.Json("""{"character":"boomer"}"""));
        await tour.ExpectAsync("400 json-invalid", $"{verb} voices/granny", ContractTour.Json("""{"speed":"fast"}"""));
        await tour.ExpectAsync("400 setting-out-of-range", $"{verb} voices/granny", ContractTour.Json(outOfRange));
        await tour.ExpectAsync("413 body-too-large", $"{verb} voices/granny", ContractTour.LongJson(ContractTour.OverSixtyFourKibibytes));
    }

    private static async Task MissAsync(ContractTour tour)
    {
        await tour.ExpectAsync("404 voice-profile-not-found", "GET voices/nobody");
        await tour.ExpectAsync("404 voice-profile-not-found", "GET voices/%23'%2F%3F");
        await tour.ExpectAsync("404 voice-profile-not-found", "PATCH voices/nobody", ContractTour.Json("{}"));
        await tour.ExpectAsync("404 voice-profile-not-found", "DELETE voices/nobody");
    }

    /// <summary>Another writer always comes first.</summary>
    private static async Task BusyAsync(ContractTour tour)
    {
        var table = new TableServiceClient(tour.App.Storage.ConnectionString).GetTableClient(VoiceProfileStore.TableName);
        tour.Storage.Before = call => call.Method != HttpMethod.Get.Method && call.Path.Contains("VoiceProfiles(", StringComparison.Ordinal)
            ? table.UpdateEntityAsync(new TableEntity("voice", "granny") { ["Description"] = "Quick." }, ETag.All)
            : Task.CompletedTask;
        await tour.ExpectAsync("409 voice-profile-busy", "PUT voices/granny", ContractTour.Json(Granny));
        await tour.ExpectAsync("409 voice-profile-busy", "PATCH voices/granny", ContractTour.Json("{}"));
        await tour.ExpectAsync("409 voice-profile-busy", "DELETE voices/granny");
        tour.Storage.Before = _ => Task.CompletedTask;
    }
}
