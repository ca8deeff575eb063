using Metier.Contracts;
using Metier.Members;
using Metier.Platform;

namespace Metier.Demo;

/// <summary>Work by the hour between the people one can sign in as.</summary>
internal sealed partial class DemoPlan
{
    /// <summary>Days ago that such a job was posted: three whole weeks have been worked since it began.</summary>
    private const double HoursBegan = 28;

    /// <summary>
    /// A contract of this language's client with its freelancer, whose identity the operator has checked. After a while the client
    /// raises the limit and the rate.
    /// </summary>
    private void ByTheHour(string language)
    {
        var client = world.Clients.First(c => c.Language == language);
        var freelancer = world.Freelancers.First(f => f.Language == language && f.Company is null);
        var staff = world.Staff.First(s => s.Language == language);
        var posted = world.AtWork(world.Ago(HoursBegan));
        var job = jobs.Invent(client, posted, price: false, freelancer.Trade!.Trade, hours: true);
        job.Asked.Add(freelancer.Id);
        var rate = job.Rates!.Value.To;
        var french = language == "fr";
        var deal = new DemoDeal
        {
            Job = job,
            Freelancer = freelancer,
            Parts = [rate],
            Hourly = new HourlyTyped(
                DemoJobs.Whole(rate),
                "hours",
                french ? "21" : "30",
                !french,
                (french ? ProofLevel.Activity : ProofLevel.FullDiary).ToString(),
                (french ? HourlyBilling.Segments : HourlyBilling.Minutes).ToString(),
                false
            ),
        };
        calendar.At(posted, "post", () => jobs.PostAsync(job));
        calendar.At(
            posted.AddHours(4),
            "propose",
            async () => deal.ProposalId = await proposals.ProposeAsync(job, freelancer, rate)
        );
        calendar.At(posted.AddHours(25), "open", () => proposals.OpenAsync(job, deal.ProposalId));
        calendar.At(posted.AddHours(26), "check", () => CheckIdentityAsync(staff, freelancer));
        calendar.At(posted.AddHours(49), "card", () => deals.CardAsync(client));
        calendar.At(posted.AddHours(50), "offer", () => deals.OfferAsync(deal));
        calendar.At(posted.AddHours(54), "accept", () => deals.AcceptAsync(deal));
        for (var day = posted.AddDays(3).Date; day <= world.Now; day = day.AddDays(1))
        {
            // In the evening of each working day; today as far as it has come.
            var evening = day.AddHours(17.5) < world.Now ? day.AddHours(17.5) : world.Now.AddMinutes(-12);
            if (day.DayOfWeek is not (DayOfWeek.Saturday or DayOfWeek.Sunday) && evening > day.AddHours(8))
            {
                calendar.At(evening, "hours", () => hours.WorkAsync(deal));
            }
        }
        calendar.At(posted.AddHours(78), "payout", () => deals.PayoutMethodAsync(freelancer));
        calendar.At(posted.AddDays(12), "limit", () => deals.RaiseLimitAsync(deal, french ? "28" : "35"));
        calendar.At(posted.AddDays(19), "rate", () => deals.RaiseRateAsync(deal, rate + 3));
    }

    /// <summary>
    /// A Saturday of the same two people on another contract, billed on the Monday after and disputed on its Thursday. In English the freelancer
    /// contests, and an arbiter is asked; in French nobody has answered yet. The other days are those of their first contract: nobody works twice in a minute.
    /// </summary>
    private void DisputedWeek(string language)
    {
        var client = world.Clients.First(c => c.Language == language);
        var freelancer = world.Freelancers.First(f => f.Language == language && f.Company is null);
        var opened = world.Now.Date.AddDays(-(((int)world.Now.DayOfWeek + 3) % 7)).AddHours(10);
        if (opened > world.Now.AddHours(-1))
        {
            opened = opened.AddDays(-7);
        }
        var saturday = opened.Date.AddDays(-5);
        var posted = saturday.AddDays(-6).AddHours(9);
        var job = jobs.Invent(client, posted, price: false, freelancer.Trade!.Trade, hours: true);
        job.Asked.Add(freelancer.Id);
        var rate = job.Rates!.Value.To;
        var deal = new DemoDeal
        {
            Job = job,
            Freelancer = freelancer,
            Parts = [rate],
            Hourly = new HourlyTyped(
                DemoJobs.Whole(rate),
                "hours",
                "12",
                false,
                nameof(ProofLevel.FullDiary),
                nameof(HourlyBilling.Minutes),
                false
            ),
        };
        calendar.At(posted, "post", () => jobs.PostAsync(job));
        calendar.At(
            posted.AddHours(4),
            "propose",
            async () => deal.ProposalId = await proposals.ProposeAsync(job, freelancer, rate)
        );
        calendar.At(posted.AddHours(25), "open", () => proposals.OpenAsync(job, deal.ProposalId));
        calendar.At(posted.AddHours(50), "offer", () => deals.OfferAsync(deal));
        calendar.At(posted.AddHours(54), "accept", () => deals.AcceptAsync(deal));
        calendar.At(saturday.AddHours(17.5), "hours", () => hours.WorkAsync(deal, shots: true));
        calendar.At(opened, "dispute", () => deals.DisputeHoursAsync(deal, DateOnly.FromDateTime(saturday)));
        if (language == "en")
        {
            calendar.At(opened.AddHours(20), "contest", () => deals.ContestHoursAsync(deal));
        }
    }

    private Task CheckIdentityAsync(DemoPerson staff, DemoPerson who) =>
        world.DoAsync<CheckIdentity, Done>(
            staff.Language,
            u =>
                u.RunAsync(
                    new(
                        who.Id,
                        true,
                        staff.Language == "fr"
                            ? "Passeport et appel vidéo, nom et visage concordent."
                            : "Passport and a video call, name and face agree."
                    ),
                    staff.Actor,
                    default
                )
        );
}
