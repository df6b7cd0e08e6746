using System.Text.Json.Nodes;
using System.Text.RegularExpressions;
using AudioFunctions.Testing;

namespace AudioFunctions.Infra.Tests.Hooks;

/// <summary>The hooks of azure.yaml, run by sh and by PowerShell. The Azure CLI can't be had here: a script stands in for it.</summary>
public sealed partial class HookTests : IDisposable
{
    private const string Key = "a-key/that+nobody&sees==";
    private const string PageKey = "the-key-of-the-page";
    private const string Posix = "sh";
    private const string Windows = "ps1";

    private static readonly string[] PowerShell = ["dotnet", "tool", "run", "pwsh", "--", "-NoProfile", "-NonInteractive"];

    private readonly string _folder = Directory.CreateTempSubdirectory("af-hook-").FullName;

    private string Calls => Path.Combine(_folder, "calls");

    public void Dispose() => Directory.Delete(_folder, recursive: true);

    [Theory]
    [InlineData(Posix)]
    [InlineData(Windows)]
    public async Task Post_up_subscribes_the_drop_with_the_key_and_shows_the_key_to_nobody(string kind)
    {
        // The app has no key at first; then a host that doesn't know the function yet answers Event Grid.
        await StandInAsync($$"""
            case "$*" in
              *review_page*) echo {{PageKey}} ;;
              *'keys show'*) [ "$(grep -c 'keys show' {{Calls}})" -ge 3 ] && echo '{{Key}}' || echo None ;;
              *event-subscription*) [ "$(grep -c event-subscription {{Calls}})" -ge 2 ] ;;
            esac
            """);

        var run = await PostUpAsync(kind, "containerApps");

        Assert.Equal((0, ""), (run.ExitCode, run.Messages));
        Assert.DoesNotContain(Key, run.Output, StringComparison.Ordinal);
        Assert.Contains($"https://app.example/api/studio#key={PageKey}\n", run.Output, StringComparison.Ordinal);
        var calls = await File.ReadAllLinesAsync(Calls);
        const string Install = "extension add --name containerapp --upgrade --allow-preview true --yes --only-show-errors";
        // The key's own object is in the answer's "value".
        const string Ask = "containerapp function keys show --subscription subscription -g group -n app --key-type systemKey --key-name blobs_extension --query value.value -o tsv";
        const string Subscribe =
            "eventgrid system-topic event-subscription create --subscription subscription --resource-group group --system-topic-name topic --name els-drop "
            + $"--endpoint-type webhook --endpoint https://app.example/runtime/webhooks/blobs?functionName=Host.Functions.DropScript&code={Key} "
            + "--included-event-types Microsoft.Storage.BlobCreated --subject-begins-with /blobServices/default/containers/els-drop/ --subject-ends-with .els --output none";
        const string Page = "containerapp function keys show --subscription subscription -g group -n app --key-type hostKey --key-name review_page --query value.value -o tsv";
        Assert.Equal([Install, Ask, Ask, Ask, Subscribe, Ask, Subscribe, Page], calls);
    }

    [Theory]
    [InlineData(Posix, "containerApps", "containerapp function keys set --subscription subscription -g group -n app --key-type hostKey --key-name review_page --key-value ")]
    [InlineData(Windows, "containerApps", "containerapp function keys set --subscription subscription -g group -n app --key-type hostKey --key-name review_page --key-value ")]
    [InlineData(Posix, "flexConsumption", "functionapp keys set --subscription subscription -g group -n app --key-type functionKeys --key-name review_page --key-value ")]
    [InlineData(Windows, "flexConsumption", "functionapp keys set --subscription subscription -g group -n app --key-type functionKeys --key-name review_page --key-value ")]
    public async Task Post_up_makes_the_review_page_a_key_of_its_own_once_and_prints_the_link_with_it(string kind, string compute, string command)
    {
        await StandInAsync($"case \"$*\" in *review_page*) echo None;; *) echo '{Key}';; esac");

        var run = await PostUpAsync(kind, compute);

        Assert.Equal((0, ""), (run.ExitCode, run.Messages));
        var calls = await File.ReadAllLinesAsync(Calls);
        // A function app needs no extension, and is asked for its keys in its own way.
        Assert.StartsWith(compute == "flexConsumption" ? "functionapp keys list " : "extension add ", calls[0], StringComparison.Ordinal);
        var made = Assert.Single(calls, call => call.StartsWith(command, StringComparison.Ordinal))[command.Length..].Split(' ')[0];
        Assert.Matches("^[0-9a-f]{48}$", made);
        Assert.Contains($"https://app.example/api/studio#key={made}\n", run.Output, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(Posix)]
    [InlineData(Windows)]
    public async Task The_log_of_a_workflow_has_no_key(string kind)
    {
        await StandInAsync($"echo '{Key}'");

        var run = await PostUpAsync(kind, "containerApps", ci: "true");

        Assert.Equal(0, run.ExitCode);
        Assert.Contains("https://app.example/api/studio ", run.Output, StringComparison.Ordinal);
        Assert.DoesNotContain("#key=", run.Output, StringComparison.Ordinal);
        Assert.DoesNotContain(Key, run.Output, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(Posix)]
    [InlineData(Windows)]
    public async Task Post_up_says_what_to_do_if_the_app_does_not_start(string kind)
    {
        await StandInAsync("echo 'Not logged in' >&2; exit 1");

        var run = await PostUpAsync(kind, "containerApps");

        Assert.Equal(1, run.ExitCode);
        Assert.Contains("Not logged in", run.Messages, StringComparison.Ordinal);
        Assert.Contains("azd hooks run postdeploy", run.Messages, StringComparison.Ordinal);
        Assert.DoesNotContain(await File.ReadAllLinesAsync(Calls), call => call.StartsWith("eventgrid", StringComparison.Ordinal));
    }

    [Theory]
    [InlineData(Posix)]
    [InlineData(Windows)]
    public async Task An_error_of_Event_Grid_is_shown_without_the_key(string kind)
    {
        await StandInAsync($"case \"$*\" in *event-subscription*) echo \"Handshake failed for $*\" >&2; exit 1;; *) echo '{Key}';; esac");

        var run = await PostUpAsync(kind, "containerApps");

        Assert.Equal(1, run.ExitCode);
        Assert.Contains("Handshake failed for", run.Messages, StringComparison.Ordinal);
        Assert.Contains("&code=… --included", run.Messages, StringComparison.Ordinal);
        Assert.DoesNotContain(Key, run.Messages + run.Output, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(Posix)]
    [InlineData(Windows)]
    public async Task Pre_provision_stops_what_cannot_work_before_anything_is_created(string kind)
    {
        // A first deployment without a key, and Flex Consumption without ElevenLabs.
        const string NoKey = "(1) The first deployment needs ElevenLabs' key: ";
        const string NoVoice = "(1) Flex Consumption has no offline voice: run azd env set SPEECH_PROVIDER elevenlabs, or azd env set COMPUTE containerApps.";
        (string Environment, string Result)[] expected =
        [
            ("", NoKey),
            ("ELEVENLABS_API_KEY=key", "(0) "),
            ("SPEECH_PROVIDER=offline", "(0) "),
            ("APP_NAME=app", "(0) "),
            ("CI=true", "(0) "),
            ("COMPUTE=flexConsumption", NoKey),
            ("COMPUTE=flexConsumption ELEVENLABS_API_KEY=key", "(0) "),
            ("COMPUTE=flexConsumption SPEECH_PROVIDER=offline", NoVoice),
            ("COMPUTE=flexConsumption SPEECH_PROVIDER=offline APP_NAME=app", NoVoice),
        ];

        var results = await PreProvisionAsync(kind, expected.Select(one => one.Environment));

        Assert.Equal(expected.Length, results.Count);
        Assert.All(expected.Zip(results), one => Assert.StartsWith(one.First.Result, one.Second, StringComparison.Ordinal));
        Assert.Contains("azd env set SPEECH_PROVIDER offline", results[0], StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(Posix)]
    [InlineData(Windows)]
    public async Task Post_provision_writes_the_sample_settings_and_never_replaces_any(string kind)
    {
        var hooks = Directory.CreateDirectory(Path.Combine(_folder, "infra", "hooks")).FullName;
        var hook = Path.Combine(hooks, $"postprovision.{kind}");
        File.Copy(Hook($"postprovision.{kind}"), hook);
        var settings = Path.Combine(_folder, "local.settings.json");

        var first = await RunAsync(hook);
        var written = await File.ReadAllTextAsync(settings);
        await File.WriteAllTextAsync(settings, "a developer's own");
        var second = await RunAsync(hook);

        Assert.Equal((0, 0), (first.ExitCode, second.ExitCode));
        var sample = JsonNode.Parse(await File.ReadAllTextAsync(Path.Combine(Repository.Root, "local.settings.sample.json")));
        Assert.True(JsonNode.DeepEquals(sample, JsonNode.Parse(written)));
        if (kind == Posix)
            Assert.Equal(UnixFileMode.UserRead | UnixFileMode.UserWrite, File.GetUnixFileMode(settings));
        Assert.Equal("a developer's own", await File.ReadAllTextAsync(settings));
    }

    private static string Hook(string name) => Path.Combine(Repository.Root, "infra", "hooks", name);

    /// <param name="environment">What azd would set, as <c>NAME=VALUE</c>.</param>
    private static Task<ToolRun> RunAsync(string hook, params string[] environment) => ToolRun.StartAsync(
        "env",
        [
            "--unset=CI", .. environment,
            .. hook.EndsWith(Windows, StringComparison.Ordinal) ? [.. PowerShell, "-File"] : new[] { "sh" },
            hook,
        ]);

    /// <summary>Runs the hook once for each environment, in one shell, because PowerShell takes seconds to start.</summary>
    /// <returns>Exit codes and messages.</returns>
    private static async Task<IReadOnlyList<string>> PreProvisionAsync(string kind, IEnumerable<string> environments)
    {
        var hook = Hook($"preprovision.{kind}");
        string[] names = ["CI", "COMPUTE", "SPEECH_PROVIDER", "ELEVENLABS_API_KEY", "APP_NAME", "DURABLE_PROVIDER"];
        string[] shell = kind == Posix ? ["sh", "-c"] : [.. PowerShell, "-Command"];
        var script = string.Concat(environments.Select(one => kind == Posix ? InSh(hook, one) : InPowerShell(hook, one, names)));
        var run = await ToolRun.StartAsync("env", [.. names.Select(name => $"--unset={name}"), .. shell, script]);
        return [.. ExitCode().Matches(run.Messages).Select(match => $"({match.Groups["code"]}) {match.Groups["messages"]}")];
    }

    private static string InSh(string hook, string environment) => $"env {environment} sh '{hook}'; echo \"exit $?\" >&2\n";

    private static string InPowerShell(string hook, string environment, string[] names) =>
        string.Concat(environment.Split(' ', StringSplitOptions.RemoveEmptyEntries).Select(one => $"$env:{one.Replace("=", " = '", StringComparison.Ordinal)}'\n"))
        + $"$global:LASTEXITCODE = 0\n& '{hook}'\n[Console]::Error.WriteLine(\"exit $LASTEXITCODE\")\n"
        + $"Remove-Item {string.Join(',', names.Select(name => $"env:{name}"))} -ErrorAction Ignore\n";

    /// <summary>An <c>az</c> that writes down what it was called with.</summary>
    private async Task StandInAsync(string answer)
    {
        var program = Path.Combine(_folder, "az");
        await File.WriteAllTextAsync(program, $"#!/bin/sh\necho \"$*\" >>{Calls}\n[ \"$1\" = extension ] && exit\n{answer}\n");
        File.SetUnixFileMode(program, UnixFileMode.UserRead | UnixFileMode.UserExecute);
    }

    private Task<ToolRun> PostUpAsync(string kind, string compute, string ci = "") => RunAsync(
        Hook($"postup.{kind}"),
        $"PATH={_folder}:{Environment.GetEnvironmentVariable("PATH")}", "AZURE_SUBSCRIPTION_ID=subscription", "AZURE_RESOURCE_GROUP=group", "APP_NAME=app",
        "APP_HOST_NAME=app.example", "DROP_TOPIC_NAME=topic", $"COMPUTE={compute}", $"CI={ci}", "POSTUP_TRIES=4", "POSTUP_PAUSE_SECONDS=0");

    [GeneratedRegex(@"\G(?<messages>.*?)exit (?<code>\d+)\n", RegexOptions.Singleline)]
    private static partial Regex ExitCode();
}
