using System.Diagnostics;
using AudioFunctions.Cli.Scripts;

namespace AudioFunctions.Cli.Tests.Scripts;

public sealed class ScriptFileTests : IDisposable
{
    private readonly string _folder = Directory.CreateTempSubdirectory("af-script-").FullName;

    public void Dispose() => Directory.Delete(_folder, recursive: true);

    [Fact]
    public async Task A_script_can_be_read_from_a_pipe()
    {
        var pipe = await PipeAsync();
        var reading = ScriptFile.ReadAsync(pipe, CancellationToken.None);
        await File.WriteAllTextAsync(pipe, "[META]\n");

        Assert.Equal("[META]", (await reading).Line(1));
    }

    [Fact]
    public async Task Waiting_for_a_pipe_without_a_writer_can_be_cancelled()
    {
        var pipe = await PipeAsync();
        using var stop = new CancellationTokenSource();
        var reading = ScriptFile.ReadAsync(pipe, stop.Token);
        await stop.CancelAsync();

        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => reading);
        // Releases the thread that still waits.
        await File.WriteAllTextAsync(pipe, "");
    }

    [Theory]
    [InlineData(ScriptFile.MaxBytes, true)]
    [InlineData(ScriptFile.MaxBytes + 1, false)]
    public async Task At_most_a_mebibyte_is_read(int bytes, bool isRead)
    {
        var path = Path.Combine(_folder, "s.els");
        await File.WriteAllBytesAsync(path, new byte[bytes]);

        if (isRead)
            Assert.Equal(bytes, (await ScriptFile.ReadAsync(path, CancellationToken.None)).Content.Length);
        else
            Assert.Contains("over 1 MiB", (await Assert.ThrowsAsync<RunException>(() => ScriptFile.ReadAsync(path, CancellationToken.None))).Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task An_endless_file_is_too_long() =>
        await Assert.ThrowsAsync<RunException>(() => ScriptFile.ReadAsync("/dev/zero", CancellationToken.None));

    private async Task<string> PipeAsync()
    {
        var path = Path.Combine(_folder, "pipe");
        using var made = Process.Start("mkfifo", [path]);
        await made.WaitForExitAsync();
        return path;
    }
}
