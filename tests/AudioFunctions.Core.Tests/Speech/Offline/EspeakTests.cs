using System.Runtime.Versioning;
using System.Text;
using AudioFunctions.Speech;
using AudioFunctions.Speech.Offline;
using AudioFunctions.Voices;
using RealFFmpeg = AudioFunctions.Testing.Audio.RealFFmpeg;

namespace AudioFunctions.Core.Tests.Speech.Offline;

[UnsupportedOSPlatform("windows")]
public sealed class EspeakTests : IDisposable
{
    private static readonly VoiceSettings Neutral = new(0.5, 0.5, 0.5, 1);
    private static readonly EspeakVoice Voice = EspeakVoice.For("boomer", Neutral);

    private readonly string _folder = Directory.CreateTempSubdirectory("af-espeak-").FullName;

    public void Dispose() => Directory.Delete(_folder, recursive: true);

    [Theory]
    [InlineData("plain [single] text", "plain [single] text")]
    [InlineData("[[h@l'oU]]", "[ [h@l'oU]]")]
    [InlineData("[[[[", "[ [ [ [")]
    [InlineData("a\u0001 80S b\tc\u0085d", "a  80S b c d")]
    [InlineData("<b> & Ü 🦝", "<b> & Ü 🦝")]
    public void Text_contains_no_commands(string text, string plain) => Assert.Equal(plain, EspeakText.Plain(text));

    [Fact]
    public void A_voice_depends_on_character_and_settings_only()
    {
        var boomer = EspeakVoice.For("boomer", Neutral);

        Assert.Equal(new EspeakVoice("en-us+croak", 18, 165), boomer);
        Assert.Equal(115, EspeakVoice.For("boomer", Neutral with { Speed = 0.7 }).WordsPerMinute);
        Assert.Equal(22, EspeakVoice.For("boomer", Neutral with { Style = 1 }).Pitch);
        Assert.Equal(14, EspeakVoice.For("boomer", Neutral with { Stability = 1 }).Pitch);
    }

    [Fact]
    public void Other_characters_get_a_voice_by_their_name_that_few_share()
    {
        var voices = Enumerable.Range(0, 200).Select(i => EspeakVoice.For($"guest-{i}", Neutral)).ToList();

        // 200 random names leave 3 of 66 voices unused.
        Assert.InRange(voices.DistinctBy(v => (v.Variant, v.Pitch)).Count(), 58, 66);
        Assert.All(voices, v => Assert.InRange(v.Pitch, 0, 99));
        Assert.All(voices, v => Assert.InRange(v.WordsPerMinute, 157, 173));
        Assert.Equal(new EspeakVoice("en-us+Annie", 15, 157), EspeakVoice.For("guest-7", Neutral));
    }

    [Fact]
    public async Task Every_voice_exists_in_espeak()
    {
        var espeak = new EspeakProcess("espeak-ng", TimeSpan.FromSeconds(60), TimeProvider.System);
        var voices = Beats.Profiles.Keys.Concat(Enumerable.Range(0, 60).Select(i => $"guest-{i}"))
            .Select(c => EspeakVoice.For(c, Neutral))
            .DistinctBy(v => v.Variant);

        foreach (var voice in voices)
        {
            Assert.NotEmpty(await espeak.SpeakAsync("Me.", voice, CancellationToken.None));
        }
    }

    [Theory]
    [InlineData("en", "en-us+croak")]
    [InlineData("de", "de+croak")]
    [InlineData("zh", "cmn+croak")]
    [InlineData("no", "nb+croak")]
    [InlineData("fil", "en-us+croak")]
    public void A_language_has_espeaks_name_and_the_characters_timbre(string language, string variant) =>
        Assert.Equal(variant, EspeakVoice.For("boomer", Neutral, language).Variant);

    [Fact]
    public async Task Every_language_exists_in_espeak()
    {
        var espeak = new EspeakProcess("espeak-ng", TimeSpan.FromSeconds(60), TimeProvider.System);

        foreach (var language in EspeakLanguage.Spoken)
            Assert.NotEmpty(await espeak.SpeakAsync("1", EspeakVoice.For("boomer", Neutral, language), CancellationToken.None));
    }

    [Fact]
    public async Task A_failing_program_is_quoted()
    {
        var espeak = new EspeakProcess("espeak-ng", TimeSpan.FromSeconds(60), TimeProvider.System);

        var failure = await Assert.ThrowsAsync<SpeechException>(
            () => espeak.SpeakAsync("Me.", new EspeakVoice("xx", 50, 170), CancellationToken.None));

        Assert.Equal(("offline-voice-failed", true), (failure.Code, failure.IsRetryable));
        Assert.Equal("espeak-ng ended with code 1: Error: The specified espeak-ng voice does not exist.", failure.Message);
    }

    [Fact]
    public async Task A_program_that_is_not_espeak_is_reported()
    {
        var path = await ScriptAsync("cat >/dev/null; echo hello");

        var failure = await Assert.ThrowsAsync<SpeechException>(
            () => new EspeakProcess(path, TimeSpan.FromSeconds(60), TimeProvider.System).SpeakAsync("Me.", Voice, CancellationToken.None));

        Assert.Equal("espeak-ng did not write a WAV of 16 bit mono at 22.05 kHz.", failure.Message);
    }

    [Fact]
    public async Task Cancelling_kills_the_program_and_its_children()
    {
        var pids = Path.GetTempFileName();
        var path = await ScriptAsync($"sleep 600 & echo $! > {pids}.new; echo $$ >> {pids}.new; mv {pids}.new {pids}; wait");
        using var cancelling = new CancellationTokenSource();

        var speaking = new EspeakProcess(path, TimeSpan.FromMinutes(9), TimeProvider.System).SpeakAsync("Me.", Voice, cancelling.Token);
        await UntilAsync(() => new FileInfo(pids).Length > 0);
        await cancelling.CancelAsync();

        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => speaking);
        foreach (var pid in await File.ReadAllLinesAsync(pids))
        {
            await UntilAsync(() => IsGone(int.Parse(pid, System.Globalization.CultureInfo.InvariantCulture)));
        }
    }

    [Fact]
    public async Task A_program_that_hangs_times_out()
    {
        var time = new ManualTime();
        var path = await ScriptAsync("exec sleep 600");

        var speaking = new EspeakProcess(path, TimeSpan.FromSeconds(30), time).SpeakAsync("Me.", Voice, CancellationToken.None);
        await time.WaitOfAsync(TimeSpan.FromSeconds(30));
        time.Advance(TimeSpan.FromSeconds(30));

        var failure = await Assert.ThrowsAsync<SpeechException>(() => speaking);
        Assert.Equal("espeak-ng did not finish within 30 s.", failure.Message);
    }

    private async Task<string> ScriptAsync(string commands)
    {
        var path = Path.Combine(_folder, "espeak-ng");
        // A shell writes it: a program that this process, or a child forked meanwhile, has open for writing can't be started.
        await RealFFmpeg.RunAsync("/bin/sh", ["-c", $"cat > '{path}' && chmod 500 '{path}'"], Encoding.UTF8.GetBytes($"#!/bin/sh\n{commands}\n"));
        return path;
    }

    private static async Task UntilAsync(Func<bool> holds)
    {
        using var timeout = new CancellationTokenSource(TimeSpan.FromSeconds(60));
        while (!holds())
        {
            await Task.Delay(5, timeout.Token);
        }
    }

    private static bool IsGone(int pid)
    {
        // A killed child that nobody has waited for yet is a zombie: gone, but listed.
        var status = $"/proc/{pid}/stat";
        try
        {
            return !File.Exists(status) || File.ReadAllText(status).Contains(") Z ", StringComparison.Ordinal);
        }
        catch (IOException)
        {
            return true;
        }
    }
}
