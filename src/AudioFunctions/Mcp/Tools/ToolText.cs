namespace AudioFunctions.Mcp.Tools;

/// <summary>What agents are told about arguments that several tools have.</summary>
internal static class ToolText
{
    public const string ElsContent =
        "The whole ELS script as text, at most 1 MiB: a [META] block, then beats of the form [BEAT: 01_hook], name: Hook, ---, lines of text with tags, [END_BEAT].";

    public const string ProjectName = "Project to file the session under, at most 200 characters. Left out, the script's own project counts.";

    public const string SessionId = "The session_id that create_production_session or complete_audio_workflow gave.";

    public const string BeatId = "A beat_id of the session, for instance 01_hook; get_production_session lists them.";

    public const string TakeId = "A take_id of the beat: 12 hex digits; get_production_session lists them.";

    public const string DryRun = "true: only say what it would cost and what it would reuse; nothing is spoken, stored or paid for.";

    public const string MaxCredits =
        "The most ElevenLabs credits this call may spend, a whole number from 0. It stops before a request that would cost more (error budget-reached). Left out, there is no limit.";

    public const string IncludeAudio = "true: also attach the take's MP3 as audio content if it is at most 1 MiB (about a minute). The link to it is always there.";
}
