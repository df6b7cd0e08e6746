using AudioFunctions.LocalHost.Hosting;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Logging.Abstractions;
using Moq;

namespace AudioFunctions.LocalHost.Tests.Hosting;

public sealed class LineFormatterTests
{
    [Fact]
    public void An_event_is_one_line_with_UTC_time_level_and_short_category() =>
        Assert.Equal("2026-01-31T10:20:30.000Z warn  Category: one two\n", Write("one\ntwo", null));

    [Fact]
    public void An_exception_follows_the_line() =>
        Assert.Equal("2026-01-31T10:20:30.000Z warn  Category: text\nSystem.InvalidOperationException: broken\n", Write("text", new InvalidOperationException("broken")));

    /// <summary>The WebJobs SDK logs function results like this; an exception in the logger would end the host.</summary>
    [Fact]
    public void An_event_without_a_text_is_not_written() => Assert.Equal("", Write(null, new InvalidOperationException("broken")));

    private static string Write(string? text, Exception? exception)
    {
        var time = new Mock<TimeProvider>();
        time.Setup(clock => clock.GetUtcNow()).Returns(new DateTimeOffset(2026, 1, 31, 10, 20, 30, TimeSpan.Zero));
        using var writer = new StringWriter { NewLine = "\n" };
        var entry = new LogEntry<string>(LogLevel.Warning, "Some.Category", default, "", exception, (_, _) => text!);
        new LineFormatter(time.Object).Write(in entry, null, writer);
        return writer.ToString();
    }
}
