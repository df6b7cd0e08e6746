namespace AudioFunctions.Sessions;

/// <summary>One line of a stored take of a beat: the line that is (or was) spoken again to make another take.</summary>
/// <param name="TakeId">The take that provides the other lines.</param>
/// <param name="Line">0-based index of the line in its beat.</param>
public sealed record TakeLine(string TakeId, int Line);
