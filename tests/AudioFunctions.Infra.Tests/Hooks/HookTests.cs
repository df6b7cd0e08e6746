using System.Text.Json.Nodes;
using System.Text.RegularExpressions;
using AudioFunctions.Testing;

namespace AudioFunctions.Infra.Tests.Hooks;

/// <summary>The hooks of azure.yaml, run by sh. The Azure CLI can't be had here: a script stands in for it.</summary>
public sealed partial class HookTests : IDisposable
{
    private const string Key = "a-key-that-nobody-sees";
    private const string PageKey = "the-key-of-the-page";

    private readonly string _folder = Directory.CreateTempSubdirectory("af-hook-").FullName;

    private string Calls => Path.Combine(_folder, "calls");

    public void Dispose() => Directory.Delete(_folder, recursive: true);

    [Fact]
    public async Task Post_up_subscribes_the_drop_with_the_key_and_shows_the_key_to_nobody()
    {
        // The app has no key at first.
        await StandInAsync($"case \"$*\" in *review_page*) echo {PageKey};; *) [ \"$(grep -c 'keys show' {Calls})\" -ge 3 ] && echo {Key} || echo None;; esac");

        var run = await PostUpAsync("containerApps");

        Assert.Equal((0, ""), (run.ExitCode, run.Messages));
        Assert.DoesNotContain(Key, run.Output, StringComparison.Ordinal);
        Assert.Contains($"https://app.example/api/studio#key={PageKey}\n", run.Output, StringComparison.Ordinal);
        var calls = await File.ReadAllLinesAsync(Calls);
        // The key's own object is in the answer's "value".
        Assert.Equal(3, calls.Count(call => call == "containerapp function keys show -g group -n app --key-type systemKey --key-name blobs_extension --query value.value -o tsv"));
        Assert.Equal(
            "eventgrid system-topic event-subscription create --resource-group group --system-topic-name topic --name els-drop --endpoint-type webhook "
            + $"--endpoint https://app.example/runtime/webhooks/blobs?functionName=Host.Functions.DropScript&code={Key} "
            + "--included-event-types Microsoft.Storage.BlobCreated --subject-begins-with /blobServices/default/containers/els-drop/ --subject-ends-with .els --output none",
            Assert.Single(calls, call => call.StartsWith("eventgrid", StringComparison.Ordinal)));
        Assert.DoesNotContain(calls, call => call.Contains("keys set", StringComparison.Ordinal));
    }

    [Theory]
    [InlineData("containerApps", "containerapp function keys set -g group -n app --key-type hostKey --key-name review_page --key-value ")]
    [InlineData("flexConsumption", "functionapp keys set -g group -n app --key-type functionKeys --key-name review_page --key-value ")]
    public async Task Post_up_makes_the_review_page_a_key_of_its_own_once_and_prints_the_link_with_it(string compute, string command)
    {
        await StandInAsync($"case \"$*\" in *review_page*) echo None;; *) echo {Key};; esac");

        var run = await PostUpAsync(compute);

        Assert.Equal((0, ""), (run.ExitCode, run.Messages));
        var made = Assert.Single(await File.ReadAllLinesAsync(Calls), call => call.StartsWith(command, StringComparison.Ordinal))[command.Length..].Split(' ')[0];
        Assert.Matches("^[0-9a-f]{48}$", made);
        Assert.Contains($"https://app.example/api/studio#key={made}\n", run.Output, StringComparison.Ordinal);
    }

    [Fact]
    public async Task The_log_of_a_workflow_has_no_key()
    {
        await StandInAsync($"echo {Key}");

        var run = await PostUpAsync("containerApps", ci: "true");

        Assert.Equal(0, run.ExitCode);
        Assert.Contains("https://app.example/api/studio ", run.Output, StringComparison.Ordinal);
        Assert.DoesNotContain("#key=", run.Output, StringComparison.Ordinal);
        Assert.DoesNotContain(Key, run.Output, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Post_up_asks_a_function_app_in_its_own_way()
    {
        await StandInAsync($"echo {Key}");

        var run = await PostUpAsync("flexConsumption");

        Assert.Equal(0, run.ExitCode);
        Assert.StartsWith("functionapp keys list", (await File.ReadAllLinesAsync(Calls))[0], StringComparison.Ordinal);
    }

    [Fact]
    public async Task Post_up_says_what_to_do_if_the_app_does_not_start()
    {
        await StandInAsync("exit 1");

        var run = await PostUpAsync("containerApps");

        Assert.Equal(1, run.ExitCode);
        Assert.Contains("azd hooks run postdeploy", run.Messages, StringComparison.Ordinal);
        Assert.DoesNotContain(await File.ReadAllLinesAsync(Calls), call => call.StartsWith("eventgrid", StringComparison.Ordinal));
    }

    [Fact]
    public async Task Post_provision_writes_the_sample_settings_and_never_replaces_any()
    {
        var hooks = Directory.CreateDirectory(Path.Combine(_folder, "infra", "hooks")).FullName;
        var hook = Path.Combine(hooks, "postprovision.sh");
        File.Copy(Hook("postprovision.sh"), hook);
        var settings = Path.Combine(_folder, "local.settings.json");

        var first = await ToolRun.StartAsync("sh", hook);
        var written = await File.ReadAllTextAsync(settings);
        await File.WriteAllTextAsync(settings, "a developer's own");
        var second = await ToolRun.StartAsync("sh", hook);

        Assert.Equal((0, 0), (first.ExitCode, second.ExitCode));
        var sample = JsonNode.Parse(await File.ReadAllTextAsync(Path.Combine(Repository.Root, "local.settings.sample.json")));
        Assert.True(JsonNode.DeepEquals(sample, JsonNode.Parse(written)));
        Assert.Equal(UnixFileMode.UserRead | UnixFileMode.UserWrite, File.GetUnixFileMode(settings));
        Assert.Equal("a developer's own", await File.ReadAllTextAsync(settings));
    }

    /// <summary>There is no PowerShell here to run it with.</summary>
    [Fact]
    public async Task The_hook_for_Windows_calls_the_same_commands_with_the_same_arguments()
    {
        var posix = await File.ReadAllTextAsync(Hook("postup.sh"));
        var windows = await File.ReadAllTextAsync(Hook("postup.ps1"));

        Assert.Equal(Commands(posix), Commands(windows));
        Assert.Equal(Arguments(posix), Arguments(windows));

        static IEnumerable<string> Commands(string hook) => Command().Matches(hook).Select(match => match.Value).Distinct().Order(StringComparer.Ordinal);
        static IEnumerable<string> Arguments(string hook) =>
            Argument().Matches(hook).Select(match => match.Value.Trim('"')).Where(text => !text.Contains('$', StringComparison.Ordinal)).Distinct().Order(StringComparer.Ordinal);
    }

    private static string Hook(string name) => Path.Combine(Repository.Root, "infra", "hooks", name);

    /// <summary>An <c>az</c> that writes down what it was called with.</summary>
    private async Task StandInAsync(string answer)
    {
        var program = Path.Combine(_folder, "az");
        await File.WriteAllTextAsync(program, $"#!/bin/sh\necho \"$*\" >>{Calls}\n{answer}\n");
        File.SetUnixFileMode(program, UnixFileMode.UserRead | UnixFileMode.UserExecute);
    }

    private Task<ToolRun> PostUpAsync(string compute, string ci = "") => ToolRun.StartAsync(
        "env",
        $"PATH={_folder}:{Environment.GetEnvironmentVariable("PATH")}", "AZURE_RESOURCE_GROUP=group", "APP_NAME=app", "APP_HOST_NAME=app.example",
        "DROP_TOPIC_NAME=topic", $"COMPUTE={compute}", $"CI={ci}", "POSTUP_TRIES=3", "POSTUP_PAUSE_SECONDS=0", "sh", Hook("postup.sh"));

    [GeneratedRegex(@"\baz [a-z]+( [a-z-]+)+(?= |$)")]
    private static partial Regex Command();

    [GeneratedRegex(@"--[a-z-]+ [^\s`\\]+")]
    private static partial Regex Argument();
}
