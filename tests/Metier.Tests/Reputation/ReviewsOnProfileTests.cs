using Metier.Contracts;
using Metier.Platform;
using Metier.Reputation;
using Metier.Tests.Contracts;
using Metier.Tests.Talent;
using Microsoft.Extensions.DependencyInjection;

namespace Metier.Tests.Reputation;

/// <summary>What clients wrote of a freelancer, where everybody reads it: on the profile.</summary>
public class ReviewsOnProfileTests
{
    private static readonly ReviewTyped Said = new("5", "4", "4", "4", "4", "4", "");

    private static CancellationToken Ct => CancellationToken.None;

    [Theory, MemberData(nameof(Stores.Both), MemberType = typeof(Stores))]
    public async Task A_review_appears_on_the_profile_when_it_is_shown_and_not_before(Store store)
    {
        await using var host = await TestHost.StartAsync(store);
        var client = await host.MemberAsync("Ada Client", client: true);
        var zoe = await host.ListedAsync("Zoe Freelance", "Illustrator", "Watercolour");
        await host.AddCardAsync(client);
        var contract = await host.ContractAsync(client, zoe, ("1200", null));
        await host.FundAsync(client, contract);
        await host.ReleaseAsync(client, contract);
        host.Clock.Advance(TimeSpan.FromDays(20));
        await host.EndAsync(client, contract);
        await host.SettleAsync();

        using var visitor = host.Visitor();
        Assert.Contains("No review yet", (await visitor.GetAsync(Profile(zoe))).Text, StringComparison.Ordinal);
        await GiveAsync(host, contract, client, "Watercolours of rare patience");
        var blind = await visitor.GetAsync(Profile(zoe));
        Assert.DoesNotContain("rare patience", blind.Html, StringComparison.Ordinal);

        await GiveAsync(host, contract, zoe, "Paid at once");
        var shown = (await visitor.GetAsync(Profile(zoe))).Document.QuerySelector("#reviews")!;
        Assert.Contains("Watercolours of rare patience", shown.TextContent, StringComparison.Ordinal);
        Assert.Contains("4.2", shown.TextContent, StringComparison.Ordinal);
        // Known by side and country only, and what was said of the client stands with the client's jobs.
        Assert.DoesNotContain("Ada", shown.TextContent, StringComparison.Ordinal);
        Assert.DoesNotContain("Paid at once", shown.TextContent, StringComparison.Ordinal);

        var french = await visitor.GetAsync(Profile(zoe, "fr/talents"));
        Assert.Equal("fr", french.Document.DocumentElement.GetAttribute("lang"));
        var inFrench = french.Document.QuerySelector("#reviews")!.TextContent;
        Assert.Contains("Watercolours of rare patience", inFrench, StringComparison.Ordinal);
        Assert.Contains("4,2", inFrench, StringComparison.Ordinal);
    }

    [Theory, MemberData(nameof(Stores.Both), MemberType = typeof(Stores))]
    public async Task Many_reviews_are_read_page_by_page_each_once(Store store)
    {
        await using var host = await TestHost.StartAsync(store);
        var zoe = await host.ListedAsync("Zoe Freelance", "Illustrator", "Watercolour");
        await ShownAsync(host, zoe, (2 * ReputationViews.PageSize) + 1);

        // One's own page as a client sees it stays that on the pages after the first.
        using var browser = await host.SignedInAsync(zoe);
        var next = Profile(zoe) + "?as=client";
        var read = new List<string>();
        var pages = 0;
        while (next is not null)
        {
            var page = await browser.GetAsync(next);
            Assert.Null(page.Document.QuerySelector("a[href$='#employment']"));
            read.AddRange(page.Document.QuerySelectorAll("#reviews article p.read").Select(p => p.TextContent.Trim()));
            next = page.Document.QuerySelector("#reviews a[rel=next]")?.GetAttribute("href");
            pages++;
        }
        Assert.Equal(3, pages);
        Assert.Equal(Enumerable.Range(1, 21).Reverse().Select(n => $"Review {n}"), read);

        // What is not a key is the first page.
        var odd = await browser.GetAsync(Profile(zoe) + "?reviews=%27;--");
        Assert.Contains("Review 21", odd.Text, StringComparison.Ordinal);
    }

    private static string Profile(Actor person, string path = "en/talent") => $"/{path}/{person.MemberId}";

    private static async Task GiveAsync(TestHost host, Guid contract, Actor by, string comment)
    {
        var given = await host.InScopeAsync(s =>
            s.GetRequiredService<GiveFeedback>()
                .RunAsync(
                    new(Guid.CreateVersion7(), contract, Said with { Comment = comment }, new("Finished", "9")),
                    by,
                    Ct
                )
        );
        Assert.True(given.Ok, string.Join("; ", given.Refusals.Select(r => r.Message)));
        await host.SettleAsync();
    }

    /// <summary>Reviews straight into the database; three at each moment, so that pages break between equal times.</summary>
    private static Task ShownAsync(TestHost host, Actor freelancer, int count) =>
        host.InScopeAsync(async s =>
        {
            var db = s.GetRequiredService<MetierDb>();
            for (var i = 1; i <= count; i++)
            {
                var contract = Guid.CreateVersion7();
                var at = host.Now.AddDays(-100 + (i / 3));
                db.Add(
                    new FeedbackRound
                    {
                        ContractId = contract,
                        ClientId = Guid.CreateVersion7(),
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
                    ClientId = Guid.CreateVersion7(),
                    FreelancerId = freelancer.MemberId,
                    Comment = "",
                    GivenAt = at,
                };
                review.Rate(new Stars(5, 5, 5, 5, 5, 5), $"Review {i}");
                review.Show(counted: true, at);
                db.Add(review);
            }
            await db.SaveChangesAsync();
        });
}
