namespace AudioFunctions.Cli.Supervision;

/// <summary>What a run needs the app for, which decides which run's app it can use.</summary>
public enum ServerUse
{
    /// <summary>
    /// One production; the run then stops an app that it started. It uses the app of a serving run, but not of another such run, which may
    /// end first.
    /// </summary>
    Once,

    /// <summary>Other runs use the app too, until this one is stopped.</summary>
    Serve,

    /// <summary>Like <see cref="Serve"/>, but uses any run's app, because it starts another one if that ends.</summary>
    Agents,
}
