using System.Diagnostics;

namespace AudioFunctions.Audio.Tools;

/// <summary>A started program that is seen through to its end: by itself, or stopped and then killed with its children.</summary>
/// <param name="obeysQ">Whether a <c>q</c> on standard input asks it to stop, as FFmpeg does.</param>
internal sealed class WatchedProcess(string tool, Process process, bool obeysQ)
{
    private static readonly TimeSpan StopPatience = TimeSpan.FromSeconds(2);
    private static readonly TimeSpan KillPatience = TimeSpan.FromSeconds(5);
    private static readonly TimeSpan OutputPatience = TimeSpan.FromSeconds(2);

    public async Task<ToolRun> CompleteAsync(TimeSpan timeout, CancellationToken cancellationToken)
    {
        var output = new OutputTail(process.StandardOutput);
        var errors = new OutputTail(process.StandardError);
        using var end = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        end.CancelAfter(timeout);
        try
        {
            await process.WaitForExitAsync(end.Token);
        }
        catch (OperationCanceledException)
        {
            await StopAsync();
            cancellationToken.ThrowIfCancellationRequested();
            throw AudioErrors.Failed(tool, $"did not end within {timeout} and was stopped", errors.Text);
        }

        await Task.WhenAll(output.EndAsync(OutputPatience), errors.EndAsync(OutputPatience));
        return new ToolRun(process.ExitCode, output.Text, errors.Text);
    }

    private async Task StopAsync()
    {
        if (obeysQ && await AskAsync())
            return;
        process.Kill(entireProcessTree: true);
        if (!await EndsWithinAsync(KillPatience))
            throw AudioErrors.Failed(tool, "could not be killed", "");
    }

    private async Task<bool> AskAsync()
    {
        try
        {
            await process.StandardInput.WriteAsync('q');
            await process.StandardInput.FlushAsync(CancellationToken.None);
        }
        catch (IOException)
        {
            // The pipe is closed: it is ending already.
        }

        return await EndsWithinAsync(StopPatience);
    }

    private async Task<bool> EndsWithinAsync(TimeSpan patience)
    {
        using var end = new CancellationTokenSource(patience);
        try
        {
            await process.WaitForExitAsync(end.Token);
            return true;
        }
        catch (OperationCanceledException)
        {
            return false;
        }
    }
}
