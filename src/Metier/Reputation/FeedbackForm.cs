using System.Globalization;
using Metier.Platform;

namespace Metier.Reputation;

/// <summary>Stars and comment as typed.</summary>
public sealed record ReviewTyped(
    string? Skills,
    string? Quality,
    string? Availability,
    string? Deadlines,
    string? Communication,
    string? Cooperation,
    string? Comment
);

/// <summary>The private part as typed.</summary>
public sealed record PrivateTyped(string? Reason, string? Score);

/// <summary>Reads typed feedback: all that is wrong is said at once, beside its field.</summary>
internal static class FeedbackForm
{
    public static (Stars Stars, string Comment)? Read(ReviewTyped typed, List<Refusal> wrong)
    {
        var before = wrong.Count;
        var stars = new Stars(
            Star(typed.Skills, nameof(typed.Skills), wrong),
            Star(typed.Quality, nameof(typed.Quality), wrong),
            Star(typed.Availability, nameof(typed.Availability), wrong),
            Star(typed.Deadlines, nameof(typed.Deadlines), wrong),
            Star(typed.Communication, nameof(typed.Communication), wrong),
            Star(typed.Cooperation, nameof(typed.Cooperation), wrong)
        );
        var comment = Text(typed.Comment, "Form.Comment", ReputationRefusalText.WriteComment, wrong);
        return wrong.Count > before ? null : (stars, comment);
    }

    public static (EndedBecause Reason, int? Score)? Read(PrivateTyped typed, List<Refusal> wrong)
    {
        var before = wrong.Count;
        // Only the names themselves: a number would be read as one too.
        var reason = Enum.GetValues<EndedBecause>()
            .Where(r => r.ToString() == typed.Reason)
            .Select(r => (EndedBecause?)r)
            .FirstOrDefault();
        if (reason is null)
        {
            wrong.Add(new Refusal("reason_missing", ReputationRefusalText.ChooseReason, "Form.Reason"));
        }
        var score = Number(typed.Score, 0, 10);
        if (score is null && !string.IsNullOrEmpty(typed.Score))
        {
            wrong.Add(new Refusal("score", ReputationRefusalText.ChooseScore, "Form.Score"));
        }
        return wrong.Count > before ? null : (reason!.Value, score);
    }

    public static string Text(string? typed, string field, string missing, List<Refusal> wrong)
    {
        var text = TypedText.Lines(typed);
        if (text.Length == 0)
        {
            wrong.Add(new Refusal("text_missing", missing, field));
        }
        else if (text.Length > Review.LongestText)
        {
            wrong.Add(new Refusal("text_too_long", ReputationRefusalText.TooLong(Review.LongestText), field));
        }
        return text;
    }

    private static int Star(string? typed, string name, List<Refusal> wrong)
    {
        if (Number(typed, 1, 5) is { } star)
        {
            return star;
        }
        // The summary above the form lists all six, so each says which it is.
        wrong.Add(new Refusal("stars_missing", ReputationRefusalText.Find("choose" + name)!, "Form." + name));
        return 1;
    }

    private static int? Number(string? typed, int least, int most) =>
        int.TryParse(typed, NumberStyles.None, CultureInfo.InvariantCulture, out var n) && n >= least && n <= most
            ? n
            : null;
}
