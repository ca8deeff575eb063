using System.Net;
using Metier.Contracts;
using Metier.Members;
using Metier.Platform;
using Metier.Profiles;
using Metier.Reputation;
using Metier.Talent;
using Metier.Tests.Jobs;
using Microsoft.Extensions.DependencyInjection;

namespace Metier.Tests.Talent;

/// <summary>What the product knows of people reaches the search: experience, checked identity, reviews. What it does not know, it says.</summary>
public sealed class FactsFedTests
{
    private static readonly CancellationToken Ct = TestContext.Current.CancellationToken;

    [Theory, MemberData(nameof(Stores.Both), MemberType = typeof(Stores))]
    public async Task Experience_and_checked_identity_are_searched_by_shown_and_counted(Store store)
    {
        await using var host = await TestHost.StartAsync(store);
        var ines = await host.ListedAsync("Ines Mercier", "Illustrator", "Watercolour");
        await host.ListedAsync("Tomasz Wilk", "Illustrator", "Watercolour");
        await host.SettleAsync();
        using var visitor = host.Visitor();

        // Nobody has said anything yet: there is nothing to choose.
        var nobody = await visitor.GetAsync("/en/talent");
        Assert.Null(nobody.Document.QuerySelector("[name=level]"));
        Assert.Null(nobody.Document.QuerySelector("[name=identity]"));
        Assert.Null(nobody.Document.QuerySelector("[name=success]"));

        using var own = await host.SignedInAsync(ines);
        var editor = await own.GetAsync("/en/profile/edit");
        var saved = await editor.SubmitAsync(
            "#terms form",
            new Dictionary<string, string?> { ["Form.Experience"] = "Expert" }
        );
        Assert.Equal(HttpStatusCode.OK, saved.Status);
        var profile = await visitor.GetAsync($"/fr/talents/{ines.MemberId}");
        Assert.Contains("Expertise", profile.Text, StringComparison.Ordinal);
        await CheckAsync(host, ines, true);

        var page = await visitor.GetAsync("/en/talent");
        Assert.Contains("Expert (1)", page.Text, StringComparison.Ordinal);
        Assert.Contains("Identity checked (1)", page.Text, StringComparison.Ordinal);
        Assert.DoesNotContain("Starting out", page.Text, StringComparison.Ordinal);
        Assert.Equal(["Ines Mercier"], (await visitor.GetAsync("/fr/talents?level=expert")).Names());
        Assert.Equal(["Ines Mercier"], (await visitor.GetAsync("/en/talent?identity=checked")).Names());
        var none = await visitor.GetAsync("/en/talent?level=starting&identity=checked");
        Assert.Empty(none.Names());
        Assert.Contains("Without the experience there is 1", none.Text, StringComparison.Ordinal);

        await CheckAsync(host, ines, false);
        Assert.Empty((await visitor.GetAsync("/en/talent?identity=checked")).Names());
    }

    [Theory, MemberData(nameof(Stores.Both), MemberType = typeof(Stores))]
    public async Task Experience_counts_for_a_job_that_asks_for_it_and_for_the_jobs_one_is_shown(Store store)
    {
        await using var host = await TestHost.StartAsync(store);
        var client = await host.MemberAsync("Chloe", client: true);
        var (solid, silent) = (
            await host.ListedAsync("Solid One", "Illustrator", "Adobe Photoshop"),
            await host.ListedAsync("Silent One", "Illustrator", "Adobe Photoshop")
        );
        await host.EditAsync<SetTerms>(u => u.RunAsync(new(null, "Full", null, null, "Solid"), solid, Ct));
        var job = await host.PostedAsync(client);
        await host.SettleAsync();
        using var browser = await host.SignedInAsync(client);
        var list = await browser.GetAsync($"/en/my-jobs/{job}/shortlist");
        Assert.Contains("solid experience, as asked", list.Text, StringComparison.Ordinal);
        Assert.Contains("not given", list.Text, StringComparison.Ordinal);
        using var theirs = await host.SignedInAsync(solid);
        Assert.Contains(
            "solid experience, as asked",
            (await theirs.GetAsync("/en/jobs")).Text,
            StringComparison.Ordinal
        );
        using var others = await host.SignedInAsync(silent);
        Assert.DoesNotContain("solid experience", (await others.GetAsync("/en/jobs")).Text, StringComparison.Ordinal);
    }

    [Theory, MemberData(nameof(Stores.Both), MemberType = typeof(Stores))]
    public async Task Job_success_comes_from_public_reviews_of_two_clients_on(Store store)
    {
        await using var host = await TestHost.StartAsync(store);
        var ines = await host.ListedAsync("Ines Mercier", "Illustrator", "Watercolour");
        await host.ListedAsync("Tomasz Wilk", "Illustrator", "Watercolour");
        var one = Guid.CreateVersion7();
        await ReviewAsync(host, ines, one, 5);
        await ReviewAsync(host, ines, one, 5);
        using var visitor = host.Visitor();
        var early = await visitor.GetAsync("/en/talent");
        Assert.Null(early.Document.QuerySelector("[name=success]"));
        Assert.Contains("too few reviewed contracts: counted as 70%", early.Text, StringComparison.Ordinal);

        // Four well, one badly, one hidden, one unpaid: (4 − 1) ÷ 5 = 60 %; one more well: (5 − 1) ÷ 6 = 67 %, two: 71 %.
        await ReviewAsync(host, ines, Guid.CreateVersion7(), 4);
        await ReviewAsync(host, ines, Guid.CreateVersion7(), 5);
        await ReviewAsync(host, ines, Guid.CreateVersion7(), 1);
        await ReviewAsync(host, ines, Guid.CreateVersion7(), 1, shown: false);
        await ReviewAsync(host, ines, Guid.CreateVersion7(), 1, counted: false);
        Assert.Contains("60% from 5 contracts", (await visitor.GetAsync("/en/talent")).Text, StringComparison.Ordinal);
        await ReviewAsync(host, ines, Guid.CreateVersion7(), 5);
        await ReviewAsync(host, ines, Guid.CreateVersion7(), 5);
        var page = await visitor.GetAsync("/en/talent");
        Assert.Contains("71% from 7 contracts", page.Text, StringComparison.Ordinal);
        Assert.Contains("70% or more (1)", page.Text, StringComparison.Ordinal);
        Assert.Equal(["Ines Mercier"], (await visitor.GetAsync("/fr/talents?success=70")).Names());
        Assert.Empty((await visitor.GetAsync("/en/talent?success=90")).Names());
        Assert.Equal(2, (await visitor.GetAsync("/en/talent?success=71")).Names().Count);
    }

    [Theory]
    [InlineData(1, 1, 1, 0, null)]
    [InlineData(2, 1, 2, 0, null)]
    [InlineData(2, 2, 2, 0, 100)]
    [InlineData(3, 2, 1, 1, 0)]
    [InlineData(8, 3, 1, 0, 13)]
    [InlineData(4, 4, 0, 4, 0)]
    public void The_score_is_the_mean_of_what_went_well_and_badly(
        int all,
        int clients,
        int well,
        int ill,
        int? score
    ) => Assert.Equal(score, JobSuccess.Of(all, clients, well, ill)?.Score);

    [Theory]
    [InlineData("en", "how-ranking-works", "No data yet: there are no skill tests here so far")]
    [InlineData("fr", "comment-fonctionne-le-classement", "Pas encore de données")]
    public async Task What_nobody_has_data_for_is_said_and_is_no_filter(string language, string path, string said)
    {
        await using var host = await TestHost.StartAsync(Store.Sqlite);
        await host.ListedAsync("Ines Mercier", "Illustrator", "Watercolour");
        await host.SettleAsync();
        using var visitor = host.Visitor();
        Assert.Contains(said, (await visitor.GetAsync($"/{language}/{path}")).Text, StringComparison.Ordinal);
        var search = await visitor.GetAsync("/en/talent?q=watercolour&badge=TopRated&test=watercolour");
        Assert.Single(search.Names());
        Assert.Contains("no data yet: there are no skill tests here so far", search.Text, StringComparison.Ordinal);
        Assert.Null(search.Document.QuerySelector("[name=badge], [name=test]"));
    }

    private static async Task CheckAsync(TestHost host, Actor whom, bool isChecked)
    {
        var chief = await host.MemberAsync($"Olga {isChecked}", roles: StaffRoles.Operator);
        var done = await host.InScopeAsync(s =>
            s.GetRequiredService<CheckIdentity>().RunAsync(new(whom.MemberId, isChecked, "Passport seen"), chief, Ct)
        );
        Assert.True(done.Ok);
        await host.SettleAsync();
    }

    private static async Task ReviewAsync(
        TestHost host,
        Actor freelancer,
        Guid client,
        int stars,
        bool shown = true,
        bool counted = true
    )
    {
        await host.InScopeAsync(async s =>
        {
            var db = s.GetRequiredService<MetierDb>();
            var (contract, at) = (Guid.CreateVersion7(), host.Now);
            db.Add(
                new FeedbackRound
                {
                    ContractId = contract,
                    ClientId = client,
                    FreelancerId = freelancer.MemberId,
                    Title = "Picture book",
                    PaidMinor = 100_00,
                    Currency = "EUR",
                    StartedAt = at.AddDays(-30),
                    EndedAt = at,
                    OpenUntil = at,
                    ShownAt = at,
                }
            );
            var review = new Review
            {
                Id = Ids.New(host.Clock),
                ContractId = contract,
                By = Side.Client,
                AuthorId = Guid.CreateVersion7(),
                ClientId = client,
                FreelancerId = freelancer.MemberId,
                Comment = "",
                GivenAt = at,
            };
            review.Rate(new Stars(stars, stars, stars, stars, stars, stars), "");
            if (shown)
            {
                review.Show(counted, at);
            }
            db.Add(review);
            db.Raise(new FeedbackShown(contract, client, freelancer.MemberId, "Picture book"));
            await db.SaveChangesAsync(Ct);
        });
        await host.SettleAsync();
    }
}
