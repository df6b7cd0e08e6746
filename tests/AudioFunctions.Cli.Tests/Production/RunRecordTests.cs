using AudioFunctions.Cli.Production;

namespace AudioFunctions.Cli.Tests.Production;

public sealed class RunRecordTests : IDisposable
{
    private readonly string _folder = Path.Combine(Path.GetTempPath(), $"af-runs-{Guid.NewGuid():N}");

    public void Dispose() => Directory.Delete(_folder, recursive: true);

    [Fact]
    public void An_unfinished_run_of_the_same_script_keeps_its_key()
    {
        var first = Open();
        var second = Open();

        Assert.False(first.IsResumed);
        Assert.True(second.IsResumed);
        Assert.Equal(first.IdempotencyKey, second.IdempotencyKey);
    }

    [Fact]
    public void A_finished_run_leaves_no_record()
    {
        var first = Open();
        first.Forget();
        var second = Open();

        Assert.False(second.IsResumed);
        Assert.NotEqual(first.IdempotencyKey, second.IdempotencyKey);
    }

    [Theory]
    [InlineData("script ", "offline", "coon")]
    [InlineData("script", "elevenlabs", "coon")]
    [InlineData("script", "offline", null)]
    [InlineData("script", "offline", "other")]
    public void Another_script_voice_or_project_is_another_run(string script, string provider, string? project)
    {
        var first = Open();
        var second = Open(script, provider, project);

        Assert.False(second.IsResumed);
        Assert.NotEqual(first.IdempotencyKey, second.IdempotencyKey);
    }

    [Theory]
    [InlineData("")]
    [InlineData("{\"idempotency_")]
    [InlineData("{}")]
    public void An_incomplete_record_is_ignored(string content)
    {
        var first = Open();
        File.WriteAllText(Directory.GetFiles(_folder).Single(), content);
        var second = Open();

        Assert.False(second.IsResumed);
        Assert.NotEqual(first.IdempotencyKey, second.IdempotencyKey);
    }

    private RunRecord Open(string script = "script", string provider = "offline", string? project = "coon") =>
        RunRecord.Open(_folder, System.Text.Encoding.UTF8.GetBytes(script), provider, project);
}
