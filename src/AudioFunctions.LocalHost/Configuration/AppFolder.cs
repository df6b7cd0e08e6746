using AudioFunctions.LocalHost.Functions;
using AudioFunctions.LocalHost.Hosting;
using Newtonsoft.Json;
using Newtonsoft.Json.Linq;

namespace AudioFunctions.LocalHost.Configuration;

/// <summary>The output of <c>dotnet publish</c> of an isolated app.</summary>
internal sealed class AppFolder
{
    private AppFolder(string path, JObject host, IReadOnlyList<AppFunction> functions, IReadOnlyList<string> startupTypes, WorkerProgram worker)
    {
        Path = path;
        HostJson = host;
        Functions = functions;
        StartupTypes = startupTypes;
        Worker = worker;
    }

    public string Path { get; }

    /// <summary>The content of host.json.</summary>
    public JObject HostJson { get; }

    /// <summary>In registration order, which decides between overlapping routes.</summary>
    public IReadOnlyList<AppFunction> Functions { get; }

    /// <summary>Assembly-qualified names of the types that register the extensions.</summary>
    public IReadOnlyList<string> StartupTypes { get; }

    public WorkerProgram Worker { get; }

    public string Extensions => System.IO.Path.Combine(Path, ".azurefunctions");

    /// <exception cref="StartupException">The folder doesn't contain a published app.</exception>
    public static AppFolder Read(string path)
    {
        if (!Directory.Exists(path))
            throw new StartupException($"There is no folder {path}: publish the app first (dotnet publish), and pass its output folder.");

        var worker = Read<JObject>(path, "worker.config.json")["description"] as JObject;
        var program = new WorkerProgram(
            worker?.Value<string>("defaultExecutablePath") ?? "dotnet",
            System.IO.Path.Combine(path, worker?.Value<string>("defaultWorkerPath") ?? ""));
        if (!File.Exists(program.Assembly))
            throw new StartupException($"{path} is incomplete: {program.Assembly}, the app's program, is missing. Publish the app again.");

        return new AppFolder(
            path,
            Read<JObject>(path, "host.json"),
            FunctionsOf(path),
            [.. StartupTypesOf(Read<JObject>(path, "extensions.json"))],
            program);
    }

    private static List<AppFunction> FunctionsOf(string path)
    {
        const string file = "functions.metadata";
        try
        {
            return [.. Read<JArray>(path, file).OfType<JObject>().Select(AppFunction.Read)];
        }
        catch (JsonException e)
        {
            throw new StartupException($"{System.IO.Path.Combine(path, file)} has unexpected content: {e.Message} Publish the app again.", e);
        }
    }

    /// <summary>Excludes the loader of function metadata, which only the official host can run.</summary>
    private static IEnumerable<string> StartupTypesOf(JObject extensions) =>
        from extension in (extensions["extensions"] as JArray ?? []).OfType<JObject>()
        where extension.Value<string>("name") != "Startup"
        select extension.Value<string>("typeName")!;

    private static T Read<T>(string folder, string name) where T : JToken
    {
        var path = System.IO.Path.Combine(folder, name);
        try
        {
            using var reader = new JsonTextReader(File.OpenText(path)) { DateParseHandling = DateParseHandling.None };
            return JToken.ReadFrom(reader) as T ?? throw new StartupException($"{path} has unexpected content. Publish the app again.");
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            throw new StartupException($"{folder} is not a published isolated app: {e.Message} Publish the app, and pass its output folder.", e);
        }
        catch (JsonException e)
        {
            throw new StartupException($"{path} is not JSON: {e.Message} Publish the app again.", e);
        }
    }
}

/// <summary>How to start the app's process.</summary>
internal sealed record WorkerProgram(string Executable, string Assembly);
