using System.Net;
using Metier.Matching;
using Metier.Platform;
using Metier.Profiles;
using Metier.Talent;
using Metier.Tests.Jobs;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;

namespace Metier.Tests.Talent;

/// <summary>While the index is built for the first time, searches are answered straight from the database.</summary>
public sealed class FirstBuildTests
{
    private const string English = "these results come straight from the database and are not ranked yet";
    private const string French = "ces résultats viennent directement de la base de données";

    private static readonly CancellationToken Ct = TestContext.Current.CancellationToken;

    private static readonly Dictionary<string, string?> Impatient = new() { ["Talent:FirstBuildPatience"] = "0" };

    [Theory, MemberData(nameof(Stores.Both), MemberType = typeof(Stores))]
    public async Task Freelancers_are_found_meanwhile_and_ranked_afterwards(Store store)
    {
        var gate = new Gate();
        await using var host = await TestHost.StartAsync(store, gate.Register, Impatient);
        await host.ListedAsync("Ines Mercier", "Illustratrice", "Watercolour, Picture books", rate: 40);
        await host.ListedAsync("Tomasz Wilk", "Bookkeeper", "Bookkeeping", rate: 60, country: "PL", languages: "pl,en");
        await host.ListedAsync("Half Time", "Tax adviser", "Tax returns", rate: 90, availability: "Part");
        await host.ListedAsync("Hidden", "Illustrator", "Watercolour", visibility: ProfileVisibility.Hidden);
        await host.ListedAsync("For members", "Illustrator", "Watercolour", visibility: ProfileVisibility.Members);
        using var visitor = host.Visitor();

        var all = await visitor.GetAsync("/en/talent");
        Assert.Contains(English, all.Text, StringComparison.Ordinal);
        Assert.Equal(["Half Time", "Tomasz Wilk", "Ines Mercier"], all.Names());
        Assert.DoesNotContain("(0)", all.Text, StringComparison.Ordinal);
        Assert.Contains(French, (await visitor.GetAsync("/fr/talents")).Text, StringComparison.Ordinal);
        foreach (
            var (query, who) in new[]
            {
                // A skill by its name in the other language, a word of the title, both, a phrase, and what must not be there.
                ("q=aquarelle", "Ines Mercier"),
                ("q=BOOKKEEPER", "Tomasz Wilk"),
                ("q=watercolour+illustratrice", "Ines Mercier"),
                ("q=%22tax+adviser%22", "Half Time"),
                ("q=-watercolour+-tax", "Tomasz Wilk"),
                ("q=100%25", ""),
                ("skills=Picture+books", "Ines Mercier"),
                ("category=illustration", "Ines Mercier"),
                ("min=50&max=70", "Tomasz Wilk"),
                ("country=PL", "Tomasz Wilk"),
                ("lang=pl&lang=en", "Tomasz Wilk"),
                ("lang=pl&fluency=native", ""),
                ("time=full&max=50", "Ines Mercier"),
                ("overlap=6@Europe/Berlin&category=illustration", "Ines Mercier"),
                ("overlap=6@America/Los_Angeles", ""),
            }
        )
        {
            Assert.Equal(who, string.Join(", ", (await visitor.GetAsync("/en/talent?" + query)).Names()));
        }
        var narrow = await visitor.GetAsync("/en/talent?active=7&earned=1");
        Assert.Contains("apply once it is ready", narrow.Text, StringComparison.Ordinal);

        gate.Open();
        await host.Services.GetRequiredService<TalentIndex>().ReadyAsync(Ct);
        var ranked = await visitor.GetAsync("/en/talent?q=aquarelle");
        Assert.DoesNotContain(English, ranked.Text, StringComparison.Ordinal);
        Assert.Contains("1 freelancer matches", ranked.Text, StringComparison.Ordinal);
        Assert.Contains("Why this match: has Watercolour", ranked.Text, StringComparison.Ordinal);
    }

    [Theory, MemberData(nameof(Stores.Both), MemberType = typeof(Stores))]
    public async Task Jobs_are_found_meanwhile_and_ranked_afterwards(Store store)
    {
        var gate = new Gate();
        await using var host = await TestHost.StartAsync(store, gate.Register, Impatient);
        var client = await host.MemberAsync("Chloe", client: true);
        await host.PostedAsync(client, "Picture book about hedgehogs");
        await host.PostedAsync(client, "Drawing by the hour", hourly: true);
        await host.PostedAsync(client, "Secret picture book", visibility: "InvitedOnly");
        await host.DraftAsync(client, "Unfinished picture book");
        using var visitor = host.Visitor();

        var all = await visitor.GetAsync("/en/jobs");
        Assert.Contains(English, all.Text, StringComparison.Ordinal);
        Assert.Equal(["Drawing by the hour", "Picture book about hedgehogs"], all.Names());
        Assert.Contains(French, (await visitor.GetAsync("/fr/missions")).Text, StringComparison.Ordinal);
        foreach (
            var (query, what) in new[]
            {
                ("q=hedgehogs", "Picture book about hedgehogs"),
                ("q=photoshop+-hedgehogs", "Drawing by the hour"),
                ("pay=fixed", "Picture book about hedgehogs"),
                ("pay=hourly&rate=50", ""),
                ("pay=fixed&budget=4000", "Picture book about hedgehogs"),
                ("pay=fixed&budget=5000", ""),
                ("skills=Adobe+Photoshop&q=drawing", "Drawing by the hour"),
                ("category=illustration&q=hour", "Drawing by the hour"),
                ("category=accounting", ""),
                ("lang=fr", ""),
                ("level=expert", ""),
                ("country=FR&posted=1&fewer=5&q=hedgehogs", "Picture book about hedgehogs"),
                ("country=DE", ""),
                ("client=hired", ""),
            }
        )
        {
            Assert.Equal(what, string.Join(", ", (await visitor.GetAsync("/en/jobs?" + query)).Names()));
        }
        var narrow = await visitor.GetAsync("/en/jobs?payment=verified");
        Assert.Contains("applies once it is ready", narrow.Text, StringComparison.Ordinal);

        gate.Open();
        await host.Services.GetRequiredService<TalentIndex>().ReadyAsync(Ct);
        var ranked = await visitor.GetAsync("/en/jobs?q=photoshop");
        Assert.DoesNotContain(English, ranked.Text, StringComparison.Ordinal);
        Assert.Contains("2 jobs match", ranked.Text, StringComparison.Ordinal);
    }

    [Theory, MemberData(nameof(Stores.Both), MemberType = typeof(Stores))]
    public async Task Pages_lose_nobody_in_both_directions_and_their_keys_lead_somewhere_afterwards(Store store)
    {
        var gate = new Gate();
        await using var host = await TestHost.StartAsync(store, gate.Register, Impatient);
        for (var i = 0; i < 45; i++)
        {
            await host.ListedAsync($"Person {i:00}", "Illustrator", "Watercolour");
        }
        using var visitor = host.Visitor();
        var pages = new List<Page> { await visitor.GetAsync("/en/talent?q=watercolour") };
        while (pages[^1].Document.QuerySelector("a[rel=next]") is { } next)
        {
            pages.Add(await visitor.GetAsync(next.GetAttribute("href")!));
        }
        Assert.Equal([20, 20, 5], pages.Select(p => p.Names().Count));
        Assert.Equal(45, pages.SelectMany(p => p.Names()).Distinct().Count());
        var back = await visitor.GetAsync(pages[^1].Document.QuerySelector("a[rel=prev]")!.GetAttribute("href")!);
        Assert.Equal(pages[1].Names(), back.Names());
        back = await visitor.GetAsync(back.Document.QuerySelector("a[rel=prev]")!.GetAttribute("href")!);
        Assert.Equal(pages[0].Names(), back.Names());
        Assert.Null(back.Document.QuerySelector("a[rel=prev]"));

        gate.Open();
        await host.Services.GetRequiredService<TalentIndex>().ReadyAsync(Ct);
        var later = await visitor.GetAsync(pages[1].Path);
        Assert.Equal(HttpStatusCode.OK, later.Status);
        Assert.NotEmpty(later.Names());
    }

    [Theory]
    [InlineData("q=%22unclosed")]
    [InlineData("q=-")]
    [InlineData("q=the+of+and")]
    [InlineData("q=%25%5F%5C%27")]
    [InlineData("q=%00%01%ED%A0%80")]
    [InlineData("min=-5&max=-1")]
    [InlineData("min=90&max=10")]
    [InlineData("max=99999999999999999999")]
    [InlineData("max=90000000000000")]
    [InlineData("skills=nothing+like+it,,;&category=nowhere&country=zz&lang=xx&time=never&by=yesterday&sort=luck")]
    [InlineData("after=AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA&before=%00")]
    [InlineData("after=________________________________")]
    [InlineData("before=f_________________________________")]
    [InlineData("sort=rate&after=AAAAAAAAA-gAAAAAAAAAAAAAAAAAAAAA")]
    public async Task Whatever_the_address_says_the_page_makes_sense(string query)
    {
        var gate = new Gate();
        await using var host = await TestHost.StartAsync(Store.Sqlite, gate.Register, Impatient);
        await host.ListedAsync("Ines", "Illustrator", "Watercolour");
        using var visitor = host.Visitor();
        foreach (var path in new[] { "/en/talent?", "/fr/talents?", "/en/jobs?", "/fr/missions?" })
        {
            var page = await visitor.GetAsync(path + query);
            Assert.Equal(HttpStatusCode.OK, page.Status);
            Assert.NotNull(page.Document.QuerySelector("#q"));
        }
        gate.Open();
        await host.Services.GetRequiredService<TalentIndex>().ReadyAsync(Ct);
    }

    [Fact]
    public async Task Nothing_else_waits_either()
    {
        var gate = new Gate();
        await using var host = await TestHost.StartAsync(Store.Sqlite, gate.Register, Impatient);
        var client = await host.MemberAsync("Chloe", client: true);
        var ines = await host.ListedAsync("Ines", "Illustrator", "Adobe Photoshop");
        var id = await host.PostedAsync(client);
        using var visitor = host.Visitor();
        foreach (var path in new[] { "/en?a=1", "/en/how-ranking-works?a=1", "/en/talent/" + ines.MemberId })
        {
            Assert.Equal(HttpStatusCode.OK, (await visitor.GetAsync(path)).Status);
        }
        using var freelancer = await host.SignedInAsync(ines);
        foreach (var path in new[] { "/en/jobs/for-you", "/en/dashboard" })
        {
            Assert.Equal(HttpStatusCode.OK, (await freelancer.GetAsync(path)).Status);
        }
        using var browser = await host.SignedInAsync(client);
        var shortlist = await browser.GetAsync($"/en/my-jobs/{id}/shortlist");
        Assert.Contains("The search is being prepared", shortlist.Text, StringComparison.Ordinal);
        gate.Open();
        await host.Services.GetRequiredService<TalentIndex>().ReadyAsync(Ct);
        Assert.Equal(["Ines"], (await browser.GetAsync($"/en/my-jobs/{id}/shortlist")).Names());
    }

    [Theory, MemberData(nameof(Stores.Both), MemberType = typeof(Stores))]
    public async Task Events_that_need_the_index_stand_in_nobodys_way_and_are_heard_afterwards(Store store)
    {
        var gate = new Gate();
        await using var host = await TestHost.StartAsync(store, gate.Register, Impatient);
        var client = await host.MemberAsync("Chloe", client: true);
        await host.SavedAsync(client, "?q=photoshop");
        await host.ListedAsync("Ines", "Illustrator", "Adobe Photoshop");
        var id = await host.PostedAsync(client);
        // Comes back, though nobody has opened the gate.
        await host.SettleAsync();
        Assert.Empty(await host.AlertsAsync(client));
        var waiting = await WaitingAsync(host);
        Assert.NotEmpty(waiting);
        Assert.All(waiting, r => Assert.Equal((0, (string?)null), (r.Attempts, r.LastError)));

        gate.Open();
        await host.Services.GetRequiredService<TalentIndex>().ReadyAsync(Ct);
        await host.AdvanceAsync(TalentIndex.PutOff);
        Assert.Empty(await WaitingAsync(host));
        Assert.Single(await host.AlertsAsync(client));
        var text = $"/go/shortlist/{id}";
        Assert.Single(await host.MailsAsync(), m => m.Text.Contains(text, StringComparison.Ordinal));
    }

    private static Task<List<OutboxRow>> WaitingAsync(TestHost host) =>
        host.InScopeAsync(s =>
            s.GetRequiredService<MetierDb>()
                .Set<OutboxRow>()
                .AsNoTracking()
                .Where(r => r.DoneAt == null)
                .ToListAsync(Ct)
        );

    /// <summary>Holds the first build back until it is opened.</summary>
    private sealed class Gate
    {
        private readonly TaskCompletionSource opened = new(TaskCreationOptions.RunContinuationsAsynchronously);

        public void Open() => opened.SetResult();

        public void Register(IServiceCollection services) =>
            services.AddSingleton<IndexSource>(s => new Held(
                s.GetRequiredService<IServiceScopeFactory>(),
                opened.Task
            ));

        private sealed class Held(IServiceScopeFactory scopes, Task opened) : IndexSource(scopes)
        {
            public override async Task<(Guid After, bool More)> FreelancersAsync(
                Guid after,
                List<FreelancerDocument> into,
                CancellationToken ct
            )
            {
                await opened;
                return await base.FreelancersAsync(after, into, ct);
            }
        }
    }
}
