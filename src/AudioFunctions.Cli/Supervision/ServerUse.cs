namespace AudioFunctions.Cli.Supervision;

/// <summary>What a run wants the app for, which decides whose app it can use.</summary>
public enum ServerUse
{
    /// <summary>One run, which stops the app it started. It uses the app of a run that serves, not of another like itself, which may end first.</summary>
    Once,

    /// <summary>Other runs use the app too, until this one is stopped.</summary>
    Serve,

    /// <summary>As <see cref="Serve"/>; any run's app will do, because it is replaced when it ends.</summary>
    Agents,
}
