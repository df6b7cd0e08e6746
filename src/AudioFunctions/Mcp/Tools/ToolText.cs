namespace AudioFunctions.Mcp.Tools;

/// <summary>Descriptions of arguments that several tools share.</summary>
internal static class ToolText
{
    public const string ElsContent =
        "The whole ELS script as text, at most 1 MiB: a [META] block, then beats of the form [BEAT: 01_hook], name: Hook, ---, lines of text with tags, [END_BEAT].";

    public const string ProjectName = "The project of the session, at most 200 characters. By default, the script's own project.";

    public const string SessionId = "The session_id from create_production_session or complete_audio_workflow.";

    public const string BeatId = "A beat_id of the session, for instance 01_hook; get_production_session lists them.";

    public const string TakeId = "A take_id of the beat: 12 hex digits; get_production_session lists them.";

    public const string Line =
        "Speak only this line again, counted from 0 as in a take's lines, and keep the other lines of a take: only its characters are paid for, and the settings "
        + "given apply to it alone. Left out, the whole beat is spoken.";

    public const string DryRun = "true: only say what it would cost and what it would reuse; nothing is spoken, stored or paid for.";

    public const string MaxCredits =
        "The most ElevenLabs credits this call may spend, a whole number from 0. It stops before a request that would cost more (error budget-reached). By default there is no limit.";

    public const string IncludeAudio = "true: also attach the take's MP3 as audio content if it is at most 1 MiB (about a minute). The link to it is always there.";
}
