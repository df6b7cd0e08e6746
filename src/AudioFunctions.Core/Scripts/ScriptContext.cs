namespace AudioFunctions.Scripts;

/// <summary>What reading a script depends on besides its text.</summary>
/// <param name="Characters">Ids of the existing voice profiles, lower case.</param>
/// <param name="ProjectName">The request's <c>project_name</c>; unless it is blank, it overrides the script's <c>project</c>.</param>
public sealed record ScriptContext(IReadOnlySet<string> Characters, string? ProjectName = null)
{
    /// <summary>By character, the id of its model, for models on which style has no effect. Empty if the voices are unknown.</summary>
    public IReadOnlyDictionary<string, string> ModelsWithoutStyle { get; init; } = new Dictionary<string, string>();

    /// <summary>By character, the id of its model, for models that use the nearest of the stabilities 0, 0.5 and 1.</summary>
    public IReadOnlyDictionary<string, string> ModelsWithThreeStabilities { get; init; } = new Dictionary<string, string>();
}
