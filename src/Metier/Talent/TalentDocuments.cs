using System.Collections.Immutable;
using Metier.Contracts;
using Metier.Jobs;
using Metier.Matching;
using Metier.Members;
using Metier.Payments;
using Metier.Platform;
using Metier.Profiles;
using Metier.Proposals;
using Metier.Reputation;
using ProfileLevel = Metier.Profiles.LanguageLevel;

namespace Metier.Talent;

/// <summary>What a freelancer did here so far.</summary>
/// <param name="Work">Finished and paid contracts, oldest first.</param>
/// <param name="Ill">Those of them that the client's public review calls bad.</param>
/// <param name="Success">From public reviews; null while there are too few.</param>
internal sealed record FreelancerRecord(
    InvitationLoad? Load,
    IReadOnlyList<FinishedContract> Work,
    ImmutableArray<PastWork> Skills,
    IReadOnlySet<Guid> Ill,
    JobSuccess? Success,
    bool IdentityVerified
);

/// <summary>Reads what freelancers did here, many at once.</summary>
internal sealed class FreelancerRecords(
    InvitationViews invitations,
    FinishedWork finished,
    JobViews jobs,
    MemberViews members,
    ReputationViews reputation,
    TalentConcepts concepts
)
{
    /// <summary>A record for each of these, empty for beginners.</summary>
    public async Task<Dictionary<Guid, FreelancerRecord>> ReadAsync(IReadOnlyCollection<Guid> ids, CancellationToken ct)
    {
        var loads = await invitations.LoadsAsync(ids, ct);
        var work = (await finished.OfAsync(ids, ct)).ToLookup(w => w.FreelancerId);
        var jobIds = work.SelectMany(w => w).Select(w => w.JobId).Distinct().ToList();
        var done = jobIds.Count == 0 ? [] : await jobs.ManyAsync(jobIds, ct);
        var success = await reputation.SuccessAsync(ids, ct);
        var ill = await reputation.EndedIllAsync(ids, ct);
        var verified = await members.WithVerifiedIdentityAsync(ids, ct);
        return ids.Distinct()
            .ToDictionary(
                id => id,
                id => new FreelancerRecord(
                    loads.GetValueOrDefault(id),
                    [.. work[id]],
                    Skills(work[id], done),
                    ill,
                    success.GetValueOrDefault(id),
                    verified.Contains(id)
                )
            );
    }

    /// <summary>A finished contract counts for every skill its job asked for.</summary>
    private ImmutableArray<PastWork> Skills(IEnumerable<FinishedContract> work, Dictionary<Guid, JobView> jobsDone) =>
        [
            .. work.Where(w => jobsDone.ContainsKey(w.JobId))
                .SelectMany(w => jobsDone[w.JobId].Skills.Select(s => (s.SkillId, w.EndedAt)))
                .GroupBy(w => w.SkillId)
                .Select(g => new PastWork(
                    concepts.OfSkill(g.Key),
                    g.Count(),
                    DateOnly.FromDateTime(g.Max(w => w.EndedAt))
                )),
        ];
}

/// <summary>
/// Reads people for the engine, many at once in a fixed number of queries. Whoever may not be listed is left out, and so
/// leaves the index.
/// </summary>
internal sealed class FreelancerDocuments(
    ProfileViews profiles,
    FreelancerRecords records,
    TalentConcepts concepts,
    TextEncoder encoder,
    TimeProvider clock
)
{
    public async Task<List<FreelancerDocument>> ReadAsync(IReadOnlyCollection<Guid> ids, CancellationToken ct)
    {
        var listed = (await profiles.DocumentsAsync(ids, ct)).Values.Where(d => d.Listed).ToList();
        var record = await records.ReadAsync(ids, ct);
        return [.. listed.Select(d => Document(d, record[d.Card.Id]))];
    }

    private FreelancerDocument Document(ProfileDocument read, FreelancerRecord record)
    {
        var card = read.Card;
        var (load, work) = (record.Load, record.Work);
        return new FreelancerDocument
        {
            Id = card.Id,
            MembersOnly = card.Visibility == ProfileVisibility.Members,
            Skills = [.. card.Skills.Select(concepts.OfSkill), .. concepts.InTitle(card.Title)],
            Categories = [.. concepts.CategoriesOf(card.Skills)],
            Occupations = concepts.NearTitle(card.Title),
            Vector = encoder.OfProfile(card.Title, read.Overview),
            Title = card.Title,
            Overview = string.Join('\n', read.History.Prepend(read.Overview)),
            RateMinor = card.Rate?.Minor,
            Currency = card.Rate?.Currency.Code ?? TalentOptions.Reference,
            Country = card.Country,
            Languages =
            [
                .. card
                    .Languages.Where(l => l.Level > ProfileLevel.Basic)
                    .Select(l => new Matching.SpokenLanguage(l.Code, Level(l.Level))),
            ],
            UtcOffsetMinutes = (int)Zones.Find(card.TimeZone).GetUtcOffset(clock.GetUtcNow()).TotalMinutes,
            HoursPerWeek = Hours(card.Availability),
            AvailableFrom = card.FreeFrom,
            Level = Level(card.Experience),
            IdentityVerified = record.IdentityVerified,
            JobSuccess = record.Success?.Score,
            JobSuccessContracts = record.Success?.Contracts ?? 0,
            ContractsDone = work.Count,
            EarnedMinor = work.Where(w => w.Currency == (card.Rate?.Currency.Code ?? TalentOptions.Reference))
                .Sum(w => w.PaidMinor),
            LastActive = DateOnly.FromDateTime(
                work.Count > 0 && work[^1].EndedAt > read.UpdatedAt ? work[^1].EndedAt : read.UpdatedAt
            ),
            JoinedAt = read.CreatedAt,
            Asked = load?.Asked ?? 0,
            Answered = load?.Answered ?? 0,
            InvitationsToday = load?.LastDay ?? 0,
            PastWork = record.Skills,
            Clients =
            [
                .. work.Where(w => !record.Ill.Contains(w.ContractId))
                    .GroupBy(w => w.ClientId)
                    .Select(g => new ClientHistory(g.Key, g.Count())),
            ],
        };
    }

    /// <summary>What a profile says in words, as the hours of an ordinary week.</summary>
    internal static int Hours(Availability availability) =>
        availability switch
        {
            Availability.Full => 40,
            Availability.Part => 20,
            Availability.Occasional => 5,
            _ => 0,
        };

    /// <summary>The engine's name for it; null for somebody who does not say.</summary>
    internal static ExperienceLevel? Level(Experience? experience) =>
        experience switch
        {
            Experience.Starting => ExperienceLevel.Starting,
            Experience.Solid => ExperienceLevel.Solid,
            Experience.Expert => ExperienceLevel.Expert,
            _ => null,
        };

    private static Matching.LanguageLevel Level(ProfileLevel level) =>
        level switch
        {
            ProfileLevel.Native => Matching.LanguageLevel.Native,
            ProfileLevel.Fluent => Matching.LanguageLevel.Fluent,
            ProfileLevel.Conversational => Matching.LanguageLevel.Conversational,
            _ => Matching.LanguageLevel.Basic,
        };
}

/// <summary>Reads jobs for the engine; those that are not open to everyone are left out, and so leave the index.</summary>
internal sealed class JobDocuments(
    JobViews jobs,
    MemberViews members,
    MoneyViews money,
    ReputationViews reputation,
    TalentConcepts concepts,
    TextEncoder encoder
)
{
    public async Task<List<JobDocument>> ReadAsync(IReadOnlyCollection<Guid> ids, CancellationToken ct)
    {
        var open = (await jobs.ManyAsync(ids, ct))
            .Values.Where(j =>
                j is { State: JobState.Open, Visibility: JobVisibility.Everyone, Hidden: false, PostedAt: not null }
            )
            .ToList();
        var clientIds = open.Select(j => j.ClientId).Distinct().ToList();
        var clients = await members.ClientsAsync(clientIds, ct);
        var facts = await jobs.FactsAsync(clientIds, ct);
        var verified = await money.WithVerifiedMethodAsync(clientIds, ct);
        var standings = await reputation.ClientsAsync(clientIds, ct);
        return
        [
            .. open.Select(j =>
                Document(j) with
                {
                    Country = clients.GetValueOrDefault(j.ClientId)?.Country ?? "",
                    ClientJobs = Math.Max(0, (facts.GetValueOrDefault(j.ClientId)?.Posted ?? 0) - 1),
                    ClientHires = facts.GetValueOrDefault(j.ClientId)?.WithHire ?? 0,
                    ClientRatingMilli = (int?)(standings.GetValueOrDefault(j.ClientId)?.Stars * 1000),
                    PaymentVerified = verified.Contains(j.ClientId),
                }
            ),
        ];
    }

    private JobDocument Document(JobView job)
    {
        var description = SafeMarkdown.ToText(job.Description);
        return new()
        {
            Id = job.Id,
            Client = job.ClientId,
            MustHave = [.. job.MustHave.Select(concepts.OfSkill)],
            NiceToHave = [.. job.NiceToHave.Select(concepts.OfSkill), .. concepts.InTitle(job.Title)],
            Categories = [.. concepts.WithTrade(job.CategoryId)],
            Occupations = concepts.NearTitle(job.Title),
            Vector = encoder.OfJob(job.Title, description),
            Title = job.Title,
            Description = description,
            Pay = job.Payment == JobPayment.Hourly ? JobPay.Hourly : JobPay.FixedPrice,
            BudgetMinMinor = job.PriceMin?.Minor,
            BudgetMaxMinor = job.PriceMax?.Minor,
            Currency = job.Currency.Code,
            Level = Level(job.Level),
            Languages = [job.Language],
            DurationWeeks = Weeks(job.Length),
            PostedAt = job.PostedAt!.Value,
            Proposals = job.Proposals,
        };
    }

    internal static ExperienceLevel? Level(JobLevel? level) =>
        level switch
        {
            JobLevel.Starting => ExperienceLevel.Starting,
            JobLevel.Solid => ExperienceLevel.Solid,
            JobLevel.Expert => ExperienceLevel.Expert,
            _ => null,
        };

    private static int? Weeks(JobLength? length) =>
        length switch
        {
            JobLength.Week => 1,
            JobLength.Month => 4,
            JobLength.Quarter => 13,
            JobLength.HalfYear => 26,
            JobLength.Longer => 52,
            _ => null,
        };
}
