using System.Text;
using AudioFunctions.Estimates;
using AudioFunctions.Production;
using AudioFunctions.Scripts;
using AudioFunctions.Scripts.Parsing;
using AudioFunctions.Speech;
using AudioFunctions.Voices;
using Microsoft.Extensions.Hosting;

namespace AudioFunctions.Mcp;

/// <summary>A valid script from a tool's arguments.</summary>
/// <param name="Profiles">The voice profiles that it was validated with.</param>
internal sealed record SubmittedScript(
    string Text, string? ProjectName, int? MaxCredits, Script Script, IReadOnlyDictionary<string, VoiceProfile> Profiles);

/// <summary>Reads the script in a tool's arguments, estimates it and starts its production.</summary>
internal sealed class ScriptIntake(
    EngineClient engine, VoiceProfileStore voices, ScriptContexts contexts, ScriptEstimator estimator, ProductionStarter starter, IHostApplicationLifetime lifetime)
{
    /// <summary>Exactly one of the results is null.</summary>
    public async Task<(SubmittedScript? Script, ToolError? Error)> ReadAsync(
        string text, string? projectName, int? maxCredits, CancellationToken cancellationToken)
    {
        if (ScriptOptions.Check(projectName, maxCredits) is { } refusal)
            return (null, ToolError.Of(refusal));

        var profiles = await voices.ByCharacterAsync(cancellationToken);
        var project = ScriptOptions.ProjectNameOf(projectName);
        var reading = ScriptReader.Read(text, await contexts.ForAsync(profiles.Values, project, cancellationToken));
        return reading.Script is { } script
            ? (new SubmittedScript(text, project, maxCredits, script, profiles), null)
            : (null, ToolError.OfInvalid(reading.Validation));
    }

    public Task<ScriptEstimate> EstimateAsync(SubmittedScript script, CancellationToken cancellationToken) =>
        estimator.EstimateAsync(script.Script, script.Profiles, [], cancellationToken);

    /// <summary>Creates a session that stays a draft until beats are spoken. Like a start, it can't be cancelled.</summary>
    /// <returns>Null if the session exists.</returns>
    public async Task<ToolError?> KeepDraftAsync(string sessionId, SubmittedScript script) =>
        ErrorOf(await starter.KeepDraftAsync(RequestOf(sessionId, script), lifetime.ApplicationStopping));

    /// <summary>Starts the script's production. It can't be cancelled, because an incomplete start would leave a session that never runs.</summary>
    /// <returns>Null if the production runs.</returns>
    public async Task<ToolError?> StartAsync(string sessionId, SubmittedScript script) =>
        ErrorOf(await starter.StartAsync(engine.Client, RequestOf(sessionId, script), lifetime.ApplicationStopping));

    private static ProductionRequest RequestOf(string sessionId, SubmittedScript script) =>
        new(sessionId, Encoding.UTF8.GetBytes(script.Text), script.Script, script.ProjectName) { MaxCredits = script.MaxCredits };

    private static ToolError? ErrorOf(ProductionResponse response) =>
        response.Start == ProductionStart.Started ? null : ToolError.Of(StartRefusals.Of(response, reuseFrom: null));
}
