using System.Text.Json.Nodes;
using AudioFunctions.Testing;

namespace AudioFunctions.Infra.Tests.Hooks;

/// <summary>The hooks of azure.yaml, run by sh and by PowerShell. The Azure CLI can't be had here: a script stands in for it.</summary>
public sealed class HookTests : IDisposable
{
    private const string Key = "a-key/that+nobody&sees==";
    private const string PageKey = "the-key-of-the-page";
    private const string Posix = "sh";
    private const string Windows = "ps1";

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
        var made = Assert.Single(await File.ReadAllLinesAsync(Calls), call => call.StartsWith(command, StringComparison.Ordinal))[command.Length..].Split(' ')[0];
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
    public async Task Post_up_asks_a_function_app_in_its_own_way(string kind)
    {
        await StandInAsync($"echo '{Key}'");

        var run = await PostUpAsync(kind, "flexConsumption");

        Assert.Equal(0, run.ExitCode);
        Assert.StartsWith("functionapp keys list", (await File.ReadAllLinesAsync(Calls))[0], StringComparison.Ordinal);
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
    public async Task A_first_deployment_without_a_key_stops_before_anything_is_created(string kind)
    {
        Assert.Equal((0, 0, 0, 0), (
            (await PreProvisionAsync(kind, "ELEVENLABS_API_KEY=key")).ExitCode,
            (await PreProvisionAsync(kind, "SPEECH_PROVIDER=offline")).ExitCode,
            (await PreProvisionAsync(kind, "APP_NAME=app")).ExitCode,
            (await PreProvisionAsync(kind, "CI=true")).ExitCode));

        var run = await PreProvisionAsync(kind);

        Assert.Equal(1, run.ExitCode);
        Assert.Contains("azd env set SPEECH_PROVIDER offline", run.Messages, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(Posix)]
    [InlineData(Windows)]
    public async Task Flex_Consumption_without_ElevenLabs_stops_before_anything_is_created(string kind)
    {
        var run = await PreProvisionAsync(kind, "COMPUTE=flexConsumption", "SPEECH_PROVIDER=offline");

        Assert.Equal(1, run.ExitCode);
        Assert.Contains("Flex Consumption has no offline voice", run.Messages, StringComparison.Ordinal);
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
            .. hook.EndsWith(Windows, StringComparison.Ordinal) ? ["dotnet", "tool", "run", "pwsh", "--", "-NoProfile", "-NonInteractive", "-File"] : new[] { "sh" },
            hook,
        ]);

    private static Task<ToolRun> PreProvisionAsync(string kind, params string[] environment) => RunAsync(Hook($"preprovision.{kind}"), environment);

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
}
