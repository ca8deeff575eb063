using Metier.Jobs;
using Metier.Platform;
using Metier.Proposals;
using Microsoft.EntityFrameworkCore;

namespace Metier.Demo;

/// <summary>What happens between a post and an offer: invitations, proposals, and what the client does with them.</summary>
internal sealed class DemoProposals(DemoWorld world, DemoJobs jobs)
{
    private readonly DemoRandom random = world.Random("proposals");

    /// <summary>Somebody of the job's trade who was there by then and was not asked yet; most speak the job's language.</summary>
    public DemoPerson? Somebody(DemoJob job, DateTime at, bool stars = true)
    {
        var same = random.Chance(0.9);
        var fit = world
            .Freelancers.Where(f =>
                f.Trade == job.Trade
                && f.Joined < at.AddDays(-1)
                && f.ClientId != job.Client.ClientId
                && (stars || f.Weight <= 1)
                && !job.Asked.Contains(f.Id)
                && (!same || f.Language == job.Language)
            )
            .ToList();
        if (fit.Count == 0)
        {
            return null;
        }
        var person = random.Weighted(fit, f => f.Weight * (1 + (2 * f.Speciality!.Skills.Intersect(job.Must).Count())));
        job.Asked.Add(person.Id);
        return person;
    }

    public Task<Guid> InviteAsync(DemoJob job, DemoPerson freelancer)
    {
        var first = freelancer.Name.Split(' ')[0];
        var message = jobs.Draw(job.Language + ".invite", world.Texts.In(job.Language).Invitations);
        return world.DoAsync<InviteFreelancer, Guid>(
            job.Language,
            u =>
                u.RunAsync(
                    new(job.Id, freelancer.Id, message.Replace("{name}", first, StringComparison.Ordinal)),
                    job.Client.Actor,
                    default
                )
        );
    }

    public Task DeclineInvitationAsync(Guid invitation, DemoPerson freelancer) =>
        world.DoAsync<DeclineInvitation, Done>(
            freelancer.Language,
            u =>
                u.RunAsync(
                    new(invitation, random.Of(["Busy", "Busy", "NotMyWork", "Price"]), null),
                    freelancer.Actor,
                    default
                )
        );

    /// <summary>Writes a proposal through its aggregate and sends it. Answers with its id.</summary>
    public async Task<Guid> ProposeAsync(DemoJob job, DemoPerson freelancer, int price, Guid? invitation = null)
    {
        var typed = Write(job, freelancer, price);
        var actor = freelancer.Actor;
        var id = Guid.Empty;
        await world.TogetherAsync(
            job.Language,
            async scene =>
            {
                var (db, tally, view) = (scene.Db, scene.Get<JobTally>(), job.View!);
                var proposal = new Proposal
                {
                    Id = Ids.New(db.Clock),
                    JobId = job.Id,
                    ClientId = view.ClientId,
                    FreelancerId = freelancer.Id,
                    Currency = view.Currency.Code,
                    Hourly = view.Payment == JobPayment.Hourly,
                    CreatedAt = db.Now,
                };
                DemoScene.Accept("WriteProposal", proposal.Write(typed, view, scene.Get<RuleOptions>(), db.Now));
                proposal.Show(typed.Picks);
                if (!await tally.ProposalAsync(job.Id, default))
                {
                    throw new NotSupportedException($"The job {job.Title} takes no proposals");
                }
                if (invitation is { } invited)
                {
                    (await db.Invitations.SingleAsync(i => i.Id == invited)).Accept(db.Now);
                }
                proposal.Send(invitation, invitation is null ? db.Now + SendProposal.Week : null, db.Now);
                db.Proposals.Add(proposal);
                await tally.LetInAsync(job.Id, freelancer.Id, default);
                db.Audit(
                    actor,
                    "proposal.sent",
                    proposal.Id,
                    new
                    {
                        job.Id,
                        proposal.AmountMinor,
                        proposal.Currency,
                    }
                );
                // Without an invitation there is no conversation yet that could be told of it.
                if (invitation is not null || world.IsTold)
                {
                    db.Raise(new ProposalSent(proposal.Id, job.Id, view.ClientId, freelancer.Id, invitation));
                }
                id = proposal.Id;
            }
        );
        return id;
    }

    /// <summary>A price near the client's: the whole, or the hour.</summary>
    public int Price(DemoJob job) =>
        job.Rates is { } rates
            ? random.Between(rates.From, rates.To + 3)
            : DemoJobs.Round(job.Budget * random.Between(0.85, 1.12));

    /// <summary>The parts of a price, in tens, that add up to it.</summary>
    public static List<int> Parts(int price, int count)
    {
        var parts = Enumerable
            .Range(0, count)
            .Select(i => price * (count - i + 1) / (count * (count + 3) / 2) / 10 * 10)
            .ToList();
        parts[0] += price - parts.Sum();
        return parts;
    }

    private ProposalTyped Write(DemoJob job, DemoPerson freelancer, int price)
    {
        var shared = world.Texts.In(job.Language);
        var trade = job.Trade.In(job.Language);
        var weeks = Math.Clamp(job.Budget / 700, 1, 12);
        var start = jobs.Draw(job.Language + ".letter", shared.LetterStarts);
        var middle = jobs.Draw($"{job.Language}.{job.Trade.Trade}.letter", trade.Letters);
        var end = jobs.Draw(job.Language + ".letter.end", shared.LetterEnds);
        var steps = job.Rates is null && random.Chance(0.5) ? Math.Min(job.Steps.Length, random.Between(2, 3)) : 0;
        return new ProposalTyped(
            DemoJobs.Whole(price),
            $"{start}\n\n{middle}\n\n{end}",
            DemoJobs.Whole(weeks + random.Below(2)),
            nameof(DurationUnit.Weeks),
            null,
            steps < 2
                ? []
                :
                [
                    .. Parts(price, steps)
                        .Select((amount, i) => new TypedMilestone(job.Steps[i], DemoJobs.Whole(amount), null)),
                ],
            [
                .. job.View!.Questions.Select(q => new TypedAnswer(
                    q.Id,
                    jobs.Draw(job.Language + ".answer", shared.Answers)
                )),
            ],
            [.. freelancer.Work.Take(random.Between(0, 3))]
        );
    }

    public Task OpenAsync(DemoJob job, Guid proposal) =>
        world.DoAsync<OpenProposal, Done>(job.Language, u => u.RunAsync(proposal, job.Client.Actor, default));

    public Task ShortlistAsync(DemoJob job, Guid proposal) =>
        world.DoAsync<SortProposal, Done>(
            job.Language,
            u => u.RunAsync(proposal, nameof(ProposalFiling.Shortlisted), job.Client.Actor, default)
        );

    public Task DeclineAsync(DemoJob job, Guid proposal, bool hired) =>
        world.DoAsync<DeclineProposal, Done>(
            job.Language,
            u =>
                u.RunAsync(
                    new(
                        proposal,
                        hired ? nameof(ProposalDeclineReason.SomebodyElse) : random.Of(["Price", "Skills", "Timing"]),
                        random.Chance(0.6)
                            ? jobs.Draw(job.Language + ".no", world.Texts.In(job.Language).Declines)
                            : null
                    ),
                    job.Client.Actor,
                    default
                )
        );
}
