namespace AudioFunctions.Sessions.Listing;

/// <summary>Which sessions to list.</summary>
/// <param name="Limit">1 to <see cref="MaxLimit"/> sessions in a page.</param>
/// <param name="ProjectName">The complete, exact name; null for all projects.</param>
/// <param name="Status">Null for every status.</param>
public sealed record SessionQuery(int Limit, string? ProjectName, SessionStatus? Status)
{
    public const int DefaultLimit = 20;
    public const int MaxLimit = 100;

    /// <summary>The list of the index that contains these sessions.</summary>
    internal string List => SessionLists.For(StoredProjectName, Status);

    private string? StoredProjectName => ProjectName is null ? null : SessionRows.Shortened(ProjectName);

    internal bool Matches(SessionSummary session) =>
        (Status is null || session.Status == Status) && (ProjectName is null || session.ProjectName == StoredProjectName);
}

/// <summary>A page of the list.</summary>
/// <param name="Continuation">Where the next page begins; null if this is the last.</param>
public sealed record SessionPage(IReadOnlyList<SessionSummary> Sessions, ListPosition? Continuation);
