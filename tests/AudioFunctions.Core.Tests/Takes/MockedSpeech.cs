using System.Text;
using AudioFunctions.Core.Tests.Speech;
using AudioFunctions.Sessions;
using AudioFunctions.Speech;
using AudioFunctions.Takes;
using AudioFunctions.Testing.Storage;
using Moq;

namespace AudioFunctions.Core.Tests.Takes;

/// <summary>Speaks a take of three segments with a mocked speech service.</summary>
internal sealed class MockedSpeech : IDisposable
{
    private const string Script = """
        [META]
        video_title: t
        project: p
        [BEAT: 01_talk]
        name: Talk
        ---
        [DIRECTION: Dry] First voice.
        [CHARACTER: boomer] Second voice.
        [CHARACTER: fed] Third voice.
        [END_BEAT]
        """;

    private readonly AzuriteFixture _azurite;
    private readonly TakeLab _takes;

    public MockedSpeech(AzuriteFixture azurite)
    {
        (_azurite, _takes) = (azurite, new TakeLab(azurite, Script));
        Speaker = SpeakerOf(Files);
        Speech.SetupGet(speech => speech.Provider).Returns("elevenlabs");
        Speech.SetupGet(speech => speech.Model).Returns("model-x");
        Speech.Setup(speech => speech.FindModelsAsync(It.IsAny<CancellationToken>())).ReturnsAsync(SomeModels.Taking(5000, "model-x"));
        Speech.Setup(speech => speech.WarningsFor(It.IsAny<IReadOnlyList<SpeechSegment>>())).Returns(["Can't read it."]);
        Speech.Setup(speech => speech.IsIdenticalRequest(It.IsAny<SpeechSegment>(), It.IsAny<SpeechSegment>()))
            .Returns((SpeechSegment one, SpeechSegment other) => one.Text == other.Text && one.Settings == other.Settings);
        Speech.Setup(speech => speech.SpeakAsync(It.IsAny<SpeechSegment>(), It.IsAny<IRequestJournal>(), It.IsAny<CancellationToken>()))
            .Callback((SpeechSegment segment, IRequestJournal _, CancellationToken _) => Sent.Add(segment.Text))
            .ReturnsAsync((SpeechSegment segment, IRequestJournal _, CancellationToken _) => Response(segment.Text, 7));
    }

    public static DateTimeOffset Noon { get; } = new(2026, 3, 1, 12, 0, 0, TimeSpan.Zero);

    public Mock<ISpeechService> Speech { get; } = new(MockBehavior.Strict);

    /// <summary>The texts of the requests without an action.</summary>
    public List<string> Sent { get; } = [];

    public TakeKey Take { get; } = TakeLab.NewKey();

    public TakeFiles Files => _takes.Files;

    public TakeSpeaker Speaker { get; }

    public static RawSpeech Response(string text, int billed) =>
        new(Encoding.UTF8.GetBytes("raw of " + text), "elevenlabs", "model-x", billed, "request-1");

    public TakeSpeaker SpeakerOf(TakeFiles files, TimeProvider? clock = null) =>
        TakeSpeakers.At(_azurite.ConnectionString, files, Speech.Object, SpendingGates.Open(_azurite), clock: clock);

    public Task SaveScriptAsync() => _takes.SaveScriptAsync(Take.SessionId);

    /// <summary>Runs an action during the next request for a segment, which then gets a response.</summary>
    public void Ask(int segment, Func<IRequestJournal, Task> ask) => Speech
        .Setup(speech => speech.SpeakAsync(
            It.Is<SpeechSegment>(asked => asked.Index == segment), It.IsAny<IRequestJournal>(), It.IsAny<CancellationToken>()))
        .Returns(async (SpeechSegment asked, IRequestJournal journal, CancellationToken _) =>
        {
            await ask(journal);
            return Response($"{asked.Index}", 7);
        });

    public void Dispose() => _takes.Dispose();
}
