namespace Metier.Matching.Tests;

public class JobSearchTests
{
    private static readonly JobDocument[] Jobs =
    [
        new()
        {
            Id = Id(1),
            Client = Id(100),
            Title = "React shop",
            Description = "A shop with a basket",
            MustHave = [1],
            NiceToHave = [4],
            Categories = [1],
            Pay = JobPay.Hourly,
            BudgetMinMinor = 4_000,
            BudgetMaxMinor = 6_000,
            Country = "FR",
            Languages = ["fr"],
            Level = ExperienceLevel.Expert,
            PostedAt = At(1),
            Proposals = 3,
            ClientJobs = 4,
            ClientHires = 3,
            PaymentVerified = true,
        },
        new()
        {
            Id = Id(2),
            Client = Id(101),
            Title = "Livre illustré, 32 pages",
            Description = "Une histoire pour les enfants",
            MustHave = [5],
            NiceToHave = [7],
            Categories = [2],
            Pay = JobPay.FixedPrice,
            BudgetMinMinor = 300_000,
            BudgetMaxMinor = 450_000,
            Country = "IE",
            Languages = ["en", "fr"],
            PostedAt = At(10),
            Proposals = 12,
        },
        new()
        {
            Id = Id(3),
            Client = Id(101),
            Title = "Technical writing for an API",
            MustHave = [6, 4],
            Categories = [3],
            Pay = JobPay.Hourly,
            PostedAt = At(0),
            Languages = ["en"],
        },
    ];

    [Fact]
    public void A_freelancer_sees_the_jobs_that_fit_first_with_parts_that_add_up()
    {
        var seeker = new Seeker
        {
            Skills = [5, 7],
            Categories = [2],
            RateMinor = 4_500,
        };
        var found = Index().Search(new JobQuery { For = seeker, Today = Samples.Today });
        Assert.Equal(Id(2), found.Matches[0].Id);
        Assert.All(found.Matches, m => Assert.Equal(m.Score, m.Parts.Sum(p => p.Points)));
        Assert.Equal((3, 1), (found.Total, found.First));
    }

    [Fact]
    public void Filters_of_pay_price_language_and_age_hold()
    {
        Assert.Equal([1, 3], Found(new JobFilter { Pay = JobPay.Hourly }));
        Assert.Equal([2, 3], Found(new JobFilter { RateAtLeastMinor = 7_000 }));
        Assert.Equal([1, 3], Found(new JobFilter { BudgetAtLeastMinor = 500_000 }));
        Assert.Equal([1, 2], Found(new JobFilter { Languages = ["fr"] }));
        Assert.Equal([1, 3], Found(new JobFilter { PostedWithinDays = 3 }));
        Assert.Equal([1, 3], Found(new JobFilter { ProposalsFewerThan = 5 }));
        Assert.Equal([1], Found(new JobFilter { PaymentVerified = true }));
        Assert.Equal([1, 3], Found(new JobFilter { Skills = [4] }));
        Assert.Equal([2], Found(new JobFilter { Except = [Id(1), Id(3)] }));
    }

    [Fact]
    public void Words_of_either_language_find_a_job()
    {
        var index = Index();
        Assert.Equal(Id(2), Single(index, "illustration"));
        Assert.Equal(Id(2), Single(index, "enfant histoire"));
        Assert.Equal(Id(3), Single(index, "rédaction technique"));
        Assert.Equal(0, index.Search(new JobQuery { Text = "shop -basket", Today = Samples.Today }).Total);
    }

    [Fact]
    public void Nothing_found_says_what_to_drop()
    {
        var filter = new JobFilter { Pay = JobPay.FixedPrice, Countries = ["FR"] };
        var found = Index()
            .Search(
                new JobQuery
                {
                    Text = "react",
                    Filter = filter,
                    Today = Samples.Today,
                }
            );
        Assert.Equal(0, found.Total);
        var advice = Assert.Single(found.Advice);
        Assert.Equal(new FilterRef(FilterKind.Pay, "FixedPrice"), Assert.Single(advice.Drop));
        Assert.Equal(1, advice.Matches);
    }

    [Fact]
    public void Newest_first_is_newest_first_and_a_closed_job_is_gone_at_once()
    {
        var index = Index();
        var query = new JobQuery { Sort = SortOrder.Newest, Today = Samples.Today };
        Assert.Equal([Id(3), Id(1), Id(2)], index.Search(query).Matches.Select(m => m.Id));
        index.Apply([], [Id(3)]);
        Assert.Equal([Id(1), Id(2)], index.Search(query).Matches.Select(m => m.Id));
        Assert.Equal(2, index.Count);
    }

    private static int[] Found(JobFilter filter) =>
        [
            .. Index()
                .Search(new JobQuery { Filter = filter, Today = Samples.Today })
                .Matches.Select(m => Array.FindIndex(Jobs, j => j.Id == m.Id) + 1)
                .Order(),
        ];

    private static Guid Single(JobIndex index, string text) =>
        Assert.Single(index.Search(new JobQuery { Text = text, Today = Samples.Today }).Matches).Id;

    private static JobIndex Index()
    {
        var index = new JobIndex(Samples.Currencies);
        index.Use(Samples.Taxonomy);
        index.Replace(Jobs);
        return index;
    }

    private static Guid Id(int number) => new(number, 0, 0, new byte[8]);

    private static DateTime At(int daysAgo) =>
        Samples.Today.AddDays(-daysAgo).ToDateTime(new TimeOnly(8, 0), DateTimeKind.Utc);
}
