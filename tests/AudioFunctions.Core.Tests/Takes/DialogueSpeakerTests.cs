using AudioFunctions.Core.Tests.Audio;
using AudioFunctions.Core.Tests.Sessions;
using AudioFunctions.Core.Tests.Speech;
using AudioFunctions.Scripts;
using AudioFunctions.Scripts.Parsing;
using AudioFunctions.Sessions;
using AudioFunctions.Takes;
using AudioFunctions.Testing.Speech;
using AudioFunctions.Testing.Storage;
using AudioFunctions.Voices;

namespace AudioFunctions.Core.Tests.Takes;

/// <summary>Beats of several characters as dialogues, checked by the bills. Runs that die mostly wait, so they have their own storage.</summary>
public sealed class DialogueSpeakerTests(AzuriteFixture azurite) : IClassFixture<AzuriteFixture>, IDisposable
{
    private const string Script = """
        [META]
        video_title: t
        project: p
        [BEAT: 01_talk]
        name: Talk
        ---
        Ha ha ha.
        Me laugh loud. [PAUSE: 400ms]
        [CHARACTER: boomer] Not funny.
        [CHARACTER: every-coon] Ha ha ha.
        [END_BEAT]
        """;

    private const string All = "Ha ha ha. Me laugh loud. Not funny. Ha ha ha.";

    private static readonly string[] Alone = ["Ha ha ha. Me laugh loud.", "Not funny.", "Ha ha ha."];

    private readonly TakeLab _takes = new(azurite, Script);

    private TakeFiles Files => _takes.Files;

    public void Dispose() => _takes.Dispose();

    [Fact]
    public async Task One_request_speaks_the_beat_and_each_segment_is_an_excerpt_of_it()
    {
        await using var lab = await StartAsync();
        var take = await _takes.NewTakeAsync();

        Assert.Equal(3, await _takes.SpeakAsync(take, lab.Speech));

        Assert.Equal([All], lab.StandIn.Bills.Select(bill => bill.Text));
        var (plan, dialogue) = (await Files.ReadPlanAsync(take, default), await Files.ReadRawAsync(take, -1, default));
        foreach (var segment in plan.Segments)
        {
            var copy = await Files.ReadRawAsync(take, segment.Index, default);
            Assert.True(copy.IsDialogue);
            Assert.Equal((dialogue.RequestId, 0), (copy.RequestId, copy.BilledCharacters));
        }

        Assert.Equal(lab.StandIn.Bills[0].Cost, await Files.CreditsSpentAsync(take.SessionId, default));
        var metadata = await TakeFinishers.FinishAsync(azurite, take);
        Assert.Equal((lab.StandIn.Bills[0].Cost, false), (metadata.BilledCharacters, metadata.IsPartlyFree));
        Assert.Empty(metadata.Warnings);
        Assert.Null(await Files.FindRequestAsync(take, -1, default));
        Assert.Empty(lab.StandIn.Violations);

        // A second run sends nothing.
        Assert.Equal(3, await _takes.SpeakAsync(take, lab.AnotherProcess()));
        Assert.Single(lab.StandIn.Requests);
    }

    [Fact]
    public async Task Lines_of_a_dialogue_have_the_times_of_their_speech()
    {
        await using var lab = await StartAsync();
        var take = await _takes.NewTakeAsync();
        await _takes.SpeakAsync(take, lab.Speech);
        using var workplace = new AudioWorkplace();
        var source = await TakeSource.FindAsync(Files, take, default);

        var made = await workplace.Assembler.AssembleAsync(source!.Segments, PauseMode.Add, workplace.Mp3Path, default);

        Assert.Empty(made.Warnings);
        Assert.Equal([0, 1, 2, 3], made.Lines.Select(line => line.Line));
        Assert.Equal([0, 0, 0, 1, 1, 1, 2, 2, 3, 3, 3], made.Words!.Select(word => word.Line));
        Assert.All(made.Words!, word => Assert.Null(word.Confidence));
        // The speech and the four written pauses.
        var times = source.Segments[0].Spoken.Alignment!;
        var said = source.Segments[0].Segment.Recorded.Text;
        Assert.Equal(All, said);
        int[] pauses = [150, 400, 150, 300];
        // Boomer's tempo makes his line, and half of the silence around it, longer.
        int[] slowerMs = [0, 0, 30, 148];
        for (var line = 0; line < 4; line++)
        {
            var spokenMs = times.StartSeconds[source.Segments[0].Segment.Recorded.Lines[line].Start] * 1000;
            Assert.InRange(made.Lines[line].StartMs - spokenMs - pauses.Take(line).Sum() - slowerMs[line], -15, 15);
            // The voice is silent for 220 ms after a sentence; its full stop takes 55 ms.
            if (line > 0)
                Assert.InRange(made.Lines[line].StartMs - made.Lines[line - 1].EndMs - pauses[line - 1], 265, 320);
        }
    }

    [Theory]
    [InlineData("stuck")]
    [InlineData("none")]
    [InlineData("refused")]
    public async Task A_dialogue_that_cannot_be_cut_is_spoken_segment_by_segment(string why)
    {
        await using var lab = await StartAsync();
        lab.StandIn.Faults.When(All, why switch
        {
            "stuck" => SpeechFault.StuckTimes,
            "none" => SpeechFault.NullAlignment,
            _ => SpeechFault.Error(400, "unsupported_model"),
        });
        var take = await _takes.NewTakeAsync();

        Assert.Equal(3, await _takes.SpeakAsync(take, lab.Speech));
        Assert.Equal(3, await _takes.SpeakAsync(take, lab.AnotherProcess()));

        Assert.Equal(why == "refused" ? Alone : [All, .. Alone], lab.StandIn.Bills.Select(bill => bill.Text));
        var source = await TakeSource.FindAsync(Files, take, default);
        Assert.All(source!.Segments, spoken => Assert.Null(spoken.Segment.CutFrom));
        var metadata = await TakeFinishers.FinishAsync(azurite, take);
        if (why == "refused")
        {
            Assert.Empty(metadata.Warnings);
        }
        else
        {
            Assert.Equal(
                $"dialogue-unusable: The recording of lines 1 to 4 as a dialogue, which cost {lab.StandIn.Bills[0].Cost} credits, could not be cut into its "
                    + "lines, so each character's lines were spoken separately, and billed as well.",
                Assert.Single(metadata.Warnings));
        }

        Assert.Equal((lab.StandIn.BilledCharacters, why != "refused"), (metadata.BilledCharacters, metadata.IsPartlyFree));
        Assert.Equal(lab.StandIn.BilledCharacters, await Files.CreditsSpentAsync(take.SessionId, default));
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task Wherever_a_run_dies_nothing_is_billed_twice(bool isStuck)
    {
        await using var lab = await StartAsync();
        if (isStuck)
            lab.StandIn.Faults.When(All, SpeechFault.StuckTimes);
        var whole = new KillSwitch();
        var take = await _takes.NewTakeAsync();
        Assert.Equal(3, await _takes.SpeakAsync(take, lab.Speech, whole));
        var kills = Enumerable.Range(1, whole.Calls).SelectMany(at => (KillSwitch[])[new() { At = at }, new() { At = at, AfterEffect = true }]).ToList();

        // All concurrently and with the same words: each could claim another's responses.
        var takes = await Task.WhenAll(kills.Select(kill => _takes.DieAndGoOnAsync(kill, lab, segments: 3)));

        Assert.InRange(whole.Calls, 12, 60);
        string[] texts = isStuck ? [All, .. Alone] : [All];
        Assert.Equal(
            texts.ToDictionary(text => text, _ => takes.Length + 1),
            lab.StandIn.Bills.CountBy(bill => bill.Text).ToDictionary());
        var ids = await Task.WhenAll(takes.Select(async other => (await Files.ReadRawAsync(other, -1, default)).RequestId));
        Assert.Equal(takes.Length, ids.Distinct().Count());
        Assert.Empty(lab.StandIn.Violations);
    }

    [Fact]
    public async Task A_line_of_a_dialogue_is_retaken_by_itself()
    {
        await using var lab = await StartAsync();
        var take = await _takes.NewTakeAsync();
        await _takes.SpeakAsync(take, lab.Speech);
        var retake = take with { Id = "bbbbbbbbbbbb" };

        Assert.Equal(4, await _takes.Speaker(lab.Speech).SpeakAsync(
            retake, RegenerateSettings.None, null, seedOffset: null, rulesOf: null, new TakeLine(take.Id, 1), instanceId: null, default));

        Assert.Equal([All, "Me laugh loud."], lab.StandIn.Bills.Select(bill => bill.Text));
        var source = await TakeSource.FindAsync(Files, retake, default);
        Assert.Equal(["Ha ha ha.", "Me laugh loud.", "Not funny.", "Ha ha ha."], source!.Segments.Select(spoken => spoken.Segment.Text));
        Assert.Equal([All, "Me laugh loud.", All, All], source.Segments.Select(spoken => spoken.Segment.Recorded.Text));
        using var workplace = new AudioWorkplace();
        var made = await workplace.Assembler.AssembleAsync(source.Segments, PauseMode.Add, workplace.Mp3Path, default);
        Assert.Empty(made.Warnings);
        Assert.Equal([0, 1, 2, 3], made.Lines.Select(line => line.Line));
        // The retake cost only its line.
        Assert.Empty(await Files.DialogueCostsAsync(retake, await Files.ReadPlanAsync(retake, default), default));
    }

    [Fact]
    public async Task A_dialogue_that_could_not_be_cut_is_not_paid_for_again()
    {
        await using var lab = await StartAsync();
        lab.StandIn.Faults.When(All, SpeechFault.StuckTimes);
        var take = await _takes.NewTakeAsync();
        await _takes.SpeakAsync(take, lab.Speech);
        await TakeFinishers.FinishAsync(azurite, take);
        var (paid, next) = (lab.StandIn.Bills.Count, take with { Id = "bbbbbbbbbbbb" });

        Assert.Equal(3, await _takes.Speaker(lab.AnotherProcess()).SpeakAsync(next, new RegenerateSettings(Stability: 1), null, default));

        Assert.Equal(Alone, lab.StandIn.Bills.Skip(paid).Select(bill => bill.Text));
        var metadata = await TakeFinishers.FinishAsync(azurite, next);
        Assert.Equal(
            "dialogue-unusable: Lines 1 to 4 weren't requested as a dialogue, because an earlier recording of them could not be cut into its lines; "
                + "each character's lines were spoken separately.",
            Assert.Single(metadata.Warnings));
        Assert.False(metadata.IsPartlyFree);
        Assert.Equal(lab.StandIn.Bills.Skip(paid).Sum(bill => bill.Cost), metadata.BilledCharacters);

        // The second take has no dialogue; the first one still tells.
        await _takes.SpeakAsync(next with { Id = "cccccccccccc" }, lab.Speech);
        Assert.Equal(Alone, lab.StandIn.Bills.Skip(paid + 3).Select(bill => bill.Text));
    }

    [Fact]
    public async Task A_dialogue_with_other_words_is_tried_again()
    {
        await using var lab = await StartAsync();
        lab.StandIn.Faults.When(All, SpeechFault.StuckTimes);
        var take = await _takes.NewTakeAsync();
        await _takes.SpeakAsync(take, lab.Speech);
        await TakeFinishers.FinishAsync(azurite, take);
        await SaveAsync(take, Script.Replace("laugh loud", "laugh low", StringComparison.Ordinal));
        var paid = lab.StandIn.Bills.Count;

        await _takes.SpeakAsync(take with { Id = "bbbbbbbbbbbb" }, lab.Speech);

        Assert.Equal([All.Replace("loud", "low", StringComparison.Ordinal)], lab.StandIn.Bills.Skip(paid).Select(bill => bill.Text));
    }

    [Fact]
    public async Task Responses_of_a_failed_take_are_reused()
    {
        await using var lab = await StartAsync();
        lab.StandIn.Faults.When(All, SpeechFault.StuckTimes);
        var take = await _takes.NewTakeAsync();
        await _takes.SpeakAsync(take, lab.Speech);
        var next = take with { Id = "bbbbbbbbbbbb" };

        Assert.Equal(3, await _takes.SpeakAsync(next, lab.AnotherProcess(), failedTakeId: take.Id));

        Assert.Equal(4, lab.StandIn.Bills.Count);
        Assert.Equal(lab.StandIn.BilledCharacters, await Files.CreditsSpentAsync(take.SessionId, default));
    }

    /// <summary>Stores another text of the session.</summary>
    private Task<string> SaveAsync(TakeKey take, string script)
    {
        var parsed = ScriptReader.Read(script, new ScriptContext(new HashSet<string> { "every-coon", "boomer" })).Script!;
        return ScriptArchives.At(azurite.ConnectionString).SaveParsedAsync(take.SessionId, parsed, default);
    }

    private static Task<SpeechLab> StartAsync() => TakeLab.StartAsync(("ElevenLabs:ModelId", "eleven_v3"));
}
