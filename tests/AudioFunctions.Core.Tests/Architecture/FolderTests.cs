namespace AudioFunctions.Core.Tests.Architecture;

/// <summary>The folders of AudioFunctions.Core, which are its namespaces, are layers: none uses a folder that uses it.</summary>
public sealed class FolderTests
{
    private static readonly IReadOnlyCollection<FolderReference> References = FolderReferences.Find();

    [Fact]
    public void No_folder_uses_a_folder_that_uses_it() => AssertNoCircle(References);

    [Fact]
    public void No_top_folder_uses_a_top_folder_that_uses_it() => AssertNoCircle(
        [.. References.Select(one => one with { From = Top(one.From), To = Top(one.To) }).Where(one => one.From != one.To)]);

    [Theory]
    [InlineData("a signature", "Takes", "Sessions", "TakeFinisher", "TakeRecord")]
    [InlineData("a body", "Speech.ElevenLabs", "Telemetry", "ElevenLabsClient", "Spans")]
    [InlineData("a lambda", "Audio.Coding", "Audio.FFmpeg", "AudioMeter", "ToolRun")]
    [InlineData("a base type", "Audio", "Telemetry", "AudioException", "ICodedFailure")]
    [InlineData("a constant", "Scripts.Parsing", "Scripts", "BeatIds", "ScriptLimits")]
    public void References_are_found(string place, string from, string to, string user, string used) =>
        Assert.True(References.Contains(new FolderReference(from, to, user, used)), $"{user} uses {used} in {place}.");

    private static void AssertNoCircle(IReadOnlyCollection<FolderReference> references)
    {
        var used = references.Select(one => (one.From, one.To)).Distinct().ToLookup(one => one.From, one => one.To);
        var circles = references.Where(one => Reachable(one.To, used).Contains(one.From)).Select(one => one.ToString()).Order().ToList();

        Assert.True(circles.Count == 0, $"These references make a circle; move a type, or turn one around:\n{string.Join('\n', circles)}");
    }

    private static HashSet<string> Reachable(string folder, ILookup<string, string> used)
    {
        var reached = new HashSet<string>();
        var left = new Stack<string>([folder]);
        while (left.TryPop(out var next))
        {
            foreach (var one in used[next].Where(reached.Add))
                left.Push(one);
        }

        return reached;
    }

    private static string Top(string folder) => folder.Split('.')[0];
}
