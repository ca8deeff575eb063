using Metier.Jobs;
using Metier.Platform;

namespace Metier.Demo;

/// <summary>Posts that led to no contract, or not yet.</summary>
internal sealed partial class DemoPlan
{
    /// <summary>A post that takes proposals today.</summary>
    private void OpenJob(int place)
    {
        var stars = world.Clients.Where(c => c.Weight > 1).ToList();
        var client = place < stars.Count * 2 ? stars[place % stars.Count] : random.Of(world.Clients);
        // The newest are there for those who look at what came in today.
        var days = place % 12 == 0 ? random.Between(0.05, 0.9) : random.Between(0.8, 26);
        var job = jobs.Invent(client, world.Ago(days), price: false);
        var posted = world.AtWork(world.Ago(days));
        calendar.At(posted, "post", () => jobs.PostAsync(job));
        for (var i = random.Chance(0.3) ? random.Between(1, 3) : 0; i > 0; i--)
        {
            Invite(job, posted.AddHours(random.Between(0.3, 12)));
        }
        var count = (int)Math.Min(9, (days * random.Between(0.05, 0.42)) + (client.Weight > 1 ? 4 : 0.5));
        for (var i = 0; i < count; i++)
        {
            Propose(job, posted.AddDays(days * Math.Pow(random.Unit(), 1.6)));
        }
    }

    private void Invite(DemoJob job, DateTime at)
    {
        if (proposals.Somebody(job, at) is not { } guest)
        {
            return;
        }
        var invitation = Guid.Empty;
        calendar.At(at, "invite", async () => invitation = await proposals.InviteAsync(job, guest));
        if (random.Chance(0.3))
        {
            calendar.At(
                at.AddHours(random.Between(3.0, 40)),
                "invite",
                () => proposals.DeclineInvitationAsync(invitation, guest)
            );
        }
    }

    private void Propose(DemoJob job, DateTime at)
    {
        at = at.AddMinutes(30);
        if (proposals.Somebody(job, at) is not { } freelancer)
        {
            return;
        }
        var (id, price, luck) = (Guid.Empty, proposals.Price(job), random.Unit());
        calendar.At(at, "propose", async () => id = await proposals.ProposeAsync(job, freelancer, price));
        var seen = at.AddHours(random.Between(4.0, 60));
        if (luck < 0.7)
        {
            calendar.At(seen, "open", () => proposals.OpenAsync(job, id));
        }
        if (luck is < 0.2)
        {
            calendar.At(seen.AddMinutes(9), "shortlist", () => proposals.ShortlistAsync(job, id));
            if (job.Client.Weight > 1 || luck < 0.07)
            {
                calendar.At(
                    seen.AddMinutes(15),
                    "talk",
                    () => talks.AboutProposalAsync(job, freelancer, id, read: luck > 0.05)
                );
            }
        }
        else if (luck is > 0.45 and < 0.6)
        {
            calendar.At(seen.AddMinutes(9), "decline", () => proposals.DeclineAsync(job, id, hired: false));
        }
    }

    /// <summary>A post that came to nothing: closed by its client, or forgotten until its time was over.</summary>
    private void ForgottenJob(int place)
    {
        var client = random.Of(world.Clients);
        var at = world.AtWork(world.Ago(random.Between(45.0, 300)));
        at = at < client.Joined.AddDays(1) ? client.Joined.AddDays(1) : at;
        var job = jobs.Invent(client, at, price: false);
        calendar.At(at, "post", () => jobs.PostAsync(job));
        if (place % 2 == 0)
        {
            var reason = random.Of(Enum.GetValues<JobCloseReason>()[..4]).ToString();
            calendar.At(
                at.AddDays(random.Between(2.0, 20)),
                "close",
                () =>
                    world.DoAsync<CloseJob, Done>(
                        job.Language,
                        u => u.RunAsync(new(job.Id, reason, null), client.Actor, default)
                    )
            );
        }
    }
}
