namespace AudioFunctions.Studio.Tests;

internal static class Scripts
{
    public const string Story = """
        [META]
        video_title: Shrinkflation
        project: studio-story
        default_character: every-coon

        [BEAT: 01_hook]
        name: Hook
        ---
        [DIRECTION: Punchy, accusatory, deadpan]
        [PACE: fast]
        Corporation stole your chips.
        [PAUSE: 50ms]
        Bag **not** same. [PAUSE: short]
        You [PAUSE: 350ms] got *scammed*.
        [END_BEAT]

        [BEAT: 02_reply]
        name: Boomer replies
        ---
        [CHARACTER: boomer]
        In my day a bag was a bag.
        [CHARACTER: every-coon] [STABILITY: 0.8]
        Me not so sure.
        [END_BEAT]
        """;

    /// <summary>One beat with unique words, so that no test waits for another's.</summary>
    public static string OneBeat(string title, string words) => $"""
        [META]
        video_title: {title}
        project: studio-tests
        [BEAT: 01_only]
        name: Only
        ---
        {words}
        [END_BEAT]
        """;

    /// <summary>Beats <c>01_first</c> and <c>02_second</c> of two lines each.</summary>
    public static string TwoBeats(string title, string first, string second) => $"""
        [META]
        video_title: {title}
        project: studio-fix

        [BEAT: 01_first]
        name: First
        ---
        {first} [PAUSE: short]
        Me rest.
        [END_BEAT]

        [BEAT: 02_second]
        name: Second
        ---
        {second}
        Me rest, too.
        [END_BEAT]

        """;

    /// <summary>Beats <c>01_many</c>, <c>02_many</c> … of a few words each.</summary>
    public static string ManyBeats(int count) => "[META]\nvideo_title: Many\nproject: studio-tests\n" + string.Concat(
        Enumerable.Range(1, count).Select(number => $"[BEAT: {number:00}_many]\nname: Beat {number}\n---\nMe number {number}.\n[END_BEAT]\n"));
}
