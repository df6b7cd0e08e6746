namespace AudioFunctions.Scripts;

/// <summary>What a script is read against, beside its own text.</summary>
/// <param name="Characters">Ids of the existing voice profiles, lower case.</param>
/// <param name="ProjectName">The request's <c>project_name</c>; unless it is blank it wins over the script's <c>project</c>.</param>
public sealed record ScriptContext(IReadOnlySet<string> Characters, string? ProjectName = null)
{
    /// <summary>By character, the id of the model that speaks it, if a style has no effect on that. Empty if the voices are not known.</summary>
    public IReadOnlyDictionary<string, string> ModelsWithoutStyle { get; init; } = new Dictionary<string, string>();
}
