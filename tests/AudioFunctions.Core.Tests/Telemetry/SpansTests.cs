using System.Collections.Concurrent;
using System.Diagnostics;
using AudioFunctions.Audio.FFmpeg;
using AudioFunctions.Speech;
using AudioFunctions.Telemetry;

namespace AudioFunctions.Core.Tests.Telemetry;

public sealed class SpansTests : IDisposable
{
    private readonly ConcurrentBag<Activity> _ended = [];
    private readonly ActivityListener _listener;

    /// <summary>The parent of this test's spans, because other tests create spans too.</summary>
    private readonly Activity _root = new Activity("test").Start();

    public SpansTests()
    {
        _listener = new ActivityListener
        {
            ShouldListenTo = source => source.Name == Spans.SourceName,
            Sample = (ref ActivityCreationOptions<ActivityContext> _) => ActivitySamplingResult.AllData,
            ActivityStopped = _ended.Add,
        };
        ActivitySource.AddActivityListener(_listener);
    }

    [Fact]
    public async Task A_span_inherits_the_subject_of_its_parent()
    {
        Spans.About("session", "01_hook", "0123456789ab");

        await Spans.RunAsync("outer", _ => Spans.RunAsync("inner", _ => Task.FromResult(true)));

        Assert.Equal(2, Ended().Count);
        Assert.All(Ended(), span => Assert.Equal(
            [("audiofunctions.session.id", "session"), ("audiofunctions.beat.id", "01_hook"), ("audiofunctions.take.id", "0123456789ab")],
            span.Tags.Select(tag => (tag.Key, tag.Value!))));
    }

    [Fact]
    public async Task A_failed_span_has_the_code_of_the_failure_and_not_its_message()
    {
        var failure = new SpeechException("voice-not-found", "A sentence for people.", isRetryable: false);

        await Assert.ThrowsAsync<SpeechException>(() => Spans.RunAsync<bool>("work", _ => throw failure));

        var span = Assert.Single(Ended());
        Assert.Equal((ActivityStatusCode.Error, null, "voice-not-found"), (span.Status, span.StatusDescription, span.GetTagItem("error.type")));
    }

    [Fact]
    public async Task A_failure_without_a_code_is_recorded_by_its_type()
    {
        await Assert.ThrowsAsync<InvalidOperationException>(() => Spans.RunAsync<bool>("work", _ => throw new InvalidOperationException()));

        Assert.Equal("System.InvalidOperationException", Assert.Single(Ended()).GetTagItem("error.type"));
    }

    [Fact]
    public async Task A_failed_run_of_FFmpeg_is_a_failed_span_with_the_exit_code()
    {
        await AudioTools.TraceAsync("ffmpeg", "decode", () => Task.FromResult(new ToolRun(3, "", "")));

        var span = Assert.Single(Ended());
        Assert.Equal(("ffmpeg decode", ActivityStatusCode.Error), (span.DisplayName, span.Status));
        Assert.Equal((3, "exit-code"), (span.GetTagItem("process.exit.code"), span.GetTagItem("error.type")));
    }

    public void Dispose()
    {
        _listener.Dispose();
        _root.Dispose();
    }

    private List<Activity> Ended() => [.. _ended.Where(span => span.TraceId == _root.TraceId)];
}
