using System.Text;
using AudioFunctions.Estimates;
using AudioFunctions.Production;
using AudioFunctions.Scripts;
using AudioFunctions.Speech.Models;
using AudioFunctions.Voices;
using Microsoft.Extensions.Hosting;

namespace AudioFunctions.Mcp;

/// <summary>A valid script as a tool was given it.</summary>
/// <param name="Profiles">Those it was checked against.</param>
internal sealed record GivenScript(
    string Text, string? ProjectName, int? MaxCredits, Script Script, IReadOnlyDictionary<string, VoiceProfile> Profiles);

/// <summary>What becomes of a script that a tool is given: it is read, and then estimated or produced.</summary>
internal sealed class ScriptIntake(
    EngineClient engine, VoiceProfileStore voices, ScriptContexts contexts, ScriptEstimator estimator, ProductionStarter starter, IHostApplicationLifetime lifetime)
{
    /// <summary>Reads it; exactly one of the two is null.</summary>
    public async Task<(GivenScript? Script, ToolError? Error)> ReadAsync(
        string text, string? projectName, int? maxCredits, CancellationToken cancellationToken)
    {
        if (ScriptOptions.Check(projectName, maxCredits) is { } refusal)
            return (null, ToolError.Of(refusal));

        var profiles = await voices.ByCharacterAsync(cancellationToken);
        var project = ScriptOptions.ProjectNameOf(projectName);
        var reading = ScriptReader.Read(text, await contexts.ForAsync(profiles.Values, project, cancellationToken));
        return reading.Script is { } script
            ? (new GivenScript(text, project, maxCredits, script, profiles), null)
            : (null, ToolError.OfInvalid(reading.Validation));
    }

    public Task<ScriptEstimate> EstimateAsync(GivenScript script, CancellationToken cancellationToken) =>
        estimator.EstimateAsync(script.Script, script.Profiles, [], cancellationToken);

    /// <summary>Makes a session of it that stays a draft until beats are spoken. Once begun this is not cancelled, as a start is not.</summary>
    /// <returns>Null if it stands.</returns>
    public async Task<ToolError?> KeepDraftAsync(string sessionId, GivenScript script) =>
        ErrorOf(await starter.KeepDraftAsync(RequestOf(sessionId, script), lifetime.ApplicationStopping));

    /// <summary>Starts its production. Once begun this is not cancelled: half a start would be a session that nobody continues.</summary>
    /// <returns>Null if it runs.</returns>
    public async Task<ToolError?> StartAsync(string sessionId, GivenScript script) =>
        ErrorOf(await starter.StartAsync(engine.Client, RequestOf(sessionId, script), lifetime.ApplicationStopping));

    private static ProductionRequest RequestOf(string sessionId, GivenScript script) =>
        new(sessionId, Encoding.UTF8.GetBytes(script.Text), script.Script, script.ProjectName) { MaxCredits = script.MaxCredits };

    private static ToolError? ErrorOf(ProductionResponse answer) =>
        answer.Start == ProductionStart.Started ? null : ToolError.Of(StartRefusals.Of(answer, reuseFrom: null));
}
