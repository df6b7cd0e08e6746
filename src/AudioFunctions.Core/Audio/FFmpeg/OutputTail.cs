using System.Text;

namespace AudioFunctions.Audio.FFmpeg;

/// <summary>Reads a program's output while it runs, so that a full pipe never blocks it, and keeps the last part.</summary>
internal sealed class OutputTail
{
    // A decoding report has about 2 KB per segment.
    internal const int Longest = 1024 * 1024;

    private readonly StringBuilder _text = new();
    private readonly Task _reading;

    public OutputTail(StreamReader reader) => _reading = ReadAsync(reader);

    public string Text
    {
        get
        {
            lock (_text)
                return _text.ToString();
        }
    }

    /// <summary>Waits for the end of the output, with a timeout: a child that outlives the program can hold the pipe open.</summary>
    public Task EndAsync(TimeSpan timeout) => Task.WhenAny(_reading, Task.Delay(timeout));

    private async Task ReadAsync(StreamReader reader)
    {
        var buffer = new char[4096];
        int count;
        while ((count = await reader.ReadAsync(buffer)) > 0)
        {
            lock (_text)
            {
                _text.Append(buffer, 0, count);
                if (_text.Length > Longest)
                    _text.Remove(0, _text.Length - Longest);
            }
        }
    }
}
