using System.Collections.Immutable;
using Metier.Jobs;
using Metier.Ledger;
using Metier.Matching;
using Metier.Members;
using Metier.Platform;
using Metier.Profiles;
using Metier.Proposals;
using Standing = Metier.Reputation.Standing;

namespace Metier.Talent;

/// <summary>Somebody put forward for a job.</summary>
/// <param name="Standing">Their reviews; null while there are none.</param>
/// <param name="Newcomer">Has one of the places kept for people who are new here.</param>
/// <param name="Invited">The client has invited them to this job.</param>
public sealed record ShortlistPerson(
    ProfileRow Person,
    Standing? Standing,
    Reasons Reasons,
    bool Newcomer,
    bool Invited
);

/// <summary>The people put forward for a job.</summary>
/// <param name="Looked">Freelancers looked at.</param>
/// <param name="Qualified">Those of them who have something of what is asked for and may be invited.</param>
/// <param name="InvitationsLeft">How many more may be invited to this job.</param>
public sealed record ShortlistFound(
    JobView Job,
    int Looked,
    int Qualified,
    IReadOnlyList<ShortlistPerson> People,
    int InvitationsLeft
)
{
    /// <summary>Nobody can be put forward yet: the index is being built for the first time.</summary>
    public bool Preparing { get; init; }
}

/// <summary>Whom we would ask, for a client's job: computed when it is looked at, so it is never older than the post.</summary>
public sealed class ShortlistForJob(
    JobViews jobs,
    JobNeeds needs,
    TalentRows rows,
    RankingWords words,
    TalentIndex index,
    RankingLog shown,
    RuleOptions rules
)
{
    /// <summary>The numbers of every shortlist.</summary>
    public static ShortlistRules Numbers { get; } = new();

    /// <summary>The shortlist of a posted job; null for everyone but its client.</summary>
    public async Task<ShortlistFound?> RunAsync(Guid jobId, Actor actor, CancellationToken ct)
    {
        var job = await jobs.OwnAsync(jobId, actor, ct);
        return job is null || job.State == JobState.Draft ? null : await OfAsync(job, actor, ct);
    }

    private async Task<ShortlistFound> OfAsync(JobView job, Actor actor, CancellationToken ct)
    {
        var left = Math.Max(0, rules.InvitationsPerJob - job.Invitations);
        if (!await index.ReadySoonAsync(ct))
        {
            return new ShortlistFound(job, 0, 0, [], left) { Preparing = true };
        }
        var (list, invited, lifted) = await needs.ShortlistAsync(job, Numbers, ct);
        var people = await rows.OfAsync([.. list.Entries.Select(e => e.Match.Id)], ct);
        shown.Shown(
            RankingRole.FreelancersForAJob,
            actor.ClientId,
            job.Id,
            job.Id.ToString("N"),
            list.WeightsVersion,
            [
                .. list
                    .Entries.Where(e => people.ContainsKey(e.Match.Id))
                    .Select((e, at) => ShownItem.Of(e.Match, at + 1, index.IsNewcomer(e.Match.Id))),
            ]
        );
        return new ShortlistFound(
            job,
            list.Looked,
            list.Qualified,
            [
                .. list
                    .Entries.Where(e => people.ContainsKey(e.Match.Id))
                    .Select(e => new ShortlistPerson(
                        people[e.Match.Id].Person,
                        people[e.Match.Id].Standing,
                        words.Freelancer(e.Match, list.WeightsVersion, lifted.Contains(e.Match.Id)),
                        e.Place == ShortlistPlace.Newcomer,
                        invited.Contains(e.Match.Id)
                    )),
            ],
            left
        );
    }

    /// <summary>The shortlist before it is put into words, for readers of several languages.</summary>
    internal async Task<ShortlistMatches> MatchesAsync(JobView job, CancellationToken ct)
    {
        var (list, _, lifted) = await needs.ShortlistAsync(job, Numbers, ct);
        var people = await rows.OfAsync([.. list.Entries.Select(e => e.Match.Id)], ct);
        return new ShortlistMatches(
            list.Looked,
            [
                .. list
                    .Entries.Where(e => people.ContainsKey(e.Match.Id))
                    .Select(e =>
                    {
                        var person = people[e.Match.Id].Person;
                        return new ShortlistMatch(
                            person.Name,
                            person.Title,
                            e.Match,
                            list.WeightsVersion,
                            lifted.Contains(e.Match.Id)
                        )
                        {
                            Rate = person.Rate,
                            Newcomer = e.Place == ShortlistPlace.Newcomer,
                        };
                    }),
            ]
        );
    }

    /// <summary>The reasons in the language in force.</summary>
    internal Reasons Words(ShortlistMatch match) => words.Freelancer(match.Match, match.Version, match.Lifted);
}

/// <summary>A shortlist without words.</summary>
internal sealed record ShortlistMatches(int Looked, IReadOnlyList<ShortlistMatch> People);

/// <summary>Somebody on it.</summary>
internal sealed record ShortlistMatch(string Name, string Title, RankedMatch Match, int Version, bool Lifted)
{
    public Money? Rate { get; init; }
    public bool Newcomer { get; init; }
}

/// <summary>What a job needs, as the engine reads it, and who is put forward for it.</summary>
public sealed class JobNeeds(
    TalentIndex index,
    TalentConcepts concepts,
    TextEncoder encoder,
    AlreadyAsked already,
    AnswerTimes times,
    FairOrder fair,
    TimeProvider clock
)
{
    /// <summary>With a rule on minimum shares, people may come in from so many times as far.</summary>
    private const int FairReach = 5;

    internal async Task<(Shortlist List, IReadOnlySet<Guid> Invited, IReadOnlySet<Guid> Lifted)> ShortlistAsync(
        JobView job,
        ShortlistRules rules,
        CancellationToken ct
    )
    {
        await index.ReadyAsync(ct);
        var asked = await already.OfAsync(job, ct);
        var need = Need(job, asked.Zone);
        var list = times.Measure(
            AnswerKind.Shortlist,
            need.Text.Length,
            need.MustHave.Length + need.NiceToHave.Length,
            () => Choose(need, asked, rules),
            l => l.Qualified
        );
        if (!fair.On)
        {
            return (list, asked.Invited, ImmutableHashSet<Guid>.Empty);
        }
        // Whoever is on it anyway comes first; the rule takes others in their order, and no more of them than it must.
        var others = Choose(need, asked, rules with { Size = rules.Size * FairReach, NewcomerPlaces = 0 });
        var all = list
            .Entries.Concat(others.Entries.ExceptBy(list.Entries.Select(e => e.Match.Id), e => e.Match.Id))
            .ToList();
        var (order, lifted) = fair.Apply(all, e => e.Match.Id);
        return (list with { Entries = [.. order.Take(rules.Size)] }, asked.Invited, lifted);
    }

    /// <summary>The same order for everybody who could be put forward, and for <paramref name="freelancerId"/> in any case.</summary>
    internal async Task<FreelancerQuery> OrderAsync(JobView job, Guid freelancerId, CancellationToken ct)
    {
        await index.ReadyAsync(ct);
        var asked = await already.OfAsync(job, ct);
        return new FreelancerQuery
        {
            Need = Need(job, asked.Zone),
            Filter = new FreelancerFilter { Except = [.. asked.OutOfTheQuestion.Where(id => id != freelancerId)] },
            Today = DateOnly.FromDateTime(clock.UtcNow()),
        };
    }

    private Shortlist Choose(Need need, Asked asked, ShortlistRules rules) =>
        index.Freelancers.Shortlist(
            need,
            new FreelancerFilter { Except = [.. asked.OutOfTheQuestion] },
            rules,
            DateOnly.FromDateTime(clock.UtcNow())
        );

    private Need Need(JobView job, string zone)
    {
        var description = SafeMarkdown.ToText(job.Description);
        return new()
        {
            MustHave = [.. job.MustHave.Select(concepts.OfSkill)],
            NiceToHave = [.. job.NiceToHave.Select(concepts.OfSkill), .. concepts.InTitle(job.Title)],
            Categories = [.. concepts.WithTrade(job.CategoryId).Take(1)],
            Occupations = concepts.NearTitle(job.Title),
            Vector = encoder.OfJob(job.Title, description),
            Text = job.Title + "\n" + description,
            RateMinMinor = job.Payment == JobPayment.Hourly ? job.PriceMin?.Minor : null,
            RateMaxMinor = job.Payment == JobPayment.Hourly ? job.PriceMax?.Minor : null,
            Currency = job.Currency.Code,
            Level = JobDocuments.Level(job.Level),
            StartOn = job.StartOn,
            UtcOffsetMinutes = (int)Zones.Find(zone).GetUtcOffset(clock.GetUtcNow()).TotalMinutes,
            Client = job.ClientId,
        };
    }
}

/// <summary>Who has been asked, has answered, or belongs to the client.</summary>
/// <param name="Zone">The time zone of whoever began the client's account.</param>
public sealed record Asked(string Zone, IReadOnlySet<Guid> Invited, IReadOnlyCollection<Guid> OutOfTheQuestion);

/// <summary>Reads who is no longer a question for a job.</summary>
public sealed class AlreadyAsked(MemberViews members, InvitationViews invitations, ProposalViews proposals)
{
    /// <summary>
    /// Whoever declined or sent a proposal, and the client's own people, are out of the question; whoever was invited and
    /// has not answered stays where they stood.
    /// </summary>
    public async Task<Asked> OfAsync(JobView job, CancellationToken ct)
    {
        var team = await members.TeamOfAsync(job.ClientId, ct);
        var sent = await invitations.OfJobAsync(job.Id, ct);
        var proposed = await proposals.FreelancersOnAsync(job.Id, ct);
        var invited = sent.Where(i => i.Value is InvitationState.Sent or InvitationState.Ignored)
            .Select(i => i.Key)
            .Except(proposed)
            .ToHashSet();
        return new Asked(
            team.Count > 0 ? team[0].TimeZone : "UTC",
            invited,
            [.. team.Select(t => t.Id), .. proposed, .. sent.Keys.Where(id => !invited.Contains(id))]
        );
    }
}
