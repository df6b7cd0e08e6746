using System.Net;
using System.Net.Sockets;
using AudioFunctions.Cli.Tests.Fake;

namespace AudioFunctions.Cli.Tests.Running;

public sealed class StartTests : IDisposable
{
    private readonly Checkout _checkout = new();

    public void Dispose() => _checkout.Dispose();

    [Fact]
    public async Task A_port_in_use_by_another_program_is_reported_with_what_to_do()
    {
        using var other = new TcpListener(IPAddress.Loopback, _checkout.Port);
        other.Start();
        await using var run = _checkout.Start(_checkout.WriteScript(Checkout.TwoBeats));
        // Unlike this app, accepts the connection and closes it.
        using var timeout = new CancellationTokenSource(TimeSpan.FromSeconds(60));
        using (await other.AcceptTcpClientAsync(timeout.Token))
        {
        }

        Assert.Equal(ExitCode.Failed, await run.EndsAsync());
        Assert.Equal($"Port {_checkout.Port} is in use by another program: stop it, or choose another port with --port N.", run.Errors);
        Assert.Empty(_checkout.Processes());
    }

    [Fact]
    public async Task An_app_that_dies_at_start_is_reported_with_the_end_of_its_log()
    {
        await using var run = _checkout.Start([(FakeBehaviour.DieAtStart, "1")], _checkout.WriteScript(Checkout.TwoBeats));

        Assert.Equal(ExitCode.Failed, await run.EndsAsync());
        Assert.StartsWith(
            "The host ended unexpectedly (exit code 3). The last lines of .local/logs/host.log:\n  The fake app found no luck today.\n",
            run.Errors,
            StringComparison.Ordinal);
        Assert.Empty(_checkout.Processes());
    }

    [Fact]
    public async Task Storage_that_cannot_start_is_reported_with_the_end_of_its_log()
    {
        Directory.CreateDirectory(_checkout.Workspace.Local);
        Directory.CreateDirectory(_checkout.Workspace.AzuriteData);
        Directory.CreateDirectory(Path.Combine(_checkout.Workspace.AzuriteData, "__azurite_db_blob__.json"));
        await using var run = _checkout.Start(_checkout.WriteScript(Checkout.TwoBeats));

        Assert.Equal(ExitCode.Failed, await run.EndsAsync());
        Assert.StartsWith("Azurite ended unexpectedly (exit code 1). The last lines of .local/logs/azurite.log:\n", run.Errors, StringComparison.Ordinal);
        Assert.Contains("EISDIR", run.Errors, StringComparison.Ordinal);
        Assert.Empty(_checkout.Processes());
    }

    [Fact]
    public async Task An_unhealthy_app_is_reported_with_its_health_response()
    {
        await using var run = _checkout.Start([(FakeBehaviour.Unhealthy, "1")], _checkout.WriteScript(Checkout.TwoBeats));

        Assert.Equal(ExitCode.Failed, await run.EndsAsync());
        Assert.StartsWith("The app runs but is not ready: {\"status\":", run.Errors, StringComparison.Ordinal);
        Assert.Empty(_checkout.Processes());
    }

    [Fact]
    public async Task Storage_uses_other_ports_if_its_own_are_in_use()
    {
        using var other = new TcpListener(IPAddress.Loopback, 10000);
        TryStart(other);
        await using var run = _checkout.Start(_checkout.WriteScript(Checkout.TwoBeats));

        Assert.Equal(ExitCode.Done, await run.EndsAsync());
        Assert.DoesNotContain(":10000", _checkout.Read(".local/logs/azurite.log"), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("missing.els", "There is no script at missing.els: check the path, or run ./run.sh without one to hear the sample.")]
    [InlineData("folder", "folder is a folder: give the path of a script in it.")]
    [InlineData("large.els", "large.els is over 1 MiB, the maximum for a script: split it into several scripts.")]
    public async Task A_script_that_cannot_be_read_is_reported_before_anything_starts(string script, string sentence)
    {
        Directory.CreateDirectory(Path.Combine(_checkout.Root, "folder"));
        _checkout.WriteScript(new string(' ', (1024 * 1024) + 1), "large.els");
        await using var run = _checkout.Start(script);

        Assert.Equal(ExitCode.Failed, await run.EndsAsync());
        Assert.Equal(sentence, run.Errors);
        Assert.False(Directory.Exists(_checkout.Workspace.Local));
    }

    [Theory]
    [InlineData("taken")]
    [InlineData("taken/below")]
    public async Task An_output_folder_that_is_a_file_is_reported_before_anything_starts(string folder)
    {
        _checkout.WriteScript("a file where the folder should be", "taken");
        await using var run = _checkout.Start(_checkout.WriteScript(Checkout.TwoBeats), "--out", folder);

        Assert.Equal(ExitCode.Failed, await run.EndsAsync());
        Assert.Equal("taken is a file, but the output needs a folder there: move the file away, or choose another folder with --out DIR.", run.Errors);
        Assert.False(Directory.Exists(_checkout.Workspace.Local));
    }

    [Theory]
    [InlineData("artifacts/bin/AudioFunctions.LocalHost/release/AudioFunctions.LocalHost.dll")]
    [InlineData("artifacts/publish/AudioFunctions/release/AudioFunctions.dll")]
    public async Task A_checkout_that_is_not_set_up_is_reported_with_how_to_start(string missing)
    {
        File.Delete(Path.Combine(_checkout.Root, missing));
        await using var run = _checkout.Start(_checkout.WriteScript(Checkout.TwoBeats));

        Assert.Equal(ExitCode.Failed, await run.EndsAsync());
        Assert.Equal($"The app is not built ({missing} is missing): start with ./run.sh.", run.Errors);
    }

    [Fact]
    public async Task An_unreadable_key_file_is_reported()
    {
        await using var serving = _checkout.Start("--serve");
        await serving.SeesAsync("Ctrl-C stops");
        _checkout.WriteScript("{\"functionKeys\":", ".local/secrets/host.json");
        await using var run = _checkout.Start(_checkout.WriteScript(Checkout.TwoBeats));

        Assert.Equal(ExitCode.Failed, await run.EndsAsync());
        Assert.Equal(".local/secrets/host.json has no keys that this command can read: delete it, and the next start creates new ones.", run.Errors);
    }

    [Fact]
    public async Task Wrong_arguments_are_reported_with_the_usage()
    {
        await using var run = _checkout.Start("--warp");

        Assert.Equal(ExitCode.WrongArguments, await run.EndsAsync());
        Assert.StartsWith("run.sh: unknown option '--warp'\nUsage: ./run.sh [options] [script.els] ", run.Errors, StringComparison.Ordinal);
    }

    // If another program uses the port already, the test needs nothing more.
    private static void TryStart(TcpListener listener)
    {
        try
        {
            listener.Start();
        }
        catch (SocketException e) when (e.SocketErrorCode == SocketError.AddressAlreadyInUse)
        {
        }
    }
}
