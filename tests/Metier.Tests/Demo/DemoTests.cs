using System.Net;
using Metier.Contracts;
using Metier.Demo;
using Metier.Diary;
using Metier.Jobs;
using Metier.Ledger;
using Metier.Members;
using Metier.Payments;
using Metier.Platform;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;

namespace Metier.Tests.Demo;

/// <summary>The invented marketplace, small, on both databases: as promised, true in its books, and every page of it opens.</summary>
[Trait("storage", "both")]
public class DemoTests(SeededDemos demos) : IClassFixture<SeededDemos>
{
    internal static readonly DemoOptions Small = new(
        Seed: 7,
        Freelancers: 90,
        Clients: 12,
        Jobs: 16,
        Running: 24,
        Finished: 8
    );

    internal static async Task<TestHost> SeededAsync(Store store, DemoOptions options)
    {
        var host = await TestHost.StartAsync(store, s => s.AddSingleton<TimeProvider>(new SandboxClock()));
        var seeded = await host.Services.GetRequiredService<DemoSeed>().RunAsync(options, CancellationToken.None);
        Assert.True(seeded.Value.Seeded);
        return host;
    }

    [Theory, MemberData(nameof(Stores.Both), MemberType = typeof(Stores))]
    public async Task It_is_there_as_promised_and_its_books_are_true(Store store)
    {
        var host = await demos.OnAsync(store);
        await host.InScopeAsync(async s =>
        {
            var db = s.GetRequiredService<MetierDb>();
            Assert.Equal(Small.Clients, await db.Set<Client>().CountAsync());
            Assert.Equal(Small.Freelancers, await db.Set<Member>().CountAsync(m => m.IsFreelancer));
            Assert.InRange(await db.Set<Job>().CountAsync(j => j.State == JobState.Open), Small.Jobs, 3 * Small.Jobs);
            // What is said to be kept is there to be seen.
            Assert.NotEqual(0, await db.Set<DiarySegment>().CountAsync(x => x.Screenshot == ScreenshotState.Kept));
            Assert.False(
                await db.Set<DiarySegment>().AnyAsync(x => x.Screenshot == ScreenshotState.Kept && x.ImageId == null)
            );
            var states = await db.Set<Milestone>().Select(m => m.State).Distinct().ToListAsync();
            MilestoneState[] wanted =
            [
                MilestoneState.Agreed,
                MilestoneState.Funded,
                MilestoneState.Submitted,
                MilestoneState.ChangesRequested,
                MilestoneState.Approved,
            ];
            Assert.Empty(wanted.Except(states));
            Assert.True(await db.Set<Contract>().AnyAsync(c => c.State == ContractState.Ended));
            var hourly = await db.Set<Contract>().Where(c => c.Kind == ContractKind.Hourly).ToListAsync();
            // Two that go on and whose rate was raised, two with a disputed week.
            Assert.Equal(4, hourly.Count);
            Assert.Equal(6, await db.Set<ContractRate>().CountAsync());
            var workers = hourly.ConvertAll(c => c.FreelancerId);
            Assert.Equal(
                2,
                (
                    await s.GetRequiredService<MemberViews>().WithVerifiedIdentityAsync(workers, CancellationToken.None)
                ).Count
            );
            Assert.Empty(await s.GetRequiredService<LedgerCheck>().RunAsync(CancellationToken.None));
            Assert.False(await db.Set<OutboxRow>().AnyAsync(r => r.DoneAt == null || r.LastError != null));
            // The last days only; on a Saturday weeks were released a moment ago, and that is told too.
            Assert.InRange(await db.Set<MailRow>().CountAsync(), 0, 100);
        });
        await StatementsTieOutAsync(host);
        var again = await host.Services.GetRequiredService<DemoSeed>().RunAsync(Small, CancellationToken.None);
        Assert.False(again.Value.Seeded);
        // The clock runs on in the present.
        var clock = host.Services.GetRequiredService<TimeProvider>();
        Assert.InRange(clock.GetUtcNow(), DateTimeOffset.UtcNow.AddMinutes(-1), DateTimeOffset.UtcNow.AddMinutes(1));
    }

    private static async Task StatementsTieOutAsync(TestHost host)
    {
        var paid = await host.InScopeAsync(s =>
            s.GetRequiredService<MetierDb>().Set<Earning>().Select(e => e.FreelancerId).Distinct().ToListAsync()
        );
        Assert.NotEmpty(paid);
        foreach (var id in paid)
        {
            await host.InScopeAsync(async s =>
            {
                var balances = await s.GetRequiredService<MoneyViews>().FreelancerAsync(id, CancellationToken.None);
                foreach (var balance in balances)
                {
                    var lines = await AllAsync(s.GetRequiredService<StatementViews>(), id, balance.Ready.Currency);
                    Assert.Equal((balance.Ready + balance.OnItsWay).Minor, lines.Sum(l => l.Amount.Minor));
                }
            });
        }
    }

    private static async Task<List<StatementLine>> AllAsync(StatementViews views, Guid id, Currency currency)
    {
        var lines = new List<StatementLine>();
        long? before = null;
        do
        {
            var page = await views.PageAsync(
                StatementSide.Freelancer,
                id,
                currency,
                new StatementFilter(Before: before),
                CancellationToken.None
            );
            lines.AddRange(page.Lines);
            before = page.Next;
        } while (before is not null);
        return lines;
    }

    [Fact]
    public async Task The_same_seed_invents_the_same_and_another_one_something_else()
    {
        var tiny = Small with { Jobs = 6, Running = 2, Finished = 1 };
        var (first, second) = (await FactsAsync(tiny), await FactsAsync(tiny));
        Assert.Equal(first, second);
        var other = await FactsAsync(tiny with { Seed = 8 });
        Assert.NotEqual(first, other);
    }

    private static async Task<string> FactsAsync(DemoOptions options)
    {
        await using var host = await SeededAsync(Store.Sqlite, options);
        return await host.InScopeAsync(async s =>
        {
            var db = s.GetRequiredService<MetierDb>();
            var people = await db.Set<Member>().Select(m => m.Name + m.Email + m.Country).OrderBy(n => n).ToListAsync();
            var profiles = await db.Set<Metier.Profiles.FreelancerProfile>()
                .Select(p => p.Title + p.Overview + p.RateMinor)
                .OrderBy(t => t)
                .ToListAsync();
            var jobs = await db.Set<Job>()
                .Select(j => j.Title + j.Description + j.PriceMaxMinor)
                .OrderBy(t => t)
                .ToListAsync();
            return string.Join('\n', [.. people, .. profiles, .. jobs]);
        });
    }

    [Theory, MemberData(nameof(Stores.Both), MemberType = typeof(Stores))]
    public async Task Its_people_can_log_in_from_the_page_and_find_their_pages(Store store)
    {
        var host = await demos.OnAsync(store);
        using var visitor = host.Visitor();
        foreach (var path in new[] { "/en", "/fr", "/en/how-it-works", "/fr/comment-ca-marche" })
        {
            Assert.Equal(HttpStatusCode.OK, (await visitor.GetAsync(path)).Status);
        }
        var guides = await host.InScopeAsync(s =>
            s.GetRequiredService<DemoViews>().PeopleAsync(CancellationToken.None)
        );
        Assert.Equal(8, guides.Count);
        foreach (var guide in guides)
        {
            using var browser = host.Visitor(guide.Language);
            var door = await browser.GetAsync(guide.Language == "fr" ? "/fr/connexion" : "/en/login");
            var inside = await door.SubmitAsync($"form:has(input[value='{guide.Email}'])");
            Assert.Equal(HttpStatusCode.OK, inside.Status);
            Assert.DoesNotContain("/login", inside.Path, StringComparison.Ordinal);
            Assert.DoesNotContain("/connexion", inside.Path, StringComparison.Ordinal);
            await WalkAsync(browser, inside);
        }
    }

    /// <summary>Follows every link of the page that stays in the product, and those of the first contract it finds.</summary>
    private static async Task WalkAsync(Browser browser, Page start)
    {
        var seen = new HashSet<string>();
        var ahead = new Queue<string>(Links(start));
        while (ahead.TryDequeue(out var path) && seen.Count < 40)
        {
            if (!seen.Add(path))
            {
                continue;
            }
            var page = await browser.GetAsync(path);
            Assert.True(page.Status == HttpStatusCode.OK, $"{path}: {page.Status}");
            foreach (var link in Links(page).Where(l => !seen.Contains(l)))
            {
                ahead.Enqueue(link);
            }
        }
    }

    private static IEnumerable<string> Links(Page page) =>
        page
            .Document.QuerySelectorAll("main a[href], nav a[href]")
            .Select(a => a.GetAttribute("href")!)
            .Where(h =>
                (h.StartsWith("/en/", StringComparison.Ordinal) || h.StartsWith("/fr/", StringComparison.Ordinal))
                && !h.Contains("logout", StringComparison.Ordinal)
            )
            .Select(h => h.Split('#')[0])
            .Distinct();
}
