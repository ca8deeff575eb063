using Deque.AxeCore.Playwright;
using Metier.Jobs;
using Metier.Ledger;
using Metier.Members;
using Metier.Platform;
using Metier.Profiles;
using Microsoft.AspNetCore.Identity;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Playwright;

namespace Metier.Browser.Tests.Talent;

/// <summary>A site with people and a job on it.</summary>
public sealed class TalentSite : IAsyncLifetime
{
    private const string Text =
        "I draw for children and their parents: picture books, covers and the odd museum map, always with roughs first.";

    public Site Site { get; } = new();

    /// <summary>The freelancers by their names.</summary>
    public Dictionary<string, Actor> People { get; } = [];

    public async ValueTask InitializeAsync()
    {
        await Site.InitializeAsync();
        (string Name, string Title, string Skills, int Rate, string Country)[] people =
        [
            (
                "Inès Mercier",
                "Illustrator, picture books and editorial",
                "Watercolour, Picture books, Procreate",
                45,
                "FR"
            ),
            ("Tomasz Wilk", "Book designer and illustrator", "Illustration, Adobe InDesign, Watercolour", 38, "PL"),
            ("Noor Haddad", "Character designer", "Character design, Illustration", 30, "JO"),
            (
                "Maximiliana-Konstantina Papadimitriou-Schwarzenegger",
                "Photographies et retouches pour l’édition scolaire",
                "Adobe Photoshop",
                61,
                "GR"
            ),
        ];
        foreach (var (name, title, skills, rate, country) in people)
        {
            await using var scope = Site.Services.CreateAsyncScope();
            var s = scope.ServiceProvider;
            var actor = await FreelancerAsync(s, name);
            People.Add(name, actor);
            var ct = CancellationToken.None;
            await s.GetRequiredService<EditIntro>().RunAsync(new(title, Text, "", null), actor, ct);
            await s.GetRequiredService<ChooseSkills>().RunAsync(new(skills, null), actor, ct);
            await s.GetRequiredService<SetTerms>().RunAsync(new(Currency.Eur.Major(rate), "Full", "", null), actor, ct);
            await s.GetRequiredService<SetPlace>().RunAsync(new("Lyon", country, "Europe/Paris", null), actor, ct);
            await s.GetRequiredService<SetLanguages>()
                .RunAsync(new([new("en", "Fluent"), new("fr", "Native")], null), actor, ct);
        }
        await SettleAsync();
    }

    public Task SettleAsync() => Site.Services.GetRequiredService<Outbox>().DrainAsync(CancellationToken.None);

    /// <summary>A job of this member's client, posted.</summary>
    public async Task<Guid> PostedAsync(Guid memberId)
    {
        await using var scope = Site.Services.CreateAsyncScope();
        var s = scope.ServiceProvider;
        var ct = CancellationToken.None;
        var actor = (await s.GetRequiredService<ActorLoader>().LoadAsync(memberId, null, ct))!;
        var id = Guid.CreateVersion7();
        var audience = new AudiencePart("Everyone", null);
        JobPart[] parts =
        [
            new WhatPart("Picture book, 32 pages", "Sixteen spreads in watercolour.", "illustration", "en"),
            new SkillsPart("Watercolour, Illustration", "Procreate", "Medium", "Quarter", "Solid"),
            new PricePart("FixedPrice", "4500", null, null, null),
            new QuestionsPart([]),
            audience,
        ];
        foreach (var part in parts)
        {
            Assert.True((await s.GetRequiredService<SaveJob>().RunAsync(new(id, part), actor, ct)).Ok);
        }
        Assert.True((await s.GetRequiredService<PostJob>().RunAsync(new(id, audience), actor, ct)).Ok);
        await SettleAsync();
        return id;
    }

    private static async Task<Actor> FreelancerAsync(IServiceProvider services, string name)
    {
        var clock = services.GetRequiredService<TimeProvider>();
        var email = $"{Guid.NewGuid():N}@example.org";
        var member = new Member
        {
            Id = Ids.New(clock),
            Name = name,
            UserName = email,
            Email = email,
            EmailConfirmed = true,
            Language = "en",
            TimeZone = "Europe/Paris",
            IsFreelancer = true,
            Hat = Hat.Freelancer,
            CreatedAt = clock.UtcNow(),
        };
        Assert.True(
            (
                await services.GetRequiredService<UserManager<Member>>().CreateAsync(member, "correct horse battery")
            ).Succeeded
        );
        return (await services.GetRequiredService<ActorLoader>().LoadAsync(member.Id, null, CancellationToken.None))!;
    }

    public ValueTask DisposeAsync() => Site.DisposeAsync();
}

/// <summary>One such site for all its tests.</summary>
[CollectionDefinition(nameof(TalentSite))]
public sealed class TalentSiteCollection : ICollectionFixture<TalentSite>;

/// <summary>Search, shortlist and the page on ranking, with people on them.</summary>
[Collection(nameof(TalentSite))]
public sealed class TalentLookTests(TalentSite talent)
{
    private Site Site => talent.Site;

    [Theory]
    [InlineData("en", 1280, false)]
    [InlineData("fr", 390, true)]
    public async Task Pages_have_no_accessibility_violation_no_complaint_and_do_not_scroll_sideways(
        string language,
        int width,
        bool dark
    )
    {
        var page = await Site.WindowAsync(width, dark, language);
        var job = await talent.PostedAsync((await Site.SignInAsync(page, "Chloé Marchand")).MemberId);
        var french = language == "fr";
        string[] paths =
        [
            french ? "/fr/talents?q=aquarelle&max=60&lang=fr" : "/en/talent?q=watercolour&max=60&lang=fr",
            french ? "/fr/talents?q=plomberie&country=FR" : "/en/talent?q=plumbing&country=FR",
            french ? "/fr/missions?q=aquarelle&pay=fixed" : "/en/jobs?q=watercolour&pay=fixed",
            french ? $"/fr/mes-missions/{job}/selection" : $"/en/my-jobs/{job}/shortlist",
            french ? "/fr/comment-fonctionne-le-classement" : "/en/how-ranking-works",
        ];
        foreach (var path in paths)
        {
            await CheckAsync(page, path, width);
        }
        await page.Context.CloseAsync();
    }

    private static async Task CheckAsync(IPage page, string path, int width)
    {
        var complaints = new List<string>();
        page.Console += (_, m) =>
        {
            if (m.Type is "error" or "warning")
            {
                complaints.Add(m.Text);
            }
        };
        await page.GotoAsync(path);
        if (page.Locator("details summary") is { } more && await more.CountAsync() > 0)
        {
            await more.First.ClickAsync();
        }
        if (Environment.GetEnvironmentVariable("METIER_SHOTS") is { } folder)
        {
            var name = path.Split('?')[0].Trim('/').Replace('/', '-');
            await page.ScreenshotAsync(
                new() { Path = Path.Combine(folder, $"{name}-{path.Length}-{width}.png"), FullPage = true }
            );
        }
        var found = await page.RunAxe(Wcag.Rules);
        Assert.Empty(
            found.Violations.Select(v => $"{path} {v.Id}: {string.Join(" | ", v.Nodes.Select(n => n.Html).Take(3))}")
        );
        Assert.Empty(complaints);
        var over = await page.EvaluateAsync<int>("document.documentElement.scrollWidth - innerWidth");
        Assert.True(over <= 0, $"{path} is {over} px too wide at {width} px");
    }

    [Fact]
    public async Task On_a_desktop_a_filter_applies_as_it_changes_and_the_address_stays_short()
    {
        var page = await Site.WindowAsync();
        await page.GotoAsync("/en/talent?q=watercolour");
        await page.GetByLabel("Part time or more").CheckAsync();
        await page.ArriveAsync("**/en/talent?q=watercolour&time=part");
        await Assertions
            .Expect(page.GetByRole(AriaRole.Link, new() { Name = "Remove filter: Part time" }))
            .ToBeVisibleAsync();
        // What is chosen before the page's script has run is only sent with the button.
        await page.CompleteAsync();
        await page.GetByLabel("Sort").SelectOptionAsync("rate");
        await page.ArriveAsync("**&sort=rate*");
        await Assertions.Expect(page.Locator(".person-name").First).ToHaveTextAsync("Tomasz Wilk");
        await page.Context.CloseAsync();
    }

    [Fact]
    public async Task On_a_phone_several_filters_are_chosen_in_a_sheet_and_then_shown()
    {
        var page = await Site.WindowAsync(390);
        await page.GotoAsync("/en/talent");
        await page.GetByRole(AriaRole.Button, new() { Name = "Filters" }).ClickAsync();
        await page.GetByRole(AriaRole.Group, new() { Name = "Works in" }).GetByLabel("French").CheckAsync();
        await page.GetByLabel("Up to").FillAsync("40");
        await page.GetByRole(AriaRole.Button, new() { Name = "Show results" }).ClickAsync();
        await page.ArriveAsync("**lang=fr*");
        await Assertions.Expect(page.GetByRole(AriaRole.Button, new() { Name = "Filters (2)" })).ToBeVisibleAsync();
        await page.Context.CloseAsync();
    }
}
