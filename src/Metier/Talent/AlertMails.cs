using Metier.Jobs;
using Metier.Ledger;
using Metier.Members;
using Metier.Platform;

namespace Metier.Talent;

/// <summary>A freelancer or job that a mail tells of, as far as everybody who may see it may read it.</summary>
/// <param name="Facts">Rate or price and place, in the language in force.</param>
internal sealed record AlertSubject(Guid Id, SearchKind Kind, string Name, string Title, Func<string> Facts);

/// <summary>Writes the mails of saved searches, in their owners' languages.</summary>
internal sealed class AlertMails(
    MetierDb db,
    TalentRows people,
    JobCards jobs,
    StopAlert stop,
    InstanceOptions instance
)
{
    /// <summary>Lines of one search in a daily mail; the rest is counted.</summary>
    private const int MostLines = 10;

    /// <summary>What can be told of it at this moment; null when it can no longer be seen.</summary>
    public async Task<AlertSubject?> SubjectAsync(SearchKind kind, Guid id, CancellationToken ct) =>
        (await SubjectsAsync(kind, [id], ct)).GetValueOrDefault(id);

    /// <summary>Those of them that can still be seen by every signed-in person.</summary>
    public async Task<Dictionary<Guid, AlertSubject>> SubjectsAsync(
        SearchKind kind,
        IReadOnlyCollection<Guid> ids,
        CancellationToken ct
    )
    {
        if (kind == SearchKind.Talent)
        {
            return (await people.OfAsync(ids, ct)).ToDictionary(
                p => p.Key,
                p => new AlertSubject(
                    p.Key,
                    kind,
                    p.Value.Person.Name,
                    p.Value.Person.Title,
                    () => Joined(Rate(p.Value.Person.Rate), p.Value.Person.Place)
                )
            );
        }
        return (await jobs.OpenAsync(ids, ct)).ToDictionary(
            j => j.Key,
            j => new AlertSubject(
                j.Key,
                kind,
                j.Value.Job.Title,
                "",
                () => Joined(Price(j.Value.Job), Countries.Place(j.Value.Client.City, j.Value.Client.Country))
            )
        );
    }

    /// <summary>One mail for one search and one subject.</summary>
    public void TellAtOnce(SavedSearch search, MemberCard owner, AlertSubject subject)
    {
        using var language = new InLanguage(owner.Language);
        var talent = subject.Kind == SearchKind.Talent;
        Send(
            owner,
            AlertMailText.Subject(subject.Name, search.Name),
            [talent ? AlertMailText.NewFreelancer(search.Name) : AlertMailText.NewJob(search.Name), Line(subject)],
            talent ? AlertMailText.SeeProfile : AlertMailText.SeeJob,
            (talent ? "/go/talent/" : "/go/job/") + subject.Id,
            [(AlertMailText.OpenSearch, "/go/saved-search/" + search.Id), Stop(search)],
            AlertMailText.WhyAtOnce
        );
    }

    /// <summary>One mail for all of a person's searches that found something since the last one.</summary>
    public void TellDaily(MemberCard owner, IReadOnlyList<(SavedSearch Search, IReadOnlyList<AlertSubject> Found)> all)
    {
        using var language = new InLanguage(owner.Language);
        var paragraphs = all.SelectMany(a =>
            a.Found.Take(MostLines)
                .Select(Line)
                .Prepend(AlertMailText.Heading(a.Found.Count, a.Search.Name))
                .Concat(
                    a.Found.Count > MostLines ? [AlertMailText.More(a.Found.Count - MostLines)] : Array.Empty<string>()
                )
        );
        Send(
            owner,
            AlertMailText.DailySubject(all.Sum(a => a.Found.Count)),
            [.. paragraphs],
            AlertMailText.SeeSearches,
            "/go/saved-searches",
            [.. all.Select(a => Stop(a.Search))],
            AlertMailText.WhyDaily
        );
    }

    private void Send(
        MemberCard to,
        string subject,
        IReadOnlyList<string> paragraphs,
        string button,
        string path,
        IReadOnlyList<(string Text, string Path)> links,
        string why
    ) =>
        db.QueueMail(
            new Mail(to.Email, to.Name, to.Language, subject, paragraphs, button, path, Why: why, Links: links),
            instance
        );

    private (string Text, string Path) Stop(SavedSearch search) =>
        (AlertMailText.Stop(search.Name), $"/go/saved-search-stop/{search.Id}?key={stop.Key(search.Id)}");

    private static string Line(AlertSubject subject) =>
        string.Join('\n', new[] { subject.Name, subject.Title, subject.Facts() }.Where(l => l.Length > 0));

    private static string Joined(params string[] parts) => string.Join(" · ", parts.Where(p => p.Length > 0));

    private static string Rate(Money? rate) => rate is { } r ? AlertMailText.PerHour(Formats.Rate(r)) : "";

    private static string Price(JobView job) =>
        (job.Payment, job.PriceMin, job.PriceMax) switch
        {
            (JobPayment.Hourly, { } least, { } most) when least.Minor < most.Minor => AlertMailText.PerHour(
                AlertMailText.Range(Formats.Rate(least), Formats.Rate(most))
            ),
            (JobPayment.Hourly, _, { } most) => AlertMailText.PerHour(Formats.Rate(most)),
            (_, _, { } budget) => Formats.Rate(budget),
            _ => "",
        };
}
