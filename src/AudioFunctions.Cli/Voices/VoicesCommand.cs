using System.Globalization;
using System.Net;
using AudioFunctions.Cli.Api;
using AudioFunctions.Cli.Terminal;

namespace AudioFunctions.Cli.Voices;

/// <summary>Lists and adds voices; a preview is a production like any other, of a script of one beat.</summary>
public sealed class VoicesCommand(AudioFunctionsClient client, Screen screen)
{
    public async Task RunAsync(VoicesRequest request, CancellationToken cancellationToken)
    {
        if (request.Added is { } added)
            await AddAsync(added, cancellationToken);
        else if (request.Previewed is { } character)
            await RequireAsync(character, cancellationToken);
        else
            List(await client.ListVoicesAsync(cancellationToken));
    }

    /// <summary>The script of a character's preview.</summary>
    public static string PreviewScript(string character) =>
        $"""
        [META]
        video_title: Voice {character}
        project: voices
        default_character: {character}

        [BEAT: {character}]
        name: Preview
        ---
        Corporation stole your chips. [PAUSE: medium]
        Same bag, same price, and half of it is air!
        [END_BEAT]

        """;

    private async Task AddAsync(Voice voice, CancellationToken cancellationToken)
    {
        try
        {
            await client.AddVoiceAsync(voice, cancellationToken);
        }
        catch (ApiException exists) when (exists.Status == HttpStatusCode.PreconditionFailed)
        {
            throw new RunException($"There is a voice for '{voice.Character}' already: change it on the review page (./run.sh --serve), under Voices.", exists);
        }

        screen.Line($"'{voice.Character}' is added: write [CHARACTER: {voice.Character}]. To hear it: ./run.sh voices preview {voice.Character}");
    }

    private async Task RequireAsync(string character, CancellationToken cancellationToken)
    {
        var voices = await client.ListVoicesAsync(cancellationToken);
        if (!voices.Any(voice => voice.Character == character))
        {
            throw new RunException(
                $"There is no voice for '{character}'; use {string.Join(", ", voices.Select(voice => voice.Character))}, "
                + $"or add it: ./run.sh voices add {character} VOICE_ID");
        }
    }

    private void List(IReadOnlyList<Voice> voices)
    {
        var rows = voices.Select(voice => (IReadOnlyList<string>)
        [
            Printable.From(voice.Character), Printable.From(voice.DisplayName), Printable.From(voice.VoiceId),
            Number(voice.Stability), Number(voice.SimilarityBoost), Number(voice.Style), Number(voice.Speed),
        ]).Prepend(["Character", "Name", "Voice id", "Stability", "Similarity", "Style", "Speed"]).ToList();
        var widths = Enumerable.Range(0, rows[0].Count).Select(column => rows.Max(row => Printable.Width(row[column]))).ToList();
        foreach (var (index, row) in rows.Index())
        {
            var line = string.Join("  ", row.Zip(widths, Printable.Pad)).TrimEnd();
            screen.Line(index == 0 ? screen.Palette.Bold(line) : line);
        }

        screen.Line("To add one: ./run.sh voices add CHARACTER VOICE_ID. To hear one: ./run.sh voices preview CHARACTER");
    }

    private static string Number(double value) => value.ToString("0.##", CultureInfo.InvariantCulture);
}
