using Metier.Contracts;
using Metier.Platform;

namespace Metier.Demo;

/// <summary>Decides who does what when, and writes it into the calendar.</summary>
internal sealed partial class DemoPlan
{
    private readonly DemoWorld world;
    private readonly DemoCalendar calendar;
    private readonly DemoJobs jobs;
    private readonly DemoProposals proposals;
    private readonly DemoDeals deals;
    private readonly DemoReviews reviews;
    private readonly DemoTalks talks;
    private readonly DemoHours hours;
    private readonly DemoRandom random;

    public DemoPlan(DemoWorld world, DemoCalendar calendar, DemoJobs jobs)
    {
        (this.world, this.calendar, this.jobs) = (world, calendar, jobs);
        proposals = new DemoProposals(world, jobs);
        deals = new DemoDeals(world, jobs);
        reviews = new DemoReviews(world, jobs);
        talks = new DemoTalks(world);
        hours = new DemoHours(world);
        random = world.Random("plan");
    }

    /// <summary>The present first, for the people one can sign in as; then the past, then the posts that are open.</summary>
    public void Write()
    {
        var courses = Courses().ToList();
        foreach (var course in courses)
        {
            Contract(course);
        }
        for (var i = 0; i < world.Options.Jobs; i++)
        {
            OpenJob(i);
        }
        for (var i = 0; i < world.Options.Jobs / 10; i++)
        {
            ForgottenJob(i);
        }
        foreach (var language in Languages.All)
        {
            ByTheHour(language);
            DisputedWeek(language);
        }
        foreach (var client in world.Clients.Where(c => c.Weight > 1))
        {
            var draft = jobs.Invent(client, world.Ago(1), price: true);
            calendar.At(world.AtWork(world.Ago(1.5)), "post", () => jobs.PostAsync(draft, draft: true));
        }
    }

    private IEnumerable<DemoCourse> Courses()
    {
        DemoCourse[] present =
        [
            DemoCourse.Submitted,
            DemoCourse.Funded,
            DemoCourse.Second,
            DemoCourse.Agreed,
            DemoCourse.Changes,
            DemoCourse.Submitted,
            DemoCourse.Funded,
            DemoCourse.Second,
            DemoCourse.Offered,
            DemoCourse.Changing,
        ];
        for (var i = 0; i < world.Options.Running; i++)
        {
            yield return i switch
            {
                20 => DemoCourse.Ending,
                21 => DemoCourse.Frozen,
                _ => present[i % present.Length],
            };
        }
        for (var i = 0; i < world.Options.Finished; i++)
        {
            yield return (i % 20) switch
            {
                3 or 11 => DemoCourse.Bonus,
                7 => DemoCourse.GaveBack,
                9 or 17 => DemoCourse.Stopped,
                _ => DemoCourse.Finished,
            };
        }
    }

    /// <summary>The steps of a contract with the days that pass before each.</summary>
    private List<(double Days, string Kind, Func<Task> What)> Steps(DemoCourse course, DemoDeal deal)
    {
        var steps = new List<(double Days, string Kind, Func<Task> What)>();
        void Add(double least, double most, string kind, Func<Task> what) =>
            steps.Add((random.Between(least, most), kind, what));

        Add(0.5, 4, "offer", () => deals.OfferAsync(deal));
        if (course == DemoCourse.Offered)
        {
            return steps;
        }
        if (course == DemoCourse.Changing)
        {
            Add(0.3, 1.5, "offer", () => deals.AskForChangesAsync(deal));
            return steps;
        }
        Add(0.2, 2, "accept", () => deals.AcceptAsync(deal));
        Add(0.5, 1.5, "payout", () => deals.PayoutMethodAsync(deal.Freelancer));
        if (course == DemoCourse.Agreed)
        {
            return steps;
        }
        var declined = random.Chance(0.06);
        Add(0.1, 1.2, "fund", () => deals.FundAsync(deal, 1, declined));
        var running = course > DemoCourse.Stopped;
        if (running || random.Chance(0.4))
        {
            var read = !running || random.Chance(0.6);
            Add(0.1, 0.4, "talk", () => talks.InContractAsync(deal, read));
        }
        if (course == DemoCourse.Funded)
        {
            return steps;
        }
        if (course is DemoCourse.Stopped or DemoCourse.Ending or DemoCourse.Frozen)
        {
            Add(3, 7, "end", () => deals.EndAsync(deal, stopped: true));
            if (course == DemoCourse.Stopped)
            {
                Add(0.5, 3, "refund", () => deals.AnswerRefundAsync(deal, 1));
            }
            else if (course == DemoCourse.Frozen)
            {
                Add(0.5, 3, "dispute", () => deals.DisputeAsync(deal, 1));
            }
            return steps;
        }
        Add(3, 11, "submit", () => deals.SubmitAsync(deal, 1, file: course != DemoCourse.Finished));
        if (course == DemoCourse.Submitted)
        {
            return steps;
        }
        if (course == DemoCourse.Changes || random.Chance(0.2))
        {
            Add(0.5, 2, "changes", () => deals.ChangesAsync(deal, 1));
            if (course == DemoCourse.Changes)
            {
                return steps;
            }
            Add(1, 4, "submit", () => deals.SubmitAsync(deal, 1));
        }
        Add(0.3, 4, "release", () => deals.ReleaseAsync(deal, 1));
        Rest(course, deal, Add);
        return steps;
    }

    private void Rest(DemoCourse course, DemoDeal deal, Action<double, double, string, Func<Task>> add)
    {
        for (var n = 2; n <= deal.Parts.Count; n++)
        {
            var number = n;
            add(0.1, 2, "fund", () => deals.FundAsync(deal, number));
            if (course == DemoCourse.Second)
            {
                return;
            }
            add(3, 12, "submit", () => deals.SubmitAsync(deal, number));
            add(0.3, 4, "release", () => deals.ReleaseAsync(deal, number));
        }
        if (course == DemoCourse.Second)
        {
            return;
        }
        if (course == DemoCourse.Bonus)
        {
            add(0.3, 2, "bonus", () => deals.BonusAsync(deal));
        }
        add(0.2, 3, "end", () => deals.EndAsync(deal, stopped: false));
        // Both sides say how it was, most of the time.
        if (random.Chance(0.9))
        {
            add(0.1, 2, "review", () => reviews.GiveAsync(deal, Side.Client));
            if (random.Chance(0.85))
            {
                add(0.1, 2, "review", () => reviews.GiveAsync(deal, Side.Freelancer));
                if (random.Chance(0.3))
                {
                    add(0.1, 1, "review", () => reviews.ReplyAsync(deal));
                }
            }
        }
        if (course == DemoCourse.GaveBack)
        {
            add(0.2, 2, "refund", () => deals.GiveBackAsync(deal));
        }
        add(4, 8, "withdraw", () => deals.WithdrawAsync(deal.Freelancer));
    }

    private void Contract(DemoCourse course)
    {
        var running = course > DemoCourse.Stopped;
        var client = random.Weighted(world.Clients, c => c.Weight);
        // The jobs of those one can sign in as are where both sides can be seen: in the trade of the freelancer among them.
        var star = world.Freelancers.Where(f => f.Weight > 2 && f.Language == client.Language).ToList();
        var trade = client.Weight > 2 && star.Count > 0 && random.Chance(0.6) ? star[0].Trade!.Trade : null;
        var length = Length(course);
        var at = running ? world.Ago(length + random.Between(0.1, 1.2)) : PastStart(length);
        at = at < client.Joined.AddDays(1) ? client.Joined.AddDays(1 + random.Unit()) : at;
        var job = jobs.Invent(client, at, price: true, trade);
        var deal = Deal(course, job, at);
        if (deal is null)
        {
            return;
        }
        var steps = Steps(course, deal);
        var days = steps.Sum(s => s.Days);
        // Now that its length is known: one that runs must stand where it should at the end, one that is over must be over.
        if (running)
        {
            at = world.Ago(days + 3.2 + random.Between(0.1, 1.5));
        }
        else if (at.AddDays(days + 4) > world.Now)
        {
            at = world.Ago(days + 4.5 + random.Between(0, 20.0));
        }
        var posted = world.AtWork(at);
        calendar.At(posted, "post", () => jobs.PostAsync(job));
        var moment = Before(job, deal, posted);
        foreach (var (gap, kind, what) in steps)
        {
            var next = world.AtWork(moment.AddDays(gap));
            moment = next > moment ? next : moment.AddMinutes(20);
            calendar.At(moment, kind, what);
        }
    }

    /// <summary>About how long a course takes.</summary>
    private static double Length(DemoCourse course) =>
        course switch
        {
            DemoCourse.Finished or DemoCourse.Bonus or DemoCourse.GaveBack => 45,
            DemoCourse.Second => 25,
            _ => 15,
        };

    /// <summary>More of late than at the beginning.</summary>
    private DateTime PastStart(double length) =>
        world.Ago(length + ((DemoWorld.Days - length - 25) * Math.Pow(random.Unit(), 1.25)));

    private DemoDeal? Deal(DemoCourse course, DemoJob job, DateTime at)
    {
        // Its start may still move back a little; whoever is hired was there long before.
        var before = world.Ago(100);
        var freelancer = proposals.Somebody(job, at < before ? at : before);
        if (freelancer is null)
        {
            return null;
        }
        var price = proposals.Price(job);
        var parts =
            course is DemoCourse.Second ? Math.Min(job.Steps.Length, random.Between(2, 3))
            : price < 600 ? 1
            : Math.Min(
                job.Steps.Length,
                random.Weighted(
                    [1, 2, 3],
                    n =>
                        n == 1 ? 4
                        : n == 2 ? 5
                        : 2
                )
            );
        return new DemoDeal
        {
            Job = job,
            Freelancer = freelancer,
            Parts = DemoProposals.Parts(price, parts),
        };
    }

    /// <summary>From the post to the choice: the one who is hired, the others, and what became of theirs. Answers with the end of it.</summary>
    private DateTime Before(DemoJob job, DemoDeal deal, DateTime posted)
    {
        var last = posted;
        Guid? invitation = null;
        if (random.Chance(0.35))
        {
            calendar.At(
                posted.AddMinutes(40),
                "invite",
                async () => invitation = await proposals.InviteAsync(job, deal.Freelancer)
            );
        }
        var hired = posted.AddHours(random.Between(2.0, 30));
        calendar.At(
            hired,
            "propose",
            async () =>
                deal.ProposalId = await proposals.ProposeAsync(job, deal.Freelancer, deal.Parts.Sum(), invitation)
        );
        var others = new List<Guid>();
        for (var i = random.Between(0, 3); i > 0; i--)
        {
            if (proposals.Somebody(job, posted) is { } other)
            {
                var price = proposals.Price(job);
                calendar.At(
                    posted.AddHours(random.Between(1.0, 48)),
                    "propose",
                    async () => others.Add(await proposals.ProposeAsync(job, other, price))
                );
            }
        }
        last = posted.AddHours(50 + random.Between(0.0, 12));
        calendar.At(last, "open", () => proposals.OpenAsync(job, deal.ProposalId));
        if (random.Chance(0.4))
        {
            calendar.At(
                last.AddMinutes(8),
                "talk",
                () => talks.AboutProposalAsync(job, deal.Freelancer, deal.ProposalId, read: true)
            );
        }
        var decline = random.Chance(0.5);
        calendar.At(
            last.AddMinutes(30),
            "decline",
            async () =>
            {
                foreach (var other in decline ? others : [])
                {
                    await proposals.DeclineAsync(job, other, hired: true);
                }
            }
        );
        return last.AddHours(1);
    }
}
