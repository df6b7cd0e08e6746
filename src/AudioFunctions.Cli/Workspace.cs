namespace AudioFunctions.Cli;

/// <summary>The paths of a checkout. Everything that the command writes is under <c>.local</c> or the output folder.</summary>
public sealed class Workspace(string root)
{
    /// <summary>The checkout's path; run.sh sets it.</summary>
    public const string RootVariable = "AUDIOFUNCTIONS_ROOT";

    public string Root { get; } = Path.GetFullPath(root);

    public string HostAssembly =>
        Path.Combine(Root, "artifacts", "bin", "AudioFunctions.LocalHost", "release", "AudioFunctions.LocalHost.dll");

    /// <summary>The output of <c>dotnet publish</c>, which can be deployed too.</summary>
    public string AppFolder => Path.Combine(Root, "artifacts", "publish", "AudioFunctions", "release");

    public string AppAssembly => Path.Combine(AppFolder, "AudioFunctions.dll");

    public string LocalSettings => Path.Combine(Root, "local.settings.json");

    public string AzuriteScript => Path.Combine(Root, "node_modules", "azurite", "dist", "src", "azurite.js");

    public string DefaultScript => Path.Combine(Root, "samples", "shrinkflation.els");

    public string DefaultOutput => Path.Combine(Root, "out");

    public string Local => Path.Combine(Root, ".local");

    public string AzuriteData => Path.Combine(Local, "azurite");

    public string Secrets => Path.Combine(Local, "secrets");

    public string Runs => Path.Combine(Local, "runs");

    /// <summary>The last session of each script file.</summary>
    public string Finished => Path.Combine(Local, "finished");

    /// <summary>The script of a character's preview.</summary>
    public string PreviewScript(string character) => Path.Combine(Local, "previews", $"{character}.els");

    /// <summary>The records of which script each output folder belongs to.</summary>
    public string Exports => Path.Combine(Local, "exports");

    /// <summary>A file that is created when storage listens; the host, which starts at the same time, waits for it.</summary>
    public string StorageReady => Path.Combine(Local, "storage.ready");

    public string Log(string name) => Path.Combine(Local, "logs", $"{name}.log");

    public string ServerLock => Path.Combine(Local, "server.lock");

    public string ServerState => Path.Combine(Local, "server.json");

    /// <summary>The path to show: relative if it is below the current folder.</summary>
    public static string DisplayPath(string path)
    {
        var relative = Path.GetRelativePath(Environment.CurrentDirectory, path);
        return relative.StartsWith("..", StringComparison.Ordinal) ? path : relative;
    }

    /// <summary>The folder itself if it exists, else the nearest one above it that does.</summary>
    public static string NearestFolder(string path)
    {
        while (!Directory.Exists(path))
        {
            path = Path.GetDirectoryName(path)!;
        }

        return path;
    }

    public static Workspace Find()
    {
        if (Environment.GetEnvironmentVariable(RootVariable) is { Length: > 0 } named)
            return new Workspace(named);

        for (var folder = new DirectoryInfo(AppContext.BaseDirectory); folder is not null; folder = folder.Parent)
        {
            if (File.Exists(Path.Combine(folder.FullName, "AudioFunctions.sln")))
                return new Workspace(folder.FullName);
        }

        throw new RunException($"This command needs a checkout of AudioFunctions: start it with ./run.sh, or set {RootVariable}.");
    }
}
