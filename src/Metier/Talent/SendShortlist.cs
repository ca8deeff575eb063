using Metier.Jobs;
using Metier.Notifications;
using Metier.Platform;

namespace Metier.Talent;

/// <summary>Right after posting, the client gets the shortlist by mail, with the reasons; nothing when nobody suits.</summary>
internal sealed class SendShortlist(JobViews jobs, ShortlistForJob shortlist, TalentIndex index, Notices notices)
    : IHandle<JobPosted>
{
    public async Task HandleAsync(JobPosted happened, CancellationToken ct)
    {
        var job = (await jobs.ManyAsync([happened.JobId], ct)).GetValueOrDefault(happened.JobId);
        if (job is not { State: JobState.Open })
        {
            return;
        }
        // The handlers of one event run in any order; this node may not have heard of what came just before.
        await index.CatchUpAsync(ct);
        if ((await shortlist.MatchesAsync(job, ct)) is not { People.Count: > 0 } found)
        {
            return;
        }
        await notices.TellClientAsync(
            "shortlist",
            job.Id,
            job.ClientId,
            _ => new Notice(
                ShortlistMailText.Subject(job.Title),
                [
                    ShortlistMailText.Looked(found.Looked, ShortlistMailText.HereAre(found.People.Count)),
                    .. found.People.Select(p => Line(p.Name, p.Title, shortlist.Words(p))),
                ],
                ShortlistMailText.Button,
                "/go/shortlist/" + job.Id.ToString("D"),
                Why: ShortlistMailText.Why
            ),
            ct
        );
    }

    private static string Line(string name, string title, Reasons reasons) =>
        reasons.Why is null ? $"{name}\n{title}" : $"{name}\n{title}\n{ShortlistMailText.Because(reasons.Why)}";
}
