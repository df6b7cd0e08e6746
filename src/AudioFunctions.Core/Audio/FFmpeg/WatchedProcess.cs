using System.Diagnostics;

namespace AudioFunctions.Audio.FFmpeg;

/// <summary>A running program. Waits for its end; if it must stop early, asks it to, then kills it with its children.</summary>
/// <param name="obeysQ">Whether a <c>q</c> on standard input asks it to stop, as FFmpeg does.</param>
internal sealed class WatchedProcess(string tool, Process process, bool obeysQ)
{
    private static readonly TimeSpan StopTimeout = TimeSpan.FromSeconds(2);
    private static readonly TimeSpan KillTimeout = TimeSpan.FromSeconds(5);
    private static readonly TimeSpan OutputTimeout = TimeSpan.FromSeconds(2);

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

        await Task.WhenAll(output.EndAsync(OutputTimeout), errors.EndAsync(OutputTimeout));
        return new ToolRun(process.ExitCode, output.Text, errors.Text);
    }

    private async Task StopAsync()
    {
        if (obeysQ && await AskAsync())
            return;
        process.Kill(entireProcessTree: true);
        if (!await EndsWithinAsync(KillTimeout))
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
            // The pipe is closed: the process is ending already.
        }

        return await EndsWithinAsync(StopTimeout);
    }

    private async Task<bool> EndsWithinAsync(TimeSpan maxWait)
    {
        using var end = new CancellationTokenSource(maxWait);
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
