using Metier.Reputation;

namespace Metier.Web.Reputation;

/// <summary>Feedback as it is typed; kept as typed when something is missing.</summary>
public sealed class FeedbackFormModel
{
    public string? RequestId { get; set; }
    public string? Skills { get; set; }
    public string? Quality { get; set; }
    public string? Availability { get; set; }
    public string? Deadlines { get; set; }
    public string? Communication { get; set; }
    public string? Cooperation { get; set; }
    public string? Comment { get; set; }
    public string? Reason { get; set; }
    public string? Score { get; set; }

    public ReviewTyped Public => new(Skills, Quality, Availability, Deadlines, Communication, Cooperation, Comment);

    public PrivateTyped Private => new(Reason, Score);

    public static FeedbackFormModel New() => new() { RequestId = Guid.CreateVersion7().ToString() };

    /// <summary>A form that begins with a review as it stands.</summary>
    public static FeedbackFormModel Of(Stars stars, string comment)
    {
        static string Text(int star) => star.ToString(System.Globalization.CultureInfo.InvariantCulture);
        var form = New();
        form.Skills = Text(stars.Skills);
        form.Quality = Text(stars.Quality);
        form.Availability = Text(stars.Availability);
        form.Deadlines = Text(stars.Deadlines);
        form.Communication = Text(stars.Communication);
        form.Cooperation = Text(stars.Cooperation);
        form.Comment = comment;
        return form;
    }

    /// <summary>The name of one of the six, what it is called and what was chosen.</summary>
    public IEnumerable<(string Name, string? Value)> Ratings =>
        [
            (nameof(Skills), Skills),
            (nameof(Quality), Quality),
            (nameof(Availability), Availability),
            (nameof(Deadlines), Deadlines),
            (nameof(Communication), Communication),
            (nameof(Cooperation), Cooperation),
        ];
}
