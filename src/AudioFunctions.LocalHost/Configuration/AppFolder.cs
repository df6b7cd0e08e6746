using AudioFunctions.LocalHost.Functions;
using AudioFunctions.LocalHost.Hosting;
using Newtonsoft.Json;
using Newtonsoft.Json.Linq;
using IOPath = System.IO.Path;

namespace AudioFunctions.LocalHost.Configuration;

/// <summary>The output of <c>dotnet publish</c> of an isolated app.</summary>
/// <param name="Functions">In registration order, which decides between overlapping routes.</param>
/// <param name="StartupTypes">Assembly-qualified names of the types that register the extensions.</param>
internal sealed record AppFolder(
    string Path, HostJson HostJson, IReadOnlyList<AppFunction> Functions, IReadOnlyList<string> StartupTypes, WorkerProgram Worker)
{
    public string Extensions => IOPath.Combine(Path, ".azurefunctions");

    /// <exception cref="StartupException">The folder doesn't contain a published app.</exception>
    public static AppFolder Read(string path)
    {
        if (!Directory.Exists(path))
            throw new StartupException($"There is no folder {path}: publish the app first (dotnet publish), and pass its output folder.");

        var worker = Read<JObject>(path, "worker.config.json")["description"] as JObject;
        var program = new WorkerProgram(
            worker?.Value<string>("defaultExecutablePath") ?? "dotnet", IOPath.Combine(path, worker?.Value<string>("defaultWorkerPath") ?? ""));
        if (!File.Exists(program.Assembly))
            throw new StartupException($"{path} is incomplete: {program.Assembly}, the app's program, is missing. Publish the app again.");

        return new AppFolder(path, new HostJson(Read<JObject>(path, "host.json")), FunctionsOf(path), StartupTypesOf(path), program);
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
            throw new StartupException($"{IOPath.Combine(path, file)} has unexpected content: {e.Message} Publish the app again.", e);
        }
    }

    /// <summary>Excludes the loader of function metadata, which only the official host can run.</summary>
    private static List<string> StartupTypesOf(string path) =>
        [.. from extension in (Read<JObject>(path, "extensions.json")["extensions"] as JArray ?? []).OfType<JObject>()
            where extension.Value<string>("name") != "Startup"
            select extension.Value<string>("typeName")!];

    private static T Read<T>(string folder, string name) where T : JToken
    {
        var path = IOPath.Combine(folder, name);
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
