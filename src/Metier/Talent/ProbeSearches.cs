using Metier.Jobs;
using Metier.Matching;
using Metier.Members;
using Metier.Platform;
using Metier.Profiles;

namespace Metier.Talent;

/// <summary>
/// Looks, whenever a freelancer or job becomes visible or changes, which saved searches it is new in. Its events are those
/// that feed the index. Searches are read by its numbers, so during its first build the events are put off.
/// </summary>
internal sealed class ProbeSearches(
    SearchProbe probe,
    ShownSince shown,
    FreelancerDocuments freelancers,
    JobDocuments jobs,
    TalentIndex index,
    MemberViews members,
    ISearchAddresses addresses,
    SearchTerms terms
) : IHandle<ProfileChanged>, IHandle<JobPosted>, IHandle<JobChanged>, IHandle<JobClosed>
{
    public async Task HandleAsync(ProfileChanged happened, CancellationToken ct)
    {
        var id = happened.FreelancerId;
        await index.ReadyOrLaterAsync(ct);
        // Read now and not from the index: the handlers of one event run in any order, on any node.
        var document = (await freelancers.ReadAsync([id], ct)).SingleOrDefault();
        if (await shown.TellAsync(TalentSubject.Freelancer, id, document?.JoinedAt, ct) is not { } since)
        {
            return;
        }
        await index.CatchUpAsync(ct);
        var alone = index.Alone(document!);
        await probe.RunAsync(
            SearchKind.Talent,
            id,
            since,
            [id],
            query => !alone.Best(terms.Talent(addresses.Talent(query), visitor: false), 1).IsEmpty,
            ct
        );
    }

    public Task HandleAsync(JobPosted happened, CancellationToken ct) => JobAsync(happened.JobId, ct);

    public Task HandleAsync(JobChanged happened, CancellationToken ct) => JobAsync(happened.JobId, ct);

    public Task HandleAsync(JobClosed happened, CancellationToken ct) => JobAsync(happened.JobId, ct);

    private async Task JobAsync(Guid id, CancellationToken ct)
    {
        await index.ReadyOrLaterAsync(ct);
        var document = (await jobs.ReadAsync([id], ct)).SingleOrDefault();
        if (await shown.TellAsync(TalentSubject.Job, id, document?.PostedAt, ct) is not { } since)
        {
            return;
        }
        await index.CatchUpAsync(ct);
        var team = await members.TeamOfAsync(document!.Client, ct);
        var alone = index.Alone(document);
        await probe.RunAsync(
            SearchKind.Jobs,
            id,
            since,
            [.. team.Select(t => t.Id)],
            query => !alone.Best(terms.Jobs(addresses.Jobs(query), seeker: null), 1).IsEmpty,
            ct
        );
    }
}
