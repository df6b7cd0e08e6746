using System.Text;
using System.Text.Json.Nodes;
using AudioFunctions.Testing.Running;

namespace AudioFunctions.Tests.Contract;

/// <summary>Validating scripts, and scripts that every operation refuses.</summary>
internal static class ScriptCalls
{
    private const int OverEightMebibytes = (8 * 1024 * 1024) + 1;

    public static async Task RunAsync(ContractTour tour)
    {
        foreach (var operation in new[] { "scripts/validate", "scripts/parse", "scripts/estimate" })
        {
            await tour.ExpectAsync("200", $"POST {operation}?project_name=tour", ApiCalls.Els(ScriptText.Beats(2)));
            await tour.ExpectAsync("200", $"POST {operation}", Script(ScriptText.OneBeat));
        }

        await tour.ExpectAsync("200", "POST scripts/validate", ApiCalls.Els("[META]\nmood: grim\n[BEAT: 1]\n"));
        await tour.ExpectAsync("200", "POST scripts/parse", ApiCalls.Els(ScriptText.OneBeat.Replace("[BEAT:", "directions: act\n[BEAT:", StringComparison.Ordinal)));
        foreach (var operation in new[] { "scripts/validate", "scripts/parse", "scripts/estimate", "sessions", "drafts" })
            await RefuseAsync(tour, $"POST {operation}");
        foreach (var operation in new[] { "scripts/parse", "scripts/estimate", "sessions", "drafts" })
            await tour.ExpectAsync("422", $"POST {operation}", ApiCalls.Els("[META]\nproject: p\n"));
        foreach (var operation in new[] { "scripts/estimate", "sessions" })
            await tour.ExpectAsync("404 reuse-session-not-found", $"POST {operation}?reuse_from=none", ApiCalls.Els(ScriptText.OneBeat));
    }

    public static StringContent Script(string script) =>
        ContractTour.Json(new JsonObject { ["els_content"] = script, ["project_name"] = "tour" }.ToJsonString());

    private static async Task RefuseAsync(ContractTour tour, string call)
    {
        await tour.ExpectAsync("400 els-content-missing", call, ContractTour.Json("{}"));
        await tour.ExpectAsync("400 json-invalid", call, ContractTour.Json("{"));
        await tour.ExpectAsync("400 json-invalid", call, ContractTour.Json("""{"els_content": "\ud800"}"""));
        await tour.ExpectAsync("400 json-invalid", call, ContractTour.Json("""{"els_content": "", "reuse_form": "misspelt"}"""));
        await tour.ExpectAsync("400 option-invalid", $"{call}?project_name=tour", Script(ScriptText.OneBeat));
        await tour.ExpectAsync("400 option-invalid", $"{call}?ignore_quota=maybe", ApiCalls.Els(ScriptText.OneBeat));
        await tour.ExpectAsync("400 option-invalid", $"{call}?reuse_from=one&reuse_from=two", ApiCalls.Els(ScriptText.OneBeat));
        await tour.ExpectAsync("400 project-name-invalid", $"{call}?project_name=%0Aone", ApiCalls.Els(ScriptText.OneBeat));
        await tour.ExpectAsync("400 project-name-invalid", $"{call}?project_name={new string('p', 201)}", ApiCalls.Els(ScriptText.OneBeat));
        await tour.ExpectAsync("413 body-too-large", call, ContractTour.LongJson(OverEightMebibytes));
        await tour.ExpectAsync("415 content-type-unsupported", call, new StringContent("<script/>", Encoding.UTF8, "application/xml"));
        await tour.ExpectAsync("415 content-type-unsupported", call);
    }
}
