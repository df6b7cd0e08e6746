using AudioFunctions.Audio;
using AudioFunctions.Audio.Assembling;
using AudioFunctions.Audio.Coding;
using AudioFunctions.Composition;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Options;

namespace AudioFunctions.Core.Tests.Audio;

public sealed class AudioOptionsTests
{
    [Fact]
    public void Defaults_are_valid() => Assert.Empty(new AudioOptions().Problems());

    [Fact]
    public void All_problems_are_reported_at_once()
    {
        var options = new AudioOptions
        {
            FFmpegFolder = "/no/such",
            SampleRateHz = 22050,
            BitrateKbps = 100,
            TempFolder = "/nor/this",
            RunTimeout = TimeSpan.Zero,
            ExportTimeout = TimeSpan.FromDays(2),
        };

        Assert.Equal(
            [
                "Audio__FFmpegFolder: there is no folder '/no/such'.",
                "Audio__SampleRateHz is 22050; use 32000, 44100, 48000.",
                "Audio__BitrateKbps is 100; use 32, 40, 48, 56, 64, 80, 96, 112, 128, 160, 192, 224, 256, 320.",
                "Audio__TempFolder: there is no folder '/nor/this'.",
                "Audio__RunTimeout is 00:00:00; use 00:00:01 to 01:00:00.",
                "Audio__ExportTimeout is 2.00:00:00; use 00:01:00 to 1.00:00:00.",
            ],
            options.Problems());
    }

    [Fact]
    public async Task A_host_with_invalid_options_does_not_start()
    {
        using var host = Build(("Audio:BitrateKbps", "100"));

        var failure = await Assert.ThrowsAsync<OptionsValidationException>(() => host.StartAsync());

        Assert.Contains("Audio__BitrateKbps is 100", failure.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_starting_host_removes_the_scratch_folders_of_dead_processes()
    {
        var temp = Directory.CreateTempSubdirectory("af-host-");
        temp.CreateSubdirectory("audiofunctions-1-20260101T000000-0123456789ab");
        using var host = Build(("Audio:TempFolder", temp.FullName));

        await host.StartAsync();

        Assert.Empty(temp.GetFileSystemInfos());
        Assert.NotNull(host.Services.GetRequiredService<TakeAssembler>());
        Assert.NotNull(host.Services.GetRequiredService<AudioMeter>());
        await host.StopAsync();
        temp.Delete();
    }

    private static IHost Build(params (string Key, string Value)[] settings)
    {
        var builder = Host.CreateEmptyApplicationBuilder(null);
        builder.Configuration.AddInMemoryCollection(settings.ToDictionary(s => s.Key, s => (string?)s.Value));
        builder.Services.AddAudio<FFmpegWrapper>(builder.Configuration);
        return builder.Build();
    }
}
