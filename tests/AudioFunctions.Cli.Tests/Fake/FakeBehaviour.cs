using System.Globalization;

namespace AudioFunctions.Cli.Tests.Fake;

/// <summary>The behaviour that a test chooses for the fake app, in environment variables, which the command passes on to its children.</summary>
internal static class FakeBehaviour
{
    public const string DieAtStart = "FAKE_DIE_AT_START";
    public const string DieAtBeat = "FAKE_DIE_AT_BEAT";
    public const string StayAtBeat = "FAKE_STAY_AT_BEAT";
    public const string FailBeat = "FAKE_FAIL_BEAT";
    public const string Unhealthy = "FAKE_UNHEALTHY";
    public const string Terminate = "FAKE_TERMINATE";
    public const string NoCredits = "FAKE_NO_CREDITS";
    /// <summary>The beats before which the first production reaches its budget.</summary>
    public const string SpentAtBeat = "FAKE_SPENT_AT_BEAT";
    public const string Worker = "FAKE_WORKER";
    public const string Restarting = "FAKE_RESTARTING";
    public const string ProviderName = "FAKE_PROVIDER";
    public const string BeatLength = "FAKE_BEAT_LENGTH_MS";

    public static long BeatLengthMs => long.Parse(Environment.GetEnvironmentVariable(BeatLength) ?? "1500", CultureInfo.InvariantCulture);

    public static bool DiesAtStart => Environment.GetEnvironmentVariable(DieAtStart) is not null;

    public static bool IsUnhealthy => Environment.GetEnvironmentVariable(Unhealthy) is not null;

    public static bool Terminates => Environment.GetEnvironmentVariable(Terminate) is not null;

    public static bool HasNoCredits => Environment.GetEnvironmentVariable(NoCredits) is not null;

    public static bool HasWorker => Environment.GetEnvironmentVariable(Worker) is not null;

    public static bool IsRestarting => Environment.GetEnvironmentVariable(Restarting) is not null;

    public static string Provider => Environment.GetEnvironmentVariable(ProviderName) ?? "offline";

    public static bool Is(string variable, string beatId) => Environment.GetEnvironmentVariable(variable)?.Split(',').Contains(beatId) == true;
}
